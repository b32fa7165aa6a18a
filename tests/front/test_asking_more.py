"""The note that an answer brought up another question: only when it did."""

import pytest

from tests.cast import BROWSER_KEY
from tests.demo.housing import TOGETHER
from tests.demo.test_to_the_receipt import typed

NOTE = "Zu Ihrer Antwort haben wir noch eine Frage."


def step(guest, draft, kreis, change):
    made = draft("wohngeld", kreis, change=change)
    return guest("localhost", key=BROWSER_KEY).get(f"/antrag/wohngeld/{made.pk}/vermoegen/").content.decode()


@pytest.mark.parametrize(("left_out", "noted"), [(["vermoegen_hoch"], False), (["vermoegen_art"], True)])
def test_a_page_seen_for_the_first_time_asks_nothing_more(guest, draft, kreis, left_out, noted):
    def change(raw):
        typed("wohngeld", TOGETHER | {"vermoegen_hoch": True, "vermoegen_betrag": 30_000_000}, raw)
        for name in left_out if noted else ["vermoegen_hoch", "vermoegen_betrag", "vermoegen_art"]:
            raw.pop(name)

    page = step(guest, draft, kreis, change)
    assert "Erspartes und Vermögen" in page
    assert (NOTE in page) == noted
