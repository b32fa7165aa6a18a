"""Selections: short lists become options of the form, long ones name their code list, missing ones become a text."""

import re
from typing import Any

from drehscheibe.exchange.fim.genericode import Lists
from drehscheibe.exchange.fim.model import DataField, Value
from drehscheibe.exchange.fim.report import Report
from drehscheibe.exchange.fim.tree import Node
from drehscheibe.forms.code_lists import CodeList, CodeListError, code_list
from drehscheibe.forms.fields import nationality

_SHORT = 30
_LONGEST = 500
_FIT = re.compile(r"[A-Za-z0-9_.-]{1,60}")


class Choices:
    """Makes the selections of one schema. `used`: the code lists that the form names; `answers`: by node."""

    def __init__(self, lists: Lists, report: Report) -> None:
        self.lists = lists
        self.report = report
        self.used: list[CodeList] = []
        self.answers: dict[Node, dict[str, str]] = {}

    def make(self, node: Node, data: DataField) -> dict[str, Any] | None:
        """The part of a field that says what may be chosen; None when nobody knows."""
        if data.values:
            return self.stated(node, data.values, data)
        if self.means_states(node, data):
            return {"type": "nationality"}
        found = self.listed(node, data)
        if found is None:
            return None
        entries = found.entries("de")
        values = tuple(Value(entry.key, entry.label) for entry in entries)
        if len(found.columns) <= 3 and len(entries) <= _SHORT and all(_FIT.fullmatch(one.code) for one in values):
            return self.stated(node, values, data)
        return self.named(node, found)

    def means_states(self, node: Node, data: DataField) -> bool:
        """Whether the field names the list of states, in no version or in one that is not at hand: it is built in."""
        asked = data.code_list
        if asked is None or not asked.uri.startswith(nationality.URI):
            return False
        if asked.version and self.lists.find(asked)[0] is not None:
            return False
        self.answers[node] = {entry.key: entry.label for entry in nationality.states().entries("de")}
        told = f"Für „{asked.uri}“ {asked.version}".rstrip()
        self.note(
            node, "guessed" if asked.version else "understood", f"{told} gilt die Liste der Staaten dieses Portals."
        )
        return True

    def listed(self, node: Node, data: DataField) -> CodeList | None:
        """The list that the field names, seen by the columns that it names."""
        asked = data.code_list
        if asked is None or not (asked.uri or asked.id):
            self.note(node, "left", "Zur Auswahl fehlen die Antworten. Gefragt wird ein Text.")
            return None
        found, exact = self.lists.find(asked)
        name = f"{asked.uri or asked.id}{f' {asked.version}' if asked.version else ''}"
        if found is None:
            told = f"Die Codeliste „{name}“ fehlt. Gefragt wird ein Text. Geben Sie ihren Ordner mit --code-lists an."
            self.note(node, "left", told)
            return None
        if not exact:
            self.note(node, "guessed", f"Statt der Codeliste „{name}“ gilt deren Fassung {found.version}.")
        ids = {column.id for column in found.columns}
        try:
            key, label = (one if one in ids else None for one in (asked.code_column, asked.name_column))
            return found.seen_by(key, label)
        except CodeListError as error:
            self.note(node, "guessed", f"Die Spalten der Codeliste „{name}“ lassen sich so nicht nutzen: {error}")
            return found

    def stated(self, node: Node, values: tuple[Value, ...], data: DataField) -> dict[str, Any]:
        kept = {value.code: value for value in reversed(values)}
        kept = {value.code: kept[value.code] for value in values if value.code in kept}
        if len(kept) < len(values):
            self.note(node, "guessed", "Einen Code gibt es mehrmals. Es gilt die erste Zeile.")
        if len(kept) > _LONGEST or not all(_FIT.fullmatch(code) for code in kept):
            uri = f"urn:drehscheibe:fim:{data.id or node.id}"
            columns = [{"id": "code"}, {"id": "name"}, {"id": "hilfe"}]
            rows = [(one.code, one.name, one.help[:2_000]) for one in kept.values()]
            return self.named(
                node,
                code_list(uri=uri, version=data.version, columns=columns, rows=rows, key="code", labels={"de": "name"}),
            )
        options = [
            {"value": one.code, "label": one.name.strip() or one.code, **({"hint": one.help} if one.help else {})}
            for one in kept.values()
        ]
        self.answers[node] = {one.code: one.name for one in kept.values()}
        self.note(
            node,
            "understood",
            f"Auswahl aus {len(options)} Antworten" if len(options) > 1 else "Zustimmung zum Ankreuzen",
        )
        several = node.repeats or len(options) == 1
        return {"type": "choice", "options": options, **({"multiple": True} if several else {})}

    def named(self, node: Node, found: CodeList) -> dict[str, Any]:
        if found.digest not in {one.digest for one in self.used}:
            self.used.append(found)
        self.answers[node] = {entry.key: entry.label for entry in found.entries("de")}
        self.note(
            node, "understood", f"Auswahl aus der Codeliste „{found.name or found.uri}“ ({len(found.rows)} Zeilen)"
        )
        asked = node.data.code_list if node.data else None
        columns = {"key": asked.code_column, "label": asked.name_column} if asked else {}
        fitting = {name: id_ for name, id_ in columns.items() if id_ and id_ in {found.key, dict(found.labels)["de"]}}
        reference = {"uri": found.uri, "version": found.version, **fitting}
        return {"type": "code_list", "code_list": reference, **({"multiple": True} if node.repeats else {})}

    def note(self, node: Node, sort: Any, message: str) -> None:
        self.report.add(sort, node.element.line, node.way, message)
