"""A citizen finds, applies and follows: the story of the first issue, told in a browser."""

import re

import pytest

from tests.journeys import dog_tax
from tests.journeys.conftest import Visit
from tests.journeys.portal import Portal
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
WAYS = [
    pytest.param({"width": 1280}, id="wide"),
    pytest.param({"width": 375}, id="phone"),
    pytest.param({"width": 1280, "script": False}, id="without-script"),
]


@pytest.mark.parametrize("way", WAYS)
def test_an_application_travels_to_the_town_hall_and_back(visit: Visit, way: dict[str, object]) -> None:
    citizen = visit(**way)
    citizen.go("/").page.locator("main input[name=q]").fill("hund")
    citizen.click(citizen.page.locator("main").get_by_role("button", name="Suchen")).follow("Hundesteuer anmelden")
    assert "96,00 €" in citizen.text
    assert "Steueramt" in citizen.text
    citizen.follow("Online beantragen").press("Starten")
    dog_tax.fill_in(citizen, from_start=False)
    assert citizen.path.endswith("/pruefen/")
    for said in ("Erika", "Bello", "96,00 €", "rechtlich verbindlich", "Datenschutzbeauftragte"):
        assert said in citizen.text
    citizen.press("Absenden")
    reference, code = citizen.reference(), citizen.code()
    paper = citizen.context.request.get(citizen.portal.url(f"/eingang/{reference}/beleg.pdf"))
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")

    clerk = visit(**way).sign_in("sachbearbeitung")
    clerk.go("/amt/eingang/").click(clerk.page.get_by_role("link", name=reference))
    assert "Bello" in clerk.text
    clerk.press("Vorgang übernehmen")
    question = clerk.page.locator("form:has-text('Rückfrage senden') textarea[name=text]")
    question.fill("Bitte schicken Sie uns ein Foto der Steuermarke.")
    clerk.press("Rückfrage senden")

    guest = visit(**way).go("/vorgang/")
    guest.fill("nummer", reference.lower()).fill("code", code).press("Vorgang öffnen")
    assert "Foto der Steuermarke" in guest.text
    assert "zur Bearbeitung" in guest.text
    guest.fill("text", "Das Foto liegt bei.").upload("dateien", [dog_tax.PDF]).press("Antwort senden")
    assert "Das Foto liegt bei." in guest.text

    clerk.go(f"/amt/vorgaenge/{reference}/")
    assert "Das Foto liegt bei." in clerk.text
    decide(clerk, "Wir setzen die Hundesteuer auf 96,00 Euro im Jahr fest.")
    guest.go(f"/vorgang/{reference}/")
    assert "Ihr Bescheid ist da." in guest.text
    decision = guest.context.request.get(guest.portal.url(f"/vorgang/{reference}/bescheid.pdf"))
    assert (decision.status, decision.body()[:5]) == (200, b"%PDF-")
    assert [citizen.errors, clerk.errors, guest.errors] == [[], [], []]


def decide(clerk: Visitor, text: str) -> None:
    clerk.page.locator("[name=outcome][value=granted]").check()
    clerk.page.locator("form:has([name=outcome]) textarea[name=text]").fill(text)
    clerk.press("Bescheid prüfen").press("Bescheid erteilen")


def test_mails_announce_news_without_content(visit: Visit, portal: Portal) -> None:
    citizen = visit()
    dog_tax.fill_in(citizen)
    reference = citizen.press("Absenden").reference()
    for _ in range(300):
        citizen.page.goto(citizen.portal.url("/demo/post/"))
        if reference in citizen.text:
            break
        citizen.page.wait_for_timeout(200)
    mail = citizen.page.locator("main").inner_text()
    assert reference in mail
    assert not re.search(r"Erika|Bello|Hundesteuer", mail)


def test_other_offices_and_other_towns_see_nothing(visit: Visit) -> None:
    citizen = visit()
    dog_tax.fill_in(citizen)
    reference = citizen.press("Absenden").reference()
    for person, town in (
        ("buergerbuero", "musterstadt"),
        ("sachbearbeitung", "auenfeld"),
        ("buergerin", "musterstadt"),
    ):
        stranger = visit(script=False).sign_in(person, town)
        answer = stranger.page.goto(stranger.portal.url(f"/amt/vorgaenge/{reference}/", town))
        assert answer is not None
        assert answer.status == 404, (person, town)
        answer = stranger.page.goto(stranger.portal.url(f"/vorgang/{reference}/", town))
        assert answer is not None
        assert answer.status == 404, (person, town)


def test_auenfeld_computes_its_own_tax(visit: Visit) -> None:
    citizen = visit(script=False).go("/antrag/hundesteuer-anmelden/", "auenfeld").press("Starten")
    dog_tax.fill_in(citizen, from_start=False)
    assert "72,00 €" in citizen.text


def test_two_dogs_one_of_them_an_assistance_dog(visit: Visit) -> None:
    citizen = visit().go("/antrag/hundesteuer-anmelden/").press("Starten")
    dog_tax.person(citizen)
    citizen.press("Weiter")
    dog_tax.contact(citizen)
    citizen.press("Weiter").choose("gibt_mithalter", "no").press("Weiter")
    dog_tax.dog(citizen, "1", "Bello")
    dog_tax.dog_followups(citizen, "1")
    citizen.press("Weiteren Hund eintragen")
    dog_tax.dog(citizen, "2", "Luna", assistance=True)
    dog_tax.dog_followups(citizen, "2", assistance=True)
    citizen.press("Weiter").choose("ermaessigung_gewuenscht", "no").press("Weiter")
    assert "96,00 €" in citizen.text
    citizen.press("Weiter").choose("lastschrift", "yes").press("Weiter")
    citizen.fill("kontoinhaber", "Erika Beispiel").fill("iban", "DE02120300000000202051").choose("mandat", "yes")
    citizen.press("Weiter")
    dog_tax.declare(citizen)
    citizen.press("Weiter")
    for said in ("Hund 2", "Nachweis.pdf", "DE02 1203 0000 0000 2020 51"):
        assert said in citizen.text
    citizen.press("Absenden")
    assert citizen.reference().startswith("MUS-")


def test_the_portal_speaks_english(visit: Visit) -> None:
    citizen = visit().go("/antrag/hundesteuer-anmelden/?sprache=en")
    assert citizen.page.locator("html").get_attribute("lang") == "en"
    assert citizen.path == "/antrag/hundesteuer-anmelden/"
    citizen.press("Start").press("Continue")
    assert citizen.page.title().startswith("Error:")
    assert "First name" in citizen.text
    for path in ("/", "/leistungen/hundesteuer-anmelden/", "/vorgang/", "/anmelden/", "/suche/?q=dog", "/demo/"):
        citizen.go(path)
        assert citizen.page.locator("html").get_attribute("lang") == "en"
