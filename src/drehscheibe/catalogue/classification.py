"""Topics (the 14 official Themenfelder of the OZG) and life situations, the same in every portal."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Topic:
    """A Themenfeld; `name` per language."""

    slug: str
    name: dict[str, str]


@dataclass(frozen=True)
class Situation:
    """A life situation (`kind` person) or business situation; texts per language."""

    slug: str
    kind: str
    icon: str
    title: dict[str, str]
    sentence: dict[str, str]


def _read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def topics() -> dict[str, Topic]:
    """All topics by slug, in official order."""
    return {row["slug"]: Topic(**row) for row in _read("topics.yaml")}


@lru_cache(maxsize=1)
def situations() -> dict[str, Situation]:
    """All situations by slug, in the order of the start page."""
    return {row["slug"]: Situation(**row) for row in _read("situations.yaml")}
