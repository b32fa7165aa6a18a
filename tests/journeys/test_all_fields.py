"""A field of every type on a phone, from start page to receipt, with JavaScript and without."""

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.dog_tax import PDF
from tests.journeys.portal import Portal
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def offered(portal: Portal) -> None:
    portal.shell("from tests.forms.all_fields import offer; offer()")


def fill_person(visitor: Visitor) -> None:
    """A nationality by the first letters, chosen among what fits."""
    for name, typed in {
        "konto": "alma@beispiel.de", "name": "Alma Groß", "staat": "nig", "einzug.year": "2020", "gemeinde": "Ort",
        "telefon": "02323 / 16-0", "webseite": "www.beispiel.de",
    }.items():  # fmt: skip
        visitor.fill(name, typed)
    visitor.date("geburt", "12.3.1987").address("anschrift", "Lindenweg", "7", "44623", "Musterstadt")
    if visitor.script:
        visitor.press("Weiter")
    else:
        visitor.click(visitor.page.locator("main button[name=stay][value=staat]"))
    visitor.choose("staat.choice", "232").press("Weiter")


def fill_answers(visitor: Visitor) -> None:
    for name, typed in {
        "kurz": "Fest", "lang": "Eins\nZwei", "anzahl": "2", "flaeche": "12,5", "betrag": "12,50 €", "anteil": "50 %",
        "zeitraum.from": "1.7.2026", "zeitraum.to": "3. Juli 2026", "uhrzeit": "8 Uhr", "stadtteil": "Nordviertel",
        "beruf": "Beruf Nummer 7",
    }.items():  # fmt: skip
        visitor.fill(name, typed)
    if visitor.script:  # a long list is asked while somebody types
        visitor.page.locator("#f-beruf-liste option[value='Beruf Nummer 71']").wait_for(state="attached")
    visitor.choose("frage", "no").choose("art", "b").choose("farbe", "rot").choose("tage", "mo").choose("tage", "mi")
    visitor.fill("beruf", "Beruf Nummer 71").press("Weiter")


def fill_numbers(visitor: Visitor) -> None:
    numbers = {"steuer": "36 574 261 809", "iban": "DE89 3704 0044 0532 0130 00", "auto": "mus-ab 123"}
    for name, typed in {**numbers, "ort.place": "Am Teich", "ort.coordinates": "51.5388, 7.2257"}.items():
        visitor.fill(name, typed)
    visitor.upload("fotos", [PDF])
    if not visitor.script:
        visitor.click(visitor.page.locator("main button[name=stay][value=fotos]"))
    visitor.page.locator("main button[name=detach]").wait_for()
    assert visitor.page.locator("main [name='ort.place']").input_value() == "Am Teich"
    visitor.choose("ehrlich", "yes").press("Weiter")


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without"])
def test_every_type_can_be_filled_in_on_a_phone(visit: Visit, offered: None, script: bool) -> None:
    citizen = visit(width=375, script=script).go("/antrag/alle-felder/").press("Starten")
    fill_person(citizen)
    fill_answers(citizen)
    fill_numbers(citizen)
    said = [
        "Nigeria", "2020", "https://www.beispiel.de", "01.07.2026 – 03.07.2026", "50 %", "25,00 €", "Montag",
        "Nordviertel", "Beruf Nummer 71", "36 574 261 809", "MUS-AB 123", "51.538800, 7.225700", "02323 160",
    ]  # fmt: skip
    assert [words for words in said if words not in citizen.text] == []
    assert citizen.press("Absenden").reference()
    assert citizen.errors == []
