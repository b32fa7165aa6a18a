"""The tour as a city official walks it: from the first printed address to the second town, without explanation."""

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.test_citizen import WAYS, decide
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey


def strip(visitor: Visitor) -> str:
    return visitor.page.locator(".portal-tour").inner_text()


def onward(visitor: Visitor, label: str) -> Visitor:
    """Press the button in the strip above the page."""
    return visitor.click(visitor.page.locator(".portal-tour").get_by_role("button", name=label))


@pytest.mark.parametrize("way", WAYS)
def test_the_tour_leads_from_stop_to_stop(visit: Visit, way: dict[str, object]) -> None:
    official = visit(**way).go("/demo/", "kreis")
    official.click(official.page.locator("main").get_by_role("button", name="Zu Stopp 1"))
    assert "Stopp 1 von 5" in strip(official)
    official.follow("Hundesteuer anmelden").follow("Online beantragen")
    onward(official, "Für mich ausfüllen")
    assert official.path.endswith("/pruefen/")
    official.press("Absenden")
    reference = official.reference()

    onward(official, "Weiter mit Stopp 2")
    assert official.path == "/amt/eingang/"
    assert "Steueramt" in strip(official)
    first = official.page.locator("main a", has_text="MUS-").first
    assert reference in first.inner_text()
    official.click(first)
    assert "Stopp 3 von 5" in strip(official)
    official.press("Vorgang übernehmen")
    decide(official, "Wir setzen die Hundesteuer auf 96,00 Euro im Jahr fest.")

    onward(official, "Weiter mit Stopp 4")
    assert official.path == "/postkorb/"
    assert reference in official.text
    onward(official, "Weiter mit Stopp 5")
    assert official.path == "/leistungen/hundesteuer-anmelden/"
    assert "72,00 €" in official.text
    assert "Rundgang geschafft" in strip(official)
    official.click(official.page.locator(".portal-tour").get_by_role("link", name="Alle Stopps"))
    assert official.text.count("Erledigt") == 5
    assert official.errors == []


def test_a_printed_code_is_typed_in(visit: Visit) -> None:
    """Whoever holds a paper finds the page from every page and learns whether it is genuine."""
    somebody = visit(width=375).go("/", "auenfeld").follow("So erkennen Sie unser Portal")
    somebody.fill("code", "emus 7k3m 9xq2 f2km 0000 0000 0000 0000").press("Prüfen")
    assert "Nicht von uns oder vertippt" in somebody.text
