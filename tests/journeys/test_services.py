"""A service's text from the editor's desk to the citizen's search, in a browser: axe on every page."""

import time

import pytest

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey
SLUG = "bibliotheksausweis"
BASE = f"/amt/redaktion/{SLUG}/"
WORD = "Zauberlehrbuch"  # stands in no other text


def test_a_text_goes_from_the_editor_over_the_publisher_to_the_citizens_search(visit: Visit) -> None:
    editor = visit(width=1280).sign_in("redaktion").go(BASE).press("Bearbeiten").go(f"{BASE}baustein/name/")
    keywords = editor.page.locator("main [name='keywords.de']").input_value()
    editor.fill("keywords.de", f"{keywords}, {WORD}").press("Speichern").go(BASE).press("Zur Freigabe geben")
    assert "Wartet auf Freigabe" in editor.text
    editor.leave()
    publisher = visit(width=375).sign_in("freigabe").go(f"{BASE}veroeffentlichung/")
    assert WORD in publisher.text
    publisher.press("Veröffentlichen")
    assert "Veröffentlicht." in publisher.text
    published = time.monotonic()
    citizen = visit(width=375)
    while "Bibliotheksausweis" not in citizen.go(f"/suche/?q={WORD}").page.locator("main").inner_text():
        assert time.monotonic() - published < 20  # 2 s on a machine that does nothing else
    assert (citizen.errors, publisher.errors) == ([], [])
