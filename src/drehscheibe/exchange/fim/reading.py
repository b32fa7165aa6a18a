"""Reading XDatenfelder 2.0 and 3.0 into the neutral model.

Files are read as they are: order and missing elements do not matter, only names do, and what the XSD forbids is
remarked on. What a person could read is read.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from drehscheibe.exchange.fim import precision, wording
from drehscheibe.exchange.fim.genericode import below, line_of, local, words
from drehscheibe.exchange.fim.model import DataField, FieldGroup, ListName, Place, RuleText, Schema, Value
from drehscheibe.exchange.fim.report import Report
from drehscheibe.exchange.hostile import RefusedError

_NAMESPACE = "urn:xoev-de:fim:standard:xdatenfelder_"
_COUNT = re.compile(r"(\d{1,6})\s*:\s*(\*|\d{1,6})")
_DEEPEST = 20
_UNFIT = {
    "dokumentsteckbrief": "ein Dokumentsteckbrief: Er beschreibt ein Dokument, enthält aber keine Fragen",
    "codeliste": "eine Codeliste: Geben Sie den Ordner mit den Codelisten bei --code-lists an",
    "uebersetzung": "eine Übersetzung: Sie allein enthält keine Fragen",
}


def is_schema(root: etree._Element) -> bool:
    return local(root).startswith("xdatenfelder.")


def read(root: etree._Element, report: Report) -> Schema:
    """The schema in a message of XDatenfelder; one of a single group or field becomes a schema of it.

    Raise RefusedError when it is another message or version, or holds no question.
    """
    standard = _standard(root, report)
    sort = local(root).split(".")[1] if "." in local(root) else ""
    if sort in _UNFIT:
        raise RefusedError(f"Das ist {_UNFIT[sort]}. Gebraucht wird ein Stammdatenschema (Nachricht 0102).")
    reader = _Reader(standard, report)
    for name in ("stammdatenschema", "datenfeldgruppe", "datenfeld"):
        body = next(below(root, name), None)
        if body is not None:
            schema = reader.schema(body, whole=name != "datenfeld")
            if next(schema.fields(), None) is None:
                raise RefusedError(
                    f"Zeile {schema.line}: „{schema.label or schema.name}“ enthält keine Datenfelder. Ohne Fragen "
                    "wird daraus kein Formular. Bitte exportieren Sie das vollständige Schema."
                )
            return schema
    raise RefusedError("Die Nachricht enthält kein Stammdatenschema, keine Datenfeldgruppe und kein Datenfeld.")


def _standard(root: etree._Element, report: Report) -> str:
    space = str(root.tag).rpartition("}")[0].lstrip("{")
    version = space.removeprefix(_NAMESPACE)
    if space.startswith(_NAMESPACE) and version[:1] in {"2", "3"}:
        standard = f"{version[0]}.0"
        if version not in {"2", "3.0.0"}:
            told = f"XDatenfelder {version} wird wie {standard} gelesen. Bitte prüfen Sie das Ergebnis."
            report.add("guessed", line_of(root), local(root), told)
        return standard
    if version == "1":
        raise RefusedError("Das ist XDatenfelder 1. Gelesen werden 2.0 und 3.0: Bitte exportieren Sie das Schema neu.")
    raise RefusedError(
        f"Den Namensraum „{space}“ gibt es bei XDatenfelder nicht. Gelesen werden {_NAMESPACE}2 und {_NAMESPACE}3.0.0."
    )


class _Reader:
    """Reads the elements of one file."""

    def __init__(self, standard: str, report: Report) -> None:
        self.standard = standard
        self.report = report
        self.names: list[str] = []

    def note(self, element: etree._Element, message: str) -> None:
        self.report.add("guessed", line_of(element), " › ".join(self.names[-3:]) or local(element), message)

    def schema(self, body: etree._Element, *, whole: bool) -> Schema:
        named = self.named(body)
        if whole:
            return Schema(**named, standard=self.standard, rules=self.rules(body), places=self.places(body, 0))
        only = Place(1, 1, (), self.data_field(body), line_of(body))
        return Schema(**{**named, "id": ""}, standard=self.standard, places=(only,))

    def named(self, body: etree._Element) -> dict[str, Any]:
        identity = next(below(body, "identifikation"), None)
        ids = list(below(identity, "id"))
        id_, name = wording.new_id(words(identity, "id")), self.text(body, "name")
        told = self.text(body, "bezeichnungEingabe") or self.text(body, "bezeichnung")
        self.names.append(told or name or id_)
        if not id_:
            self.note(body, "Die Kennung fehlt. Gelesen wird das Element trotzdem.")
        if len(ids) > 1:
            self.note(body, f"Die Kennung steht hier {len(ids)}-mal. Es gilt die erste.")
        for repeated in ("name", "bezeichnungEingabe", "status"):
            if len(list(below(body, repeated))) > 1:
                self.note(body, f"„{repeated}“ steht hier mehrmals. Es gilt das erste.")
        helped = self.long(body, "hilfetextEingabe") or self.long(body, "hilfetext")
        version = wording.new_version(words(identity, "version"))
        facts = {"id": id_, "version": version, "name": name, "label": wording.label(told, name), "help": helped}
        return {**facts, "bases": self.bases(body), "line": line_of(body)}

    def text(self, body: etree._Element, name: str) -> str:
        return wording.tidy(self.raw(body, name))

    def long(self, body: etree._Element, name: str) -> str:
        return wording.new_ids(wording.paragraphs(self.raw(body, name)))

    @staticmethod
    def raw(body: etree._Element, name: str) -> str:
        found = next(below(body, name), None)
        return "".join(map(str, found.itertext())) if found is not None else ""

    @staticmethod
    def bases(body: etree._Element) -> tuple[str, ...]:
        return wording.bases(["".join(map(str, one.itertext())) for one in below(body, "bezug")])

    def rules(self, body: etree._Element) -> tuple[RuleText, ...]:
        return tuple(self.rule(one) for one in below(body, "regel"))

    def rule(self, body: etree._Element) -> RuleText:
        identity = next(below(body, "identifikation"), None)
        sentence = self.text(body, "freitextRegel") or self.text(body, "definition") or self.text(body, "beschreibung")
        id_, version = wording.new_id(words(identity, "id")), wording.new_version(words(identity, "version"))
        return RuleText(id_, version, self.text(body, "name"), wording.new_ids(sentence), line_of(body))

    def places(self, body: etree._Element, depth: int) -> tuple[Place, ...]:
        if depth > _DEEPEST:
            self.note(body, f"Gruppen sind hier mehr als {_DEEPEST}-mal verschachtelt. Tiefer wird nicht gelesen.")
            return ()
        return tuple(place for one in below(body, "struktur") for place in self.place(one, depth))

    def place(self, body: etree._Element, depth: int) -> Iterator[Place]:
        least, most = self.count(body)
        held = next(below(body, "enthaelt"), body)
        for child in held:
            if local(child) not in {"datenfeld", "datenfeldgruppe"}:
                continue
            known = len(self.names)
            element = self.data_field(child) if local(child) == "datenfeld" else self.group(child, depth)
            del self.names[known:]
            if most != 0:
                yield Place(least, most, self.bases(body), element, line_of(child))

    def count(self, body: etree._Element) -> tuple[int, int | None]:
        told = words(body, "anzahl")
        found = _COUNT.fullmatch(told)
        if not found:
            self.note(body, f"Die Anzahl „{told}“ ist keine. Angenommen wird 0:1.")
            return 0, 1
        least, most = int(found[1]), None if found[2] == "*" else int(found[2])
        return (min(least, most), max(least, most)) if most is not None else (least, None)

    def group(self, body: etree._Element, depth: int) -> FieldGroup:
        named = self.named(body)
        one_of = self.code(body, "art") == "X"
        return FieldGroup(**named, rules=self.rules(body), places=self.places(body, depth + 1), one_of=one_of)

    @staticmethod
    def code(body: etree._Element, name: str) -> str:
        return words(body, name, "code") or words(body, name)

    def data_field(self, body: etree._Element) -> DataField:
        named = self.named(body)
        type_ = self.code(body, "datentyp") or "text"
        narrow = next(below(body, "praezisierung"), None)
        told = {str(key): str(value) for key, value in narrow.attrib.items()} if narrow is not None else {}
        text = "".join(map(str, narrow.itertext())) if narrow is not None else ""
        values = [(words(one, "code"), words(one, "name"), words(one, "hilfe")) for one in below(body, "werte", "wert")]
        size = words(body, "maxSize")
        return DataField(
            **named,
            kind=self.code(body, "feldart") or "input",
            type=type_,
            precision=precision.read(told, text, type_),
            content=self.long(body, "inhalt"),
            code_list=self.code_list(body),
            values=tuple(Value(code, name or code, help_) for code, name, help_ in values if code),
            rules=self.rules(body),
            max_size=int(size) if size.isascii() and size.isdigit() and len(size) < 12 and int(size) else None,
            media_types=tuple(wording.tidy("".join(map(str, one.itertext()))) for one in below(body, "mediaType")),
        )

    def code_list(self, body: etree._Element) -> ListName | None:
        named = next(below(body, "codelisteReferenz"), None)
        if named is None:
            return None
        identity = next(below(named, "genericodeIdentification"), named)
        id_ = words(next(below(named, "identifikation"), None), "id")
        uri = words(identity, "canonicalIdentification")
        columns = (words(body, "codeKey"), words(body, "nameKey"))
        return ListName(uri, words(identity, "version"), wording.new_id(id_), *columns)
