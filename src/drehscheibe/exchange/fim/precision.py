"""What stands in `praezisierung`: attributes in 3.0, JSON as a text in 2.0, and in released schemata much else."""

import json
import re
from collections.abc import Mapping
from typing import Any

from drehscheibe.exchange.fim.model import Precision

_RANGE = re.compile(r"(-?\d{1,12})\s*(?:\.\.|…|-|bis)\s*(-?\d{1,12})")
_NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d{1,6})?")
_SPECIAL = re.compile(r"[\[\]{}()*+?|\\^$.]|\\[pdw]")


def read(told: Mapping[str, str], text: str, kind: str) -> Precision:
    """The precision of a field whose type is `kind`; never raises, what says nothing is kept as junk."""
    if told:
        return _from(told, kind)
    text = text.strip()
    if not text or text == "{}":
        return Precision()
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, Mapping):
        return _from(
            {str(key): str(value) for key, value in found.items() if isinstance(value, str | int | float)}, kind
        )
    span = _RANGE.fullmatch(text)
    if span and kind.startswith("num"):
        return Precision(min_value=span[1], max_value=span[2])
    return Precision(junk=text[:200])


def _from(told: Mapping[str, str], kind: str) -> Precision:
    facts: dict[str, Any] = {
        "min_length": _whole(told.get("minLength", "")),
        "max_length": _whole(told.get("maxLength", "")),
        "min_value": _bound(told.get("minValue", "")),
        "max_value": _bound(told.get("maxValue", "")),
    }
    pattern = told.get("pattern", "").strip().removeprefix("^").removesuffix("$")
    if pattern and not _SPECIAL.search(pattern):
        return Precision(**facts, junk=pattern[:200])  # words, not a pattern: "Mehrfachauswahl"
    return Precision(**facts, pattern=pattern if kind.startswith("text") else "")


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _bound(text: str) -> str:
    text = text.strip()
    return text.replace(",", ".") if _NUMBER.fullmatch(text) or re.fullmatch(r"\d{4}-\d\d-\d\d", text) else ""
