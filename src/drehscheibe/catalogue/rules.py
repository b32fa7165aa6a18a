"""What follows from a service's own words: whether its text in Leichte Sprache still fits. Pure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from drehscheibe.catalogue.schema import TEXT_PARTS


def digest(name: Mapping[str, str], summary: Mapping[str, str], texts: Mapping[str, Any]) -> str:
    """Names the German text that a text in Leichte Sprache is written from."""
    said = [texts.get(part, {}).get("de", []) for part in TEXT_PARTS]
    whole = json.dumps([name.get("de", ""), summary.get("de", ""), *said], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def easy_is_stale(service: Any) -> bool:
    """Whether the service has a text in Leichte Sprache that was written from another German text than today's."""
    source = service.easy.get("source", "")
    return bool(service.easy.get("text")) and source != digest(service.name, service.summary, service.texts)
