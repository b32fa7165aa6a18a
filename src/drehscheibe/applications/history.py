"""What the applicant sees of the audit: time, office, function and purpose; never names."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drehscheibe.forms.schema import text
from drehscheibe.kernel import audit

_SENTENCES = {
    "submitted": gettext_noop("Antrag eingegangen"),
    "opened": gettext_noop("Antrag geöffnet"),
    "taken": gettext_noop("Bearbeitung übernommen"),
    "asked": gettext_noop("Rückfrage gestellt"),
    "answered": gettext_noop("Rückfrage beantwortet"),
    "claimed": gettext_noop("In ein Konto übernommen"),
    "released": gettext_noop("Das Konto dazu wurde gelöscht"),
    "decided": gettext_noop("Bescheid erteilt"),
    "reviewed": gettext_noop("Verlauf geprüft, ohne Ihre Angaben zu sehen"),
}
_PURPOSES = {"casework": gettext_noop("zur Bearbeitung"), "audit": gettext_noop("zur Kontrolle des Datenschutzes")}


def sentence(verb: str) -> str:
    """What a verb of the audit says to people."""
    return _(_SENTENCES[verb]) if verb in _SENTENCES else verb


def purpose(facts: Mapping[str, Any]) -> str:
    """What for, in words; empty where nothing is recorded."""
    return _(_PURPOSES[facts["purpose"]]) if facts.get("purpose") in _PURPOSES else ""


def office(facts: Mapping[str, Any], language: str) -> str:
    """Which office and function acted; empty for the applicant."""
    return ", ".join(text(facts[key], language).text for key in ("office", "function") if facts.get(key))


@dataclass(frozen=True)
class Entry:
    """One event: what happened, when, and which office and function did it (empty for the applicant)."""

    at: datetime
    sentence: str
    office: str
    purpose: str


def told(application_id: uuid.UUID, language: str) -> tuple[list[Entry], bool]:
    """The history, latest first, and whether the chain of its events is unbroken."""
    events = audit.history(application_id)
    entries = []
    for event in events:
        office = [text(event.facts[key], language).text for key in ("office", "function") if event.facts.get(key)]
        purpose = _(_PURPOSES[event.facts["purpose"]]) if event.facts.get("purpose") in _PURPOSES else ""
        entries.append(Entry(event.at, _(_SENTENCES[event.verb]), ", ".join(office), purpose))
    return entries[::-1], audit.is_unbroken(events)
