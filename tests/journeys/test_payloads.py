"""Stored markup and script stay text: for the clerk, for the citizen, on paper, in mails and tables (bar 18)."""

import io
import json

import pikepdf
import pytest
from playwright.sync_api import Page

from tests.cast import BROWSER_KEY
from tests.journeys.conftest import Visit
from tests.journeys.payloads import CASES, STRANGE, of_case
from tests.journeys.portal import Portal

pytestmark = pytest.mark.journey


@pytest.fixture
def references(portal: Portal) -> list[str]:
    printed = portal.shell("from tests.journeys.payloads import print_cases; print_cases()")
    return json.loads(printed.splitlines()[-1])


def test_two_hundred_stored_payloads_do_nothing(visit: Visit, portal: Portal, references: list[str]) -> None:
    acted: list[str] = []
    clerk, citizen = visit().sign_in("buergerbuero"), visit()
    citizen.context.add_cookies([{"name": "browser", "value": BROWSER_KEY, "url": portal.url("/")}])
    for person in (clerk, citizen):
        person.page.on("dialog", lambda dialog: (acted.append(dialog.message), dialog.dismiss()))
        person.page.on("request", lambda asked: acted.append(asked.url) if "fremd" in asked.url else None)
    for number, reference in enumerate(references):
        said = of_case(number)
        for person, path, texts in (
            (clerk, f"/amt/vorgaenge/{reference}/", said),
            (citizen, f"/vorgang/{reference}/", said[11:]),  # the conversation
        ):
            person.page.goto(portal.url(path))
            acted += strange(person.page)
            assert [text for text in texts if text not in shown(person.page)] == [], path
    for path in ("/amt/eingang/", "/amt/vorgaenge/", f"/suche/?q={of_case(0)[0]}"):
        clerk.page.goto(portal.url(path))
        acted += strange(clerk.page)
    assert len(references) == CASES
    assert [acted, clerk.errors, citizen.errors] == [[], [], []]
    paper = citizen.context.request.get(portal.url(f"/eingang/{references[0]}/beleg.pdf")).body()
    with pikepdf.open(io.BytesIO(paper)) as opened:
        names = {str(key) for thing in opened.objects if isinstance(thing, pikepdf.Dictionary) for key in thing}
    assert names & {"/JS", "/JavaScript", "/AA", "/Launch", "/EmbeddedFile"} == set()
    post = citizen.context.request.get(portal.url("/demo/post/")).text()
    assert all(f"alert({1000 + number}" not in post for number in range(20 * CASES))


def strange(page: Page) -> list[str]:
    """Elements that only a payload could have made."""
    return page.locator(STRANGE).evaluate_all("found => found.map(one => one.outerHTML)")


def shown(page: Page) -> str:
    return " ".join((page.locator("main").text_content() or "").split())
