"""Identifiers are English; the German ones that a law or standard owns stand in a closed list in the glossary."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "drehscheibe"
FORMS = (ROOT / "docs" / "glossary-forms.md").read_text()
ENGLISH, GERMAN = (ROOT / "docs" / "glossary.md").read_text().split("## German identifiers")
ENGLISH += FORMS
GLOSSARY = ENGLISH + GERMAN
# Words of German offices that would otherwise slip in; the glossary's own German terms are added to them.
TELLING = """
    abmelden absenden adresse akte aktenzeichen amt amtlich anhang anlage anmelden anschrift ansicht antrag antwort
    art aufgabe ausgabe auswahl bearbeitung behoerde beleg benutzer bescheid betrag betreff buerger datei datum dienst
    eingabe eingang einstellung entwurf fassung fehler feld formular frage frist gebuehr geburtsdatum gemeinde hund
    hunde kreis lage leistung liste mandant meldung mitteilung nachname nachricht nachweis nummer nutzer ort ordnung
    plz postfach postkorb pruefen rechnung recht rolle sachbearbeiter satz schluessel schritt seite stadt stand steuer
    strasse suche thema titel uebersicht unterlagen vorgang vorname wert zahl zahlung zugang zustaendig zweck
"""


def rows(text: str) -> list[list[str]]:
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]
    return [row for row in cells if row[0] != "Identifier"]


def plain(word: str) -> str:
    return word.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))


@cache
def identifiers() -> set[str]:
    """Every name that our code gives or uses, module names included; strings (addresses, texts) are not meant."""
    found = set()
    for path in [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]:
        found.add(path.stem)
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    found.add(name)
                case ast.arg(arg=name) | ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                    found.add(name)
    return found


def words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-ZÄÖÜ]+(?![a-zäöüß])|[A-ZÄÖÜ]?[a-zäöüß]+", name)}


CLOSED = {row[0].strip("`") for row in rows(GERMAN)}


def test_every_row_has_three_columns_and_no_concept_stands_twice():
    table = rows(GLOSSARY)
    assert len(table) > 60
    assert [row for row in table if len(row) != 3 or not row[0] or not row[1]] == []
    named = [name.strip() for row in table for name in row[0].split(",")]
    assert sorted(named) == sorted(set(named))


def test_identifiers_are_plain_ascii():
    assert [name for name in identifiers() if not name.isascii()] == []


def test_german_identifiers_come_from_the_closed_list():
    english = {word for row in rows(ENGLISH) for word in words(row[0])}
    terms = {plain(word) for row in rows(ENGLISH) for word in re.findall(r"[A-ZÄÖÜ][a-zäöüß]{3,}", row[1])}
    german = (
        (set(TELLING.split()) | terms)
        - english
        - {"berlin", "code", "mail", "name", "option", "person", "portal", "status"}
    )
    assert [name for name in sorted(identifiers() - CLOSED) if words(name) & german] == []


def test_closed_list_holds_nothing_that_is_not_used():
    assert {name for name in CLOSED if name not in identifiers() and not (ROOT / "src" / name).exists()} == set()


def test_concepts_of_the_glossary_are_in_the_code():
    """A row whose words no identifier uses is out of date. Rows that explain a rule of writing are named here."""
    explaining = {"language of the office", "letters in documents", "host name", "mailbox", "calculated value"}
    used = {word.rstrip("s") for name in identifiers() for word in words(name)} | {
        path.name for path in SOURCE.iterdir()
    }
    concepts = [name.strip().strip("`") for row in rows(GLOSSARY) for name in row[0].split(",")]
    missing = [
        concept
        for concept in concepts
        if concept not in explaining and not {word.rstrip("s") for word in words(concept)} <= used
    ]
    assert missing == []
