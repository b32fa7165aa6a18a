"""The last look at an imported form: what could not work is taken out and reported, so that the rest can be used."""

from collections.abc import Iterator
from typing import Any

from drehscheibe.exchange.fim.report import Report
from drehscheibe.forms.faults import Finding
from drehscheibe.forms.logic import check
from drehscheibe.forms.schema import load

_ROUNDS = 20
_KEPT = {
    "id",
    "type",
    "label",
    "hint",
    "help",
    "required",
    "visible",
    "legal_basis",
    "fim_id",
    "fim_version",
    "fim_path",
}
_CONDITIONS = {"visible", "required", "refuse", "value", "named_by", "after"}


def mended(source: dict[str, Any], report: Report) -> dict[str, Any]:
    """The source without what the form engine refuses. Raise FormError when its shape is wrong."""
    for _ in range(_ROUNDS):
        findings = [one for one in check(load(source)) if not one.place.endswith("/code_list")]
        if not findings:
            break
        for finding in findings:
            _mend(source, finding, report)
    return source


def _mend(source: dict[str, Any], finding: Finding, report: Report) -> None:
    parts = finding.place.split("/")
    rules = {rule["id"]: rule for rule in _rules(source)}
    named = {part["id"]: part for part in _parts(source)}
    report.add("left", 0, finding.place, f"Das wurde herausgenommen: {finding.message}")
    rule = next((rules[one] for one in parts if one in rules), None) if "rules" in parts else None
    if rule is not None:
        for key in ("demand", "when", "holds", "at"):
            rule.pop(key, None)
        rule["state"] = "off"
        return
    part = next((named[one] for one in reversed(parts) if one in named), None)
    if part is None:
        return
    if parts[-1] in _CONDITIONS:
        part.pop(parts[-1], None)
    elif "type" in part:
        for key in set(part) - _KEPT:
            del part[key]
        part["type"] = "text"
    else:
        for group in [one for one in _below([part]) if "item" in one]:
            group["max"] = max(group.get("min", 1), 2, group.get("max", 10) // 2)


def _parts(source: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All steps, blocks and fields that have an id, from the outside in."""
    yield from (part for part in _below(source["steps"]) if "id" in part)


def _below(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    waiting = list(parts)
    while waiting:
        part = waiting.pop(0)
        yield part
        waiting.extend(inner for key in ("blocks", "fields", "groups") for inner in part.get(key, ()))


def _rules(source: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from source.get("rules", ())
    for part in _parts(source):
        yield from part.get("rules", ())
