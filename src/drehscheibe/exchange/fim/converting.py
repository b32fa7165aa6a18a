"""A FIM schema made a form that can be filled in at once."""

from dataclasses import dataclass
from typing import Any

from drehscheibe.exchange.fim import composing, layout, wording
from drehscheibe.exchange.fim.choices import Choices
from drehscheibe.exchange.fim.conditions import Conditions
from drehscheibe.exchange.fim.genericode import Lists
from drehscheibe.exchange.fim.kinds import Kinds, named
from drehscheibe.exchange.fim.model import Schema
from drehscheibe.exchange.fim.report import Report
from drehscheibe.exchange.fim.tree import DEEPEST, grow
from drehscheibe.forms.code_lists import CodeList

_ON_DEMAND = "Art. 6 Abs. 1 Buchst. e DSGVO"


@dataclass(frozen=True)
class Converted:
    """The source of a form document, and the code lists that it names."""

    source: dict[str, Any]
    lists: tuple[CodeList, ...]


def convert(schema: Schema, lists: Lists, report: Report, *, slug: str | None = None) -> Converted:
    """The form of a schema; what became of each part goes to the report. `slug` only where it is fixed already."""
    root = grow(schema)
    choices = Choices(lists, report)
    kinds = Kinds(choices, report)
    for node in root.within():
        if node.parent is None or not (node.parent.is_composed or composing.compose(node, report)):
            node.made = kinds.make(node)
        if node.repeats and node.level >= DEEPEST:
            told = f"Gruppen wiederholen sich höchstens {DEEPEST}-mal ineinander. Das hier gibt es nur einmal."
            report.add("left", node.element.line, node.way, told)
    conditions = Conditions(root, choices, report)
    conditions.work()
    steps = layout.steps(root)
    title = schema.label or schema.name or "Formular"
    laws = "; ".join(base for base in schema.bases)[:5_000]
    if not laws:
        report.add("left", schema.line, title, f"Die Rechtsgrundlage fehlt. Eingetragen ist: {_ON_DEMAND}.")
    report.add("guessed", schema.line, title, "Der Zweck wurde aus dem Titel gebildet. Bitte prüfen Sie ihn.")
    _place_rules(conditions, steps)
    source: dict[str, Any] = {
        "slug": slug or wording.slug(title),
        "title": title,
        "purpose": f"Bearbeitung Ihrer Angaben: {title}",
        "legal_basis": laws or _ON_DEMAND,
        "steps": steps,
        **named(schema),
    }
    own = sorted((rule for group, rule in conditions.rules if group is None), key=lambda rule: str(rule["id"]))
    return Converted({**source, **({"rules": own} if own else {})}, tuple(choices.used))


def _place_rules(conditions: Conditions, steps: list[dict[str, Any]]) -> None:
    """Put the rules of repeating groups into their groups."""
    groups: dict[str, dict[str, Any]] = {}

    def enter(blocks: list[dict[str, Any]]) -> None:
        for block in blocks:
            if "item" in block:
                groups[block["id"]] = block
                enter(block.get("groups", []))

    for step in steps:
        enter(step["blocks"])
    for group, rule in conditions.rules:
        if group is not None:
            groups[group.group_id].setdefault("rules", []).append(rule)
