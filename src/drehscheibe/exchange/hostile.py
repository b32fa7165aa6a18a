"""XML from outside: no document types, no entities, nothing from the network, bounded in size, depth and elements."""

from xml.parsers import expat

from lxml import etree

MOST_BYTES = 20_000_000
DEEPEST = 150
MOST_ELEMENTS = 500_000
SIGNATURES = {
    b"%PDF": "eine PDF-Datei",
    b"PK\x03\x04": "ein ZIP-Archiv oder eine Office-Datei",
    b"\x1f\x8b": "ein Archiv",
}


class RefusedError(ValueError):
    """The file is not read at all. The message says why, and what to do instead."""


def parse(content: bytes) -> etree._Element:
    """The root of an XML document without comments. Raise RefusedError."""
    if len(content) > MOST_BYTES:
        raise RefusedError(f"Die Datei ist größer als {MOST_BYTES // 1_000_000} MB. So große Schemata gibt es nicht.")
    for signature, kind in SIGNATURES.items():
        if content.startswith(signature):
            raise RefusedError(f"Das ist {kind}. Gebraucht wird die XML-Datei des Schemas.")
    _look_through(content)
    reader = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, reader)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedError(f"Das XML lässt sich nicht lesen: {error}") from error


def _look_through(content: bytes) -> None:
    """Stop at the first document type or entity, and at too many levels or elements."""
    counted = {"depth": 0, "elements": 0}

    def start(_name: str, _attributes: object) -> None:
        counted["depth"] += 1
        counted["elements"] += 1
        if counted["depth"] > DEEPEST:
            raise RefusedError(f"Die Elemente sind mehr als {DEEPEST} Ebenen tief verschachtelt. Das ist kein Schema.")
        if counted["elements"] > MOST_ELEMENTS:
            raise RefusedError(f"Die Datei hat mehr als {MOST_ELEMENTS} Elemente. Bitte teilen Sie das Schema auf.")

    def end(_name: str) -> None:
        counted["depth"] -= 1

    def refuse(*_told: object) -> None:
        raise RefusedError(
            "Die Datei enthält eine Dokumenttyp-Definition (DTD) oder Entities. Das ist gefährlich und gehört in kein "
            "Schema. Bitte exportieren Sie das Schema neu aus dem Redaktionssystem."
        )

    reader = expat.ParserCreate()
    reader.StartElementHandler, reader.EndElementHandler = start, end
    reader.StartDoctypeDeclHandler = reader.EntityDeclHandler = refuse
    try:
        reader.Parse(content, True)
    except expat.ExpatError as error:
        place = f"Zeile {error.lineno}, Zeichen {error.offset + 1}"
        raise RefusedError(f"Das ist kein vollständiges XML ({place}): {expat.ErrorString(error.code)}.") from error
    except (LookupError, UnicodeError, ValueError) as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError(f"Die Zeichen der Datei lassen sich nicht lesen: {error}") from error
