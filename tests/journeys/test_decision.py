"""A clerk asks for two documents, the citizen brings them in place, and retrieves the decision from its template."""

import pytest

from tests.journeys import dog_tax
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey


def test_from_missing_documents_to_the_announced_decision(visit: Visit) -> None:
    citizen = visit(width=375).sign_in("buergerin")
    citizen.go("/antrag/hundesteuer-anmelden/").press("Starten")
    dog_tax.fill_in(citizen, from_start=False)
    reference = citizen.choose("bescheid", "retrieval").press("Absenden").reference()

    clerk = visit(width=1280).sign_in("sachbearbeitung")
    address = f"/amt/vorgaenge/{reference}/"
    clerk.go(f"{address}unterlagen/").fill("unterlage.1", "Impfpass").fill("unterlage.2", "Halterhaftpflicht")
    clerk.press("Unterlagen anfordern")
    assert "2 Unterlagen fehlen noch bis" in clerk.text

    assert "2 Unterlagen fehlen bis" in citizen.go("/postkorb/").text
    citizen.page.locator(f"main a[href='/vorgang/{reference}/']").click()
    first, second = citizen.look().page.locator("main input[type=file]").all()[:2]
    citizen.upload(str(first.get_attribute("name")), [dog_tax.PDF])
    citizen.upload(str(second.get_attribute("name")), [dog_tax.PDF]).press("Unterlagen senden")
    assert "Ihre Unterlagen sind im Amt." in citizen.text

    clerk.go(f"{address}bescheid/hundesteuerbescheid/")
    given = {
        "steuer": "96,00",
        "erste_rate": "72,00",
        "beginn": "1.4.2027",
        "faellig": "1.7.2027",
        "kassenzeichen": "08-15",
    }
    for name, value in given.items():
        clerk.fill(f"wert.{name}", value)
    clerk.press("Bescheid prüfen").press("Bescheid erteilen")
    assert "Der Bescheid ist erteilt." in clerk.text

    assert "Ihr Bescheid ist da." in citizen.go(f"/vorgang/{reference}/").text
    paper = citizen.page.context.request.get(citizen.portal.url(f"/vorgang/{reference}/bescheid.pdf", citizen.town))
    assert paper.body().startswith(b"%PDF-")
    assert "gilt am" in citizen.go(f"/vorgang/{reference}/").text
    assert "Abgerufen" in clerk.go(address).text
    assert [citizen.errors, clerk.errors] == [[], []]
