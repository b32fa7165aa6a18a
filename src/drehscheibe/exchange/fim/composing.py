"""Groups of FIM's kit that are one question for people: day, month and year of a date; the parts of an address."""

import re
from typing import Any

from drehscheibe.exchange.fim import wording
from drehscheibe.exchange.fim.kinds import Kinds, named
from drehscheibe.exchange.fim.model import Precision
from drehscheibe.exchange.fim.report import Report
from drehscheibe.exchange.fim.tree import Node

# type: the names of its parts in FIM, and how many of each there must be; nothing else may stand in the group
_SHAPES: dict[str, dict[str, tuple[re.Pattern[str], set[int]]]] = {
    "partial_date": {
        "day": (re.compile(r"tag\b", re.IGNORECASE), {0}),
        "month": (re.compile(r"monat\b", re.IGNORECASE), {0}),
        "year": (re.compile(r"jahr\b", re.IGNORECASE), {1}),
    },
    "address": {
        "street": (re.compile(r"stra(?:ß|ss)e(?:nname)?\b", re.IGNORECASE), {1}),
        "house_number": (re.compile(r"hausnummer$", re.IGNORECASE), {0, 1}),
        "addition": (re.compile(r"(?:adress(?:ierungs)?|anschriften)zusatz$", re.IGNORECASE), {0}),
        "postcode": (re.compile(r"(?:postleitzahl|plz)\b", re.IGNORECASE), {1}),
        "city": (re.compile(r"(?:wohn)?ort$", re.IGNORECASE), {1}),
    },
}
_MAY_LACK = {"addition"}
_BIRTHDAY = re.compile(r"geburts(?:datum|tag)", re.IGNORECASE)
_WORDS = {"partial_date": "Datum, von dem Tag und Monat fehlen dürfen", "address": "Adresse"}


def compose(node: Node, report: Report) -> bool:
    """Make a group one question, if it is exactly one of these; its ids stay with the parts."""
    found = _recognised(node)
    if found is None:
        return False
    kind, parts = found
    made: dict[str, Any] = {"type": kind, "label": node.title, **Kinds.helped(node.element, {})}
    made["fim_parts"] = {name: part.element.key for name, part in parts.items()}
    if laws := [base for base in (*node.element.bases, *node.place.bases) if wording.is_law(base)]:
        made["legal_basis"] = "; ".join(dict.fromkeys(laws))[:5_000]
    if kind == "partial_date" and _BIRTHDAY.search(node.title):
        made["max"] = "today"
    if kind == "address":
        made["autocomplete"] = "off"
        made |= {"addition": True} if "addition" in parts else {}
        made |= {} if parts["house_number"].place.least else {"without_number": True}
    node.made = {**made, **named(node.element)}
    report.add("understood", node.element.line, node.way, _WORDS[kind])
    return True


def _recognised(node: Node) -> tuple[str, dict[str, Node]] | None:
    if node.data is not None:
        return None
    for kind, shape in _SHAPES.items():
        parts = {
            name: child
            for name, (called, least) in shape.items()
            for child in node.children
            if _is_part(child, called, least)
        }
        is_usual = kind != "address" or all(one.place.least for one in parts.values())
        is_whole = set(shape) - set(parts) <= _MAY_LACK and (is_usual or _is_free(parts))
        if is_whole and len(parts) == len(node.children) == len(set(parts.values())):
            return kind, dict(sorted(parts.items(), key=lambda part: node.children.index(part[1])))
    return None


def _is_free(parts: dict[str, Node]) -> bool:
    """Whether the schema asks nothing particular of any part, so that nothing of it would be lost."""
    return all(one.data is not None and one.data.precision == Precision() for one in parts.values())


def _is_part(child: Node, called: re.Pattern[str], least: set[int]) -> bool:
    data = child.data
    if data is None or data.kind != "input" or data.type not in {"text", "text_latin", "num_int"}:
        return False
    return child.place.least in least and child.place.most == 1 and called.match(child.element.label) is not None
