"""The dog tax form as a citizen fills it in, page by page."""

from tests import papers
from tests.journeys.visitor import Visitor

PDF = {"name": "Nachweis.pdf", "mimeType": "application/pdf", "buffer": papers.PDF}


def person(visitor: Visitor) -> None:
    visitor.fill("vorname", "Erika").fill("nachname", "Beispiel").date("geburtsdatum", "12.8.1964")


def contact(visitor: Visitor, email: str = "erika@beispiel.example") -> None:
    visitor.address("anschrift", "Lindenweg", "7", "05501", "Musterstadt").date("wohnt_seit", "1.3.2019")
    visitor.fill("email", email)


def dog(visitor: Visitor, row: str, name: str, *, assistance: bool = False) -> None:
    """One dog's answers; follow-up questions appear by script at once, without it on the next showing."""
    visitor.fill(f"hunde.{row}.rufname", name).fill(f"hunde.{row}.rasse", "Mischling")
    visitor.choose(f"hunde.{row}.geburtstag_bekannt", "yes")
    visitor.choose(f"hunde.{row}.uebernommen", "no").choose(f"hunde.{row}.ersetzt", "no")
    visitor.choose(f"hunde.{row}.gefaehrlich", "no")
    visitor.choose(f"hunde.{row}.assistenzhund", "yes" if assistance else "no")
    visitor.fill(f"hunde.{row}.chipnummer", "276098100123456").date(f"hunde.{row}.gehalten_seit", "1.10.2026")


def dog_followups(visitor: Visitor, row: str, *, assistance: bool = False) -> None:
    visitor.date(f"hunde.{row}.geboren", "2.5.2024")
    if assistance:
        kind = visitor.page.locator(f"main [name='hunde.{row}.assistenz_art']").first
        visitor.choose(f"hunde.{row}.assistenz_art", kind.get_attribute("value") or "blind")
        visitor.upload(f"hunde.{row}.assistenz_nachweis", [PDF])
        visitor.choose(f"hunde.{row}.assistenz_einwilligung", "yes")


def declare(visitor: Visitor) -> None:
    visitor.choose("wahrheit", "yes").choose("aenderungen", "yes")


def fill_in(visitor: Visitor, *, from_start: bool = True) -> None:
    """One ordinary dog, no direct debit: from the start page to the check page."""
    if from_start:
        visitor.go("/antrag/hundesteuer-anmelden/").press("Starten")
    person(visitor)
    visitor.press("Weiter")
    contact(visitor)
    visitor.press("Weiter")
    visitor.choose("gibt_mithalter", "no").press("Weiter")
    dog(visitor, "1", "Bello")
    if not visitor.script:
        visitor.press("Weiter")
    dog_followups(visitor, "1")
    visitor.press("Weiter")
    visitor.choose("ermaessigung_gewuenscht", "no").press("Weiter")
    visitor.press("Weiter")  # the tax, calculated
    visitor.choose("lastschrift", "no").press("Weiter")
    declare(visitor)
    visitor.press("Weiter")
