"""English texts whose German source has changed since they were written. Pure, over documents of services.

`translated` of a document (and of the row) names, by the path of an entry, the German text that its English belongs to;
only entries whose German has moved on stand there, so an empty one says that every translation fits.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from drehscheibe.catalogue.parts import LOCAL_PAGES, PAGES, Entry, at

_KINDS = {"words", "paragraphs", "rows", "way"}
_ENTRIES = {one.path: one for page in (*PAGES, *LOCAL_PAGES.values()) for one in page.entries if one.kind in _KINDS}
NAMES = {path: entry.label for path, entry in _ENTRIES.items()}


def _said(value: Any, language: str) -> list[Any]:
    """All texts of one language within a value, in their order; what stands in no language is no text."""
    if isinstance(value, Mapping):
        if "de" in value or "en" in value:
            return [value[language]] if value.get(language) else []
        return [one for inner in value.values() for one in _said(inner, language)]
    return [one for inner in value for one in _said(inner, language)] if isinstance(value, list) else []


def _digest(texts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()[:16]


def sources(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """What `translated` says after a change: entries whose German is another now and whose English is the same."""
    known, found = after.get("translated") or {}, {}
    for path in _ENTRIES:
        old, new = at(before, path), at(after, path)
        english, german = _said(new, "en"), _said(new, "de")
        if not english or english != _said(old, "en"):
            continue
        source = known.get(path) or _digest(_said(old, "de"))
        if source != _digest(german):
            found[path] = source
    return found


def confirmed(document: Mapping[str, Any], entries: Iterable[Entry]) -> dict[str, str]:
    """`translated` when somebody has said that the English of these entries fits the German of the document."""
    fits = {one.path: _digest(_said(at(document, one.path), "de")) for one in entries if one.path in _ENTRIES}
    return {**(document.get("translated") or {}), **fits}
