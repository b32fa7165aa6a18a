"""Schemata of our own, written as XDatenfelder 2.0 or 3.0 from one short description.

A field is `(count, id, label, facts)`, a group `(count, id, label, facts, [children])`. Facts: type, kind, help, base,
content, precision (dict), list (uri, version), values, rules; a rule is (id, sentence). Ids are spelled as in 2.0.
"""

import json
from html import escape
from typing import Any

Spec = tuple[Any, ...]
HEAD = {"2.0": "urn:xoev-de:fim:standard:xdatenfelder_2", "3.0": "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"}


def schema(
    children: list[Spec], version: str = "2.0", *, id_: str = "S99000001", title: str = "Liegeplatz", **facts: Any
) -> bytes:
    """A message 0102 with this schema."""
    writer = _Writer(version)
    body = writer.element("stammdatenschema", id_, title, facts, children, is_schema=True)
    head = "<x:header><x:nachrichtID>1</x:nachrichtID></x:header>"
    name = "xdatenfelder.stammdatenschema.0102"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<x:{name} xmlns:x="{HEAD[version]}">{head}{body}</x:{name}>'.encode()
    )


class _Writer:
    def __init__(self, version: str) -> None:
        self.old = version == "2.0"

    def id(self, id_: str) -> str:
        return id_ if self.old else f"{id_[:3]}000{id_[3:]}"

    def tag(self, name: str, text: object) -> str:
        return f"<x:{name}>{escape(str(text), quote=False)}</x:{name}>"

    def coded(self, name: str, code: str) -> str:
        return f"<x:{name}><code>{code}</code></x:{name}>"

    def identity(self, id_: str) -> str:
        version = "1.0" if self.old else "1.0.0"
        return f"<x:identifikation>{self.tag('id', self.id(id_))}{self.tag('version', version)}</x:identifikation>"

    def element(
        self,
        name: str,
        id_: str,
        label: str,
        facts: dict[str, Any],
        children: list[Spec] | None,
        *,
        is_schema: bool = False,
    ) -> str:
        titled = "bezeichnung" if is_schema and not self.old else "bezeichnungEingabe"
        parts = [self.identity(id_), self.tag("name", facts.get("name", label)), self.tag(titled, label)]
        parts += [self.tag("bezug", base) for base in self.bases(facts.get("base", ""))]
        if "help" in facts:
            parts.append(self.tag("hilfetextEingabe", facts["help"]))
        if children is None:
            parts += self.field(facts)
        parts += [self.rule(*rule) for rule in facts.get("rules", ())]
        parts += [self.place(child) for child in children or ()]
        return f"<x:{name}>{''.join(parts)}</x:{name}>\n"

    def bases(self, base: str) -> list[str]:
        return [base] if self.old else [part.strip() for part in base.split(";") if part.strip()]

    def place(self, spec: Spec) -> str:
        count, id_, label, facts, *children = spec
        name = "datenfeldgruppe" if children else "datenfeld"
        inner = self.element(name, id_, label, facts, children[0] if children else None)
        return f"<x:struktur>{self.tag('anzahl', count)}<x:enthaelt>{inner}</x:enthaelt></x:struktur>"

    def rule(self, id_: str, sentence: str) -> str:
        text = self.tag("definition" if self.old else "freitextRegel", sentence)
        return f"<x:regel>{self.identity(id_)}{self.tag('name', 'Regel')}{text}</x:regel>"

    def field(self, facts: dict[str, Any]) -> list[str]:
        chosen = "select" if "list" in facts or "values" in facts else "input"
        parts = [self.coded("feldart", facts.get("kind", chosen)), self.coded("datentyp", facts.get("type", "text"))]
        narrow = facts.get("precision")
        if narrow and self.old:
            parts.append(self.tag("praezisierung", narrow if isinstance(narrow, str) else json.dumps(narrow)))
        elif isinstance(narrow, dict):
            told = " ".join(f'{key}="{escape(str(value))}"' for key, value in narrow.items())
            parts.append(f"<x:praezisierung {told}/>")
        if "content" in facts:
            parts.append(self.tag("inhalt", facts["content"]))
        if "list" in facts:
            uri, version = facts["list"]
            named = self.tag("canonicalIdentification", uri) + self.tag("version", version)
            if self.old:
                identity = "<x:identifikation><x:id>C99000001</x:id></x:identifikation>"
                named = f"{identity}<x:genericodeIdentification>{named}</x:genericodeIdentification>"
            parts.append(f"<x:codelisteReferenz>{named}</x:codelisteReferenz>")
        if "values" in facts:
            told = "".join(
                f"<x:wert>{self.tag('code', code)}{self.tag('name', name)}</x:wert>" for code, name in facts["values"]
            )
            parts.append(f"<x:werte>{told}</x:werte>")
        return parts


