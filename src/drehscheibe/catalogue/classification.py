"""Topics (the 14 official Themenfelder of the OZG) and situations, the same in every portal.

Situations are those that people think in, with an icon and a sentence, and the 55 official Lagen of the OZG.
"""

from dataclasses import dataclass, field
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
    """A life situation (`kind` person) or business situation; texts per language. The official ones have no icon."""

    slug: str
    kind: str
    title: dict[str, str]
    icon: str = ""
    sentence: dict[str, str] = field(default_factory=dict)


def _read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def topics() -> dict[str, Topic]:
    """All topics by slug, in official order."""
    return {row["slug"]: Topic(**row) for row in _read("topics.yaml")}


@lru_cache(maxsize=1)
def situations() -> dict[str, Situation]:
    """All situations by slug, in the order of the start page; the official ones after them."""
    return {row["slug"]: Situation(**row) for name in ("situations.yaml", "lagen.yaml") for row in _read(name)}


def official_situation(name: str) -> Situation | None:
    """The official situation by its German name in the OZG lists."""
    return next((one for one in situations().values() if not one.icon and one.title["de"] == name), None)


def topic_of_field(name: str) -> Topic | None:
    """The topic by the German name of its Themenfeld."""
    return next((one for one in topics().values() if one.name["de"] == name), None)
