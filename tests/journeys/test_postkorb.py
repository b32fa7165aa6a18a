"""A citizen applies in two towns, sees both in one Postkorb, answers in one and withdraws in the other."""

import pytest

from tests.journeys import dog_tax
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("way", [{"width": 1280}, {"width": 375, "script": False}], ids=["wide", "phone-no-script"])
def test_one_postkorb_for_two_towns(visit: Visit, way: dict[str, object]) -> None:
    citizen = visit(**way).sign_in("buergerin")
    references = {}
    for town in ("musterstadt", "auenfeld"):
        citizen.go("/antrag/hundesteuer-anmelden/", town).press("Starten")
        dog_tax.fill_in(citizen, from_start=False)
        references[town] = citizen.press("Absenden").reference()

    clerk = visit(**way).sign_in("sachbearbeitung")
    clerk.go(f"/amt/vorgaenge/{references['musterstadt']}/")
    clerk.page.locator("#rueckfrage textarea").fill("Wie groß ist der Hund?")
    clerk.press("Rückfrage senden")

    citizen.go("/postkorb/", "auenfeld")
    assert "Das Amt hat eine Frage. Bitte antworten Sie." in citizen.text
    assert all(reference in citizen.text for reference in references.values())
    citizen.click(citizen.page.locator(f"main a[href='/vorgang/{references['musterstadt']}/']"))
    assert "Wie groß ist der Hund?" in citizen.text
    citizen.fill("text", "Kniehoch.").upload("dateien", [dog_tax.PDF]).press("Antwort senden")
    assert "Ihre Antwort ist im Amt." in citizen.text
    citizen.fill("text", "Und er bellt kaum.").press("Nachricht senden")
    assert "Und er bellt kaum." in citizen.text

    citizen.go(f"/vorgang/{references['auenfeld']}/").follow("Antrag zurückziehen")
    citizen.fill("text", "Der Hund zieht um.").press("Antrag zurückziehen")
    assert "Sie haben den Antrag zurückgezogen." in citizen.text
    citizen.go("/postkorb/")
    assert "Zurückgezogen" in citizen.text

    clerk.go(f"/amt/vorgaenge/{references['musterstadt']}/")
    assert "Und er bellt kaum." in clerk.text
    clerk.page.locator("#schreiben textarea").fill("Danke, das reicht uns.")
    clerk.press("Nachricht senden")
    citizen.go("/postkorb/")
    assert "Das Amt hat Ihnen geschrieben." in citizen.text
    assert [citizen.errors, clerk.errors] == [[], []]
