"""Words of FIM made fit for citizens, and ids and versions brought to the spelling of XDatenfelder 3.0."""

import re

from drehscheibe.exchange.fim.latin import typeset

_OLD_ID = re.compile(r"(?<![A-Za-z0-9])([SDGFRC]\d\d)(\d{6})(?![\dA-Za-z])")
_OLD_ODD_ID = re.compile(r"([SDGFRC]\d\d)-")
_NOTE = re.compile(
    r"\s*\((?:abstrakt|umfassend|harmonisiert|teilbekannt|ohne |optional|neu|alt|kurz|lang|V\d)[^()]*\)", re.IGNORECASE
)
_LAW = re.compile(
    r"§|\bArt(?:\.|ikel\b)|[Gg]esetz\b|[Vv]erordnung\b|[Ss]atzung\b|\b[A-ZÄÖÜ][a-zäöüß]+[A-ZÄÖÜ]\w*(?:G|GB|O|V)\b|DSGVO"
)
_STANDARD = re.compile(r"(?:X[ÖO]V|X[A-ZI][A-Za-z]+\.|Xinneres|XInneres|RFC\b|DIN\b|ISO\b|BSI\b)")
_ANY_NOTE = re.compile(r"\s*\([^()]*\)\s*$")
_FIM_ID = re.compile(r"\s*\(?\b[SDGFRC]\d{8}(?:\d{3})?(?:\s?V\d[\d.]*)?\b\)?\s*:?")
_ABOUT = re.compile(
    r"^(?:weitere |allgemeine )?(?:angaben?|informationen|daten) (?:zu[rm]?|über|de[rs]) (?:den |die |das |der |dem )?",
    re.IGNORECASE,
)
_REPLACED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def new_id(id_: str) -> str:
    """F60000227 becomes F60000000227; what is spelled otherwise stays (F00-4cb0… becomes F00000-4cb0…)."""
    id_ = "".join(id_.split())
    if _OLD_ID.fullmatch(id_):
        return f"{id_[:3]}000{id_[3:]}"
    return _OLD_ODD_ID.sub(r"\g<1>000-", id_, count=1) if _OLD_ODD_ID.match(id_) else id_


def new_ids(sentence: str) -> str:
    """The same with all ids in it."""
    return _OLD_ID.sub(r"\g<1>000\2", sentence)


def new_version(version: str) -> str:
    """1.1 becomes 1.1.0."""
    return f"{version}.0" if re.fullmatch(r"\d+\.\d+", version) else version


def tidy(text: str) -> str:
    """One line, single blanks."""
    return typeset(" ".join(text.split()))


def paragraphs(text: str) -> str:
    """Single blanks, paragraphs apart by an empty line."""
    parts = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n\n".join(told for part in parts if (told := tidy(part)))


def bases(texts: list[str]) -> tuple[str, ...]:
    """Legal bases and references, one each. XDatenfelder 2.0 has them in one text, apart by semicolons."""
    parts = [tidy(part) for text in texts for part in text.split(";")]
    return tuple(dict.fromkeys(part for part in parts if part.strip("-–. ")))


def is_law(base: str) -> bool:
    """Whether a reference names law; others name standards and models (XInneres.Meldeanschrift)."""
    return bool(_LAW.search(base)) and not _STANDARD.match(base)


def label(label_: str, name: str) -> str:
    """What a citizen reads: the label for input, else the editors' name without their notes; never an id."""
    told = _FIM_ID.sub(" ", _NOTE.sub("", tidy(label_)))
    if not told.strip(" :*-_"):
        told = _ANY_NOTE.sub("", _NOTE.sub("", _FIM_ID.sub(" ", tidy(name))))
    told = tidy(told.replace("_", " ")).strip(" :*-")
    return told[:1].upper() + told[1:]


def item(title: str) -> str:
    """What one of several is called: "Angaben zum Kind" becomes "Kind"."""
    told = _ABOUT.sub("", title)
    told = told[:1].upper() + told[1:]
    return told if 0 < len(told) <= 40 else "Eintrag"


def slug(title: str, most: int = 60) -> str:
    """The title as a part of an address, cut between words."""
    folded = re.sub(r"[^a-z0-9]+", "-", title.lower().translate(_REPLACED)).strip("-")
    if not folded[:1].isalpha():
        folded = f"formular-{folded}".strip("-")
    return folded if len(folded) <= most else folded[: most + 1].rpartition("-")[0][:most] or folded[:most]
