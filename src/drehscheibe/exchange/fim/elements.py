"""Elements of XDatenfelder 3.0 in the order that its XSD wants, and the parts they are written from."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as fresh
from datetime import datetime

from lxml import etree

from drehscheibe.exchange.fim import wording
from drehscheibe.exchange.fim.latin import spelled
from drehscheibe.forms.schema import Field, FormDocument, Rule
from drehscheibe.forms.schema import text as words

NAMESPACE = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
LISTS = {
    "freigabestatus": ("urn:xoev-de:xprozess:codeliste:status", "2020-03-19"),
    "ableitungsmodifikationenStruktur": (
        "urn:xoev-de:fim:codeliste:xdatenfelder.ableitungsmodifikationenStruktur",
        "1.0",
    ),
    "ableitungsmodifikationenRepraesentation": (
        "urn:xoev-de:fim:codeliste:xdatenfelder.ableitungsmodifikationenRepraesentation",
        "1.0",
    ),
    "schemaelementart": ("urn:xoev-de:fim:codeliste:xdatenfelder.schemaelementart", "1.0"),
    "feldart": ("urn:xoev-de:fim:codeliste:xdatenfelder.feldart", "2.0"),
    "datentyp": ("urn:xoev-de:fim:codeliste:xdatenfelder.datentyp", "2.0"),
    "vorbefuellung": ("urn:xoev-de:fim:codeliste:xdatenfelder.vorbefuellung", "1.0"),
    "typ": ("urn:xoev-de:fim:codeliste:xdatenfelder.regeltyp", "1.0"),
}


@dataclass(eq=False)
class Part:
    """A schema, group or field to write; `field` is the form's."""

    id: str
    version: str
    least: int = 1
    most: int | None = 1
    label: str = ""
    name: str = ""
    help: str = ""
    bases: str = ""
    field: Field | None = None
    around: "Part | None" = None
    children: list["Part"] = fresh(default_factory=list)
    rules: list[Rule] = fresh(default_factory=list)

    def group(self, id_: str, version: str) -> "Part":
        """The group of that name in this one; a new one if there is none."""
        known = [one for one in self.children if one.id == id_ and one.version == version and one.field is None]
        return known[0] if known else self.add(Part(id_, version))

    def add(self, part: "Part") -> "Part":
        part.around = self
        self.children.append(part)
        return part

    def call(self, label: str) -> None:
        """Name it, unless it has a name."""
        if not self.label:
            self.label = self.name = label

    def prune(self) -> None:
        """Take out groups in which nothing is left."""
        for one in self.children:
            one.prune()
        self.children = [one for one in self.children if one.field is not None or one.children]

    def way(self) -> list["Part"]:
        """From the schema down to it."""
        return [*(self.around.way() if self.around else []), self]


class Numbers:
    """Ids for what has none, in the range for own elements."""

    def __init__(self, document: FormDocument) -> None:
        self.taken = set(_ids(document))
        self.last = dict.fromkeys("SGFR", 0)

    def next(self, sort: str) -> str:
        while True:
            self.last[sort] += 1
            id_ = f"{sort}99{self.last[sort]:09}"
            if id_ not in self.taken:
                return id_


def _ids(document: FormDocument) -> Iterator[str]:
    yield document.fim_id or ""
    for step, part, one in document.fields():
        yield from (step.fim_id or "", part.fim_id or "", one.fim_id or "")


def tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def text(parent: etree._Element, name: str, told: str | None) -> etree._Element:
    """A new element; without text where `told` is None."""
    element = etree.SubElement(parent, tag(name))
    if told is not None:
        element.text = spelled(told)
    return element


def coded(parent: etree._Element, name: str, code: str) -> None:
    """A value from one of the standard's own lists; its `code` is in no namespace."""
    uri, version = LISTS[name]
    element = etree.SubElement(parent, tag(name), listURI=uri, listVersionID=version)
    etree.SubElement(element, "code").text = code


def common(element: etree._Element, part: Part, now: datetime) -> None:
    """What every element has."""
    identity = text(element, "identifikation", None)
    text(identity, "id", part.id)
    if part.version:
        text(identity, "version", part.version)
    text(element, "name", part.name or part.id)
    for base in wording.bases([part.bases]):
        text(element, "bezug", base)
    coded(element, "freigabestatus", "2")
    text(element, "letzteAenderung", now.isoformat(timespec="seconds"))


def rule(element: etree._Element, one: Rule, now: datetime) -> None:
    """A rule: its sentence is what counts."""
    made = text(element, "regel", None)
    identity = text(made, "identifikation", None)
    text(identity, "id", one.fim_id or f"R99{zlib.crc32(one.id.encode()) % 10**9:09}")
    if one.fim_version:
        text(identity, "version", one.fim_version)
    text(made, "name", one.source or one.id)
    text(made, "freitextRegel", words(one.sentence or {}, "de").text)
    text(made, "letzteAenderung", now.isoformat(timespec="seconds"))
    coded(made, "typ", "K")
