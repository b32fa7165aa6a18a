"""Fields that FIM's kit has in every schema, told by their names: what type of ours they are, and what browsers know.

Browsers may fill in only what people say about themselves, so everybody else's fields ask for no help of theirs.
"""

import re
from typing import NamedTuple

from drehscheibe.exchange.fim.tree import Node


class Known(NamedTuple):
    """`type` is ours, "" for a plain text; `token` what a browser calls it; `scheme`: whose number it is."""

    type: str = ""
    token: str = ""
    scheme: str = ""

    @property
    def facts(self) -> dict[str, str]:
        return {"scheme": self.scheme} if self.scheme else {}


_NAMES: tuple[tuple[str, Known], ...] = (
    (r"e-?mail(?:[ -]?adresse)?\b", Known("email", "email")),
    (
        r"(?:telefon|handy|mobil|festnetz)-?(?:nummer|nr\.?)?$|(?:ruf|fax)-?(?:nummer|nr\.?)$|^telefon\b|^mobil",
        Known("phone", "tel"),
    ),
    (r"^(?:tele)?fax-?(?:nummer|nr\.?)?$", Known("phone", "")),
    (r"^iban\b", Known("iban", "")),
    (r"^(?:bic|swift)(?:-code)?$", Known("identifier", "", "bic")),
    (
        r"^(?:steuer-?id\b|steuerliche identifikationsnummer|steuer-?identifikationsnummer)",
        Known("identifier", "", "tax_id"),
    ),
    (r"^(?:umsatzsteuer-?identifikationsnummer|ust-?id)", Known("identifier", "", "vat_id")),
    (r"^(?:renten|sozial)versicherungsnummer$", Known("identifier", "", "pension_number")),
    (r"^kranken(?:versicherten|versicherungs)nummer$", Known("identifier", "", "health_insurance_number")),
    (r"^(?:internetadresse|website|webseite|homepage|url)$", Known("url", "url")),
    (r"(?:^|amtliches |angabe des )(?:kfz-?|kraftfahrzeug-?)?kennzeichens?$", Known("plate", "")),
    (r"^(?:postleitzahl|plz)\b", Known("postcode", "postal-code")),
    (r"^(?:ort|wohnort|stadt)$", Known("", "address-level2")),
    (r"^stra(?:ß|ss)e(?:nname)?$", Known("", "address-line1")),
    (r"^(?:familien|nach)name$", Known("", "family-name")),
    (r"^vornamen?(?:\(n\))?$", Known("", "given-name")),
    (r"^geburtsdatum$|^geburtstag$", Known("birthday", "bday")),
    (r"^(?:firma|firmenname|name der organisation|organisationsname)$", Known("", "organization")),
)
_SHORT = 40
_READ = tuple((re.compile(pattern, re.IGNORECASE), known) for pattern, known in _NAMES)
_SELF = re.compile(
    r"antrag(?:s|)stell|anmeldende|anzeigende|meldende person|ihre (?:person|angaben|daten)|zu ihnen", re.IGNORECASE
)
_NEUTRAL = re.compile(r"^(?:kontakt|erreichbarkeit|persönliche|angaben zur person|anschrift|adresse)", re.IGNORECASE)
_YOURS = re.compile(r"\bIhren?\b|\bIhr\b")
LONG = re.compile(
    r"bemerkung|begründung|beschreibung|erläuterung|mitteilung|nachricht|stellungnahme|freitext|ausführung",
    re.IGNORECASE,
)
NAME = re.compile(r"name\b|bezeichnung|firma|organisation|titel|straße|ort\b", re.IGNORECASE)
NUMBER = re.compile(r"nummer\b|-nr\b|\bnr\.|kennzahl|aktenzeichen|identifi|\bid\b", re.IGNORECASE)
STATEMENT = re.compile(r"^(?:ich|wir|hiermit)\b", re.IGNORECASE)


def known(node: Node) -> Known:
    """What the field in this place is known to be."""
    return by_name(node.element.label, node.element.name)


def by_name(label: str, name: str) -> Known:
    """What a field of this label, or else of this name among editors, is known to be."""
    label, name = (re.sub(r"\s*\([^()]*\)", "", text).strip() for text in (label, name))
    for pattern, found in _READ:
        if (pattern.search(label) and len(label) <= _SHORT) or pattern.fullmatch(name):
            return found
    return Known()


def is_own(node: Node) -> bool:
    """Whether people are asked about themselves here."""
    texts = [one.element.label for one in node.around()]
    if any(_SELF.search(one) for one in texts):
        return True
    return all(_NEUTRAL.search(one) for one in texts) and bool(_YOURS.search(node.element.help))