def code_list(
    rows: list[tuple[str, ...]],
    *,
    style: str = "prefixed",
    columns: tuple[str, ...] = ("code", "name"),
    uri: str = "urn:x:boote",
    version: str = "1",
) -> bytes:
    """A genericode file in one of three styles: prefixed, default, half (only the root has a namespace)."""
    space = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
    mark = "gc:" if style == "prefixed" else ""
    root, declared = {"prefixed": ("gc:", "xmlns:gc"), "default": ("", "xmlns"), "half": ("gc:", "xmlns:gc")}[style]

    def tag(name: str, text: str, attributes: str = "") -> str:
        return f"<{mark}{name}{attributes}>{text}</{mark}{name}>"

    identity = tag("ShortName", "") + tag("LongName", "Boote") + tag("Version", version) + tag("CanonicalUri", uri)
    told = "".join(tag("Column", tag("ShortName", one), f' Id="{one}"') for one in columns)
    keys = "".join(tag("Key", f'<{mark}ColumnRef Ref="{one}"/>', f' Id="{one}Key"') for one in columns[:2])
    lines = ""
    for row in rows:
        cells = zip(columns, row, strict=True)
        told_row = [
            tag("Value", tag("SimpleValue", escape(value)), f' ColumnRef="{column}"') for column, value in cells
        ]
        lines += tag("Row", "".join(told_row))
    inner = tag("Identification", identity) + tag("ColumnSet", told + keys) + tag("SimpleCodeList", lines)
    return f'<{root}CodeList {declared}="{space}">{inner}</{root}CodeList>'.encode()


BOATS = [("001", "Segelboot"), ("002", "Motorboot"), ("003", "Ruderboot")]
POSTCODE = "([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}"
POWER = (
    'Wenn Feld F99000020 "Art" = 002 "Motorboot", dann muss das Feld F99000021 "Leistung" befüllt werden. '
    'Wenn Feld F99000020 "Art" <> 002 "Motorboot", dann darf das Feld F99000021 "Leistung" nicht befüllt werden.'
)
SHARING = [("1:1", "F99000001", "Familienname", {}), ("0:1", "F99000003", "Telefonnummer", {})]
ADDRESS = [
    ("1:1", "F99000010", "Straße", {"precision": {"minLength": "1", "maxLength": "55"}}),
    ("0:1", "F99000011", "Hausnummer", {"precision": {"maxLength": "9", "pattern": r"[\p{L}0-9. ]*"}}),
    ("1:1", "F99000012", "Postleitzahl", {"precision": {"maxLength": "5", "pattern": POSTCODE}}),
    ("1:1", "F99000013", "Ort", {"precision": {"maxLength": "50"}}),
]  # fmt: skip
BERTH = [
    (
        "1:1",
        "G99000001",
        "Angaben zur antragstellenden Person",
        {"help": "Bitte geben Sie Ihre Daten an.", "base": "§ 3 Hafenordnung; XInneres.Person"},
        [
            ("1:1", "F99000001", "Familienname", {"precision": {"minLength": "1", "maxLength": "120"}}),
            ("1:1", "F99000002", "Geburtsdatum", {"type": "date"}),
            ("0:1", "F99000003", "Telefonnummer", {}),
            ("0:1", "F99000004", "E-Mail", {"help": "Zum Beispiel 'name@beispiel.de' (höchstens <= 254 Zeichen)."}),
            ("1:1", "G99000002", "Anschrift", {}, ADDRESS),
        ],
    ),
    (
        "1:*",
        "G99000003",
        "Angaben zum Boot",
        {"rules": [("R99000002", POWER)]},
        [
            ("1:1", "F99000020", "Art des Bootes", {"values": BOATS}),
            ("0:1", "F99000021", "Leistung in kW", {"type": "num_int", "precision": {"minValue": "1"}}),
            ("0:2", "G99000004", "Mitnutzende Person", {}, SHARING),
            ("1:2", "F99000022", "Foto des Bootes", {"type": "file"}),
        ],
    ),
    (
        "0:1",
        "G99000005",
        "Rechnungsanschrift",
        {},
        [("1:1", "F99000030", "Firma", {}), ("1:1", "G99000002", "Anschrift", {}, ADDRESS)],
    ),
    ("0:1", "F99000040", "Bemerkungen", {"precision": {"maxLength": "2000"}}),
    ("1:1", "F99000041", "Ich halte die Hafenordnung ein.", {"type": "bool"}),
]  # fmt: skip
RULES = [
    ("R99000001", 'Es muss mindestens eines der Felder F99000003 "Telefonnummer" oder F99000004 "E-Mail" befüllt sein.')
]


def berth(version: str = "2.0") -> bytes:
    """The application for a berth: groups within groups, a list, rules, everything that repeats."""
    person = BERTH[0]
    spec = [(*person[:3], {**person[3], "rules": RULES}, person[4]), *BERTH[1:]]
    return schema(spec, version, title="Antrag auf einen Liegeplatz", base="§ 3 Hafenordnung")


def long(version: str = "2.0") -> bytes:
    """A schema of 150 fields in groups within groups, with rules."""
    spec = []
    for group in range(10):
        first, last = f"F99{group:02}0001", f"F99{group:02}0011"
        rule = f"Wenn {first} nicht leer ist, dann muss {last} befüllt werden."
        fields = [(f"{number % 2}:1", f"F99{group:02}{number:04}", f"Frage {number}", {}) for number in range(11)]
        fields.append(("0:1", last, "Letzte Frage", {}))
        inner = ("0:*", f"G9901{group:04}", "Weitere Person", {}, SHARING + ADDRESS[:1])
        facts = {"rules": [(f"R99{group:06}", rule)]}
        spec.append(("1:1", f"G9900{group:04}", f"Abschnitt {group}", facts, [*fields, inner]))
    return schema(spec, version)
