"""Groups of FIM's kit that are one question for people: day, month and year of a date; the parts of an address."""

import re
from typing import Any

from drehscheibe.exchange.fim import wording
from drehscheibe.exchange.fim.kinds import Kinds, named
from drehscheibe.exchange.fim.report import Report
from drehscheibe.exchange.fim.tree import Node

# type: the names of its parts in FIM, and whether each must be filled in there; nothing else may stand in the group
_SHAPES: dict[str, dict[str, tuple[re.Pattern[str], int]]] = {
    "partial_date": {
        "day": (re.compile(r"tag\b", re.IGNORECASE), 0),
        "month": (re.compile(r"monat\b", re.IGNORECASE), 0),
        "year": (re.compile(r"jahr\b", re.IGNORECASE), 1),
    },
    "address": {
        "street": (re.compile(r"stra(?:ß|ss)e(?:nname)?\b", re.IGNORECASE), 1),
        "house_number": (re.compile(r"hausnummer$", re.IGNORECASE), 1),
        "postcode": (re.compile(r"(?:postleitzahl|plz)\b", re.IGNORECASE), 1),
        "city": (re.compile(r"(?:wohn)?ort$", re.IGNORECASE), 1),
    },
}
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
        if len(parts) == len(shape) == len(node.children) == len(set(parts.values())):
            return kind, parts
    return None


def _is_part(child: Node, called: re.Pattern[str], least: int) -> bool:
    data = child.data
    if data is None or data.kind != "input" or data.type not in {"text", "text_latin", "num_int"}:
        return False
    return (child.place.least, child.place.most) == (least, 1) and called.match(child.element.label) is not None
