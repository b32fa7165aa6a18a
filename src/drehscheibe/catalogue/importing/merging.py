"""Compare what a file says with what is there: what to write, what was changed here and stays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from drehscheibe.catalogue.models import Service
from drehscheibe.tenants.models import Department

WORDS = {
    "name": "Name", "summary": "Kurztext", "keywords": "Stichwörter", "topic": "Themenfeld", "situations": "Lagen",
    "audience": "Zielgruppe", "ozg_id": "OZG-Nummer", "leika_key": "LeiKa-Schlüssel", "leika_keys": "LeiKa-Schlüssel",
    "search_words": "Suchwörter", "texts": "Texte", "fees": "Gebühren", "channels": "Zugangswege",
    "responsible": "Zuständigkeit", "related": "Verwandtes", "details": "Einzelheiten", "popularity": "Rang",
    "department": "Amt", "former_slugs": "Frühere Adressen",
    "easy": "Leichte Sprache", "translated": "Stand der Übersetzung", "valid_until": "Gültig bis",
    "review_on": "Zu prüfen am", "responsible_person": "Ansprechperson",
}  # fmt: skip


@dataclass
class Merge:
    """`facts` to write; names of columns that `changed` and that were `kept` because they were changed here."""

    facts: dict[str, Any] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def merge(service: Service, wanted: Mapping[str, Any]) -> Merge:
    """Three-way: `service.imported` is what the last file said. What is empty here is filled."""
    found = Merge()
    for name, new in wanted.items():
        here, before = kept_as(getattr(service, name)), service.imported.get(name)
        if here == kept_as(new):
            continue
        if here == before or here in ({}, [], "", None):
            found.facts[name] = new
            found.changed.append(name)
        elif kept_as(new) != before:
            found.kept.append(name)
    return found


def kept_as(value: Any) -> Any:
    """How a value stands in `Service.imported`: a department by its slug, a day as text."""
    if isinstance(value, Department):
        return value.slug
    return value.isoformat() if isinstance(value, date) else value


def shown(value: Any) -> str:
    """A value in a line of a report."""
    if isinstance(value, Mapping):
        value = value.get("de", "...")
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"„{text[:60]}…“" if len(text) > 60 else f"„{text}“"


def difference(service: Service, names: list[str], wanted: Mapping[str, Any]) -> str:
    """What differs, e.g. `Hundesteuer: Themenfeld „a“ -> „b“`."""
    parts = (f"{WORDS.get(name, name)} {shown(getattr(service, name))} -> {shown(wanted[name])}" for name in names)
    return f"{service.name.get('de', service.slug)}: {'; '.join(parts)}"
