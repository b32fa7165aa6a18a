"""What the applicant sees of the audit: time, office, function and purpose; never names."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drehscheibe.applications.models import Application, Outcome
from drehscheibe.forms.schema import text
from drehscheibe.kernel import audit, clock

_SENTENCES = {
    "submitted": gettext_noop("Antrag eingegangen"),
    "opened": gettext_noop("Antrag geöffnet"),
    "invited": gettext_noop("Eine weitere Person eingeladen"),
    "participant_reminded": gettext_noop("Eingeladene Person erinnert"),
    "invitation_taken_back": gettext_noop("Einladung zurückgenommen"),
    "signed": gettext_noop("Eine eingeladene Person hat ihren Teil unterschrieben"),
    "signature_undone": gettext_noop("Teil geändert, die Unterschrift gilt nicht mehr"),
    "taken": gettext_noop("Bearbeitung übernommen"),
    "assigned": gettext_noop("Bearbeitung übertragen"),
    "put_back": gettext_noop("Bearbeitung abgegeben"),
    "handed_over": gettext_noop("An ein anderes Amt abgegeben"),
    "noted": gettext_noop("Interner Vermerk geschrieben"),
    "linked": gettext_noop("Mit einem anderen Vorgang verknüpft"),
    "unlinked": gettext_noop("Verknüpfung mit einem anderen Vorgang gelöst"),
    "asked": gettext_noop("Rückfrage gestellt"),
    "answered": gettext_noop("Rückfrage beantwortet"),
    "claimed": gettext_noop("In ein Konto übernommen"),
    "released": gettext_noop("Das Konto dazu wurde gelöscht"),
    "informed": gettext_noop("Nachricht vom Amt"),
    "wrote": gettext_noop("Nachricht an das Amt"),
    "withdrawn": gettext_noop("Antrag zurückgezogen"),
    "decided": gettext_noop("Bescheid erteilt"),
    "documents_requested": gettext_noop("Unterlagen angefordert"),
    "documents_brought": gettext_noop("Unterlagen nachgereicht"),
    "request_ended": gettext_noop("Die fehlenden Unterlagen braucht das Amt nicht mehr"),
    "reminded": gettext_noop("Erinnerung an fehlende Unterlagen"),
    "escalated": gettext_noop("Die Frist des Amts ist abgelaufen, die Leitung weiß es"),
    "withdrawal_recorded": gettext_noop("Rücknahme aufgenommen"),
    "recorded": gettext_noop("Antrag im Amt aufgenommen"),
    "call_recorded": gettext_noop("Telefongespräch aufgeschrieben"),
    "opinion_asked": gettext_noop("Stellungnahme erbeten"),
    "opinion_given": gettext_noop("Stellungnahme abgegeben"),
    "corrected": gettext_noop("Bescheid berichtigt"),
    "way_chosen": gettext_noop("Weg für den Bescheid gewählt"),
    "provided": gettext_noop("Bescheid zum Abruf bereitgestellt"),
    "notified": gettext_noop("Hinweis auf den Bescheid verschickt"),
    "notice_refused": gettext_noop("Hinweis auf den Bescheid nicht zustellbar, er kommt als Brief"),
    "retrieved": gettext_noop("Bescheid abgerufen"),
    "provision_ended": gettext_noop("Bescheid nicht abgerufen, er kommt als Brief"),
    "addressed": gettext_noop("Anschrift für den Brief eingetragen"),
    "printed": gettext_noop("Bescheid gedruckt"),
    "posted": gettext_noop("Bescheid zur Post gegeben"),
    "erasure_planned": gettext_noop("Löschung angekündigt"),
    "archive_answered": gettext_noop("Archiv gefragt"),
    "exported": gettext_noop("Akte vor der Löschung übernommen"),
    "restricted": gettext_noop("Verarbeitung eingeschränkt"),
    "unrestricted": gettext_noop("Einschränkung aufgehoben"),
    "disclosed": gettext_noop("Auskunft über gespeicherte Daten erstellt"),
    "replied": gettext_noop("Antwort gegeben"),
    "reviewed": gettext_noop("Verlauf geprüft, ohne Ihre Angaben zu sehen"),
}
_OF_MESSAGES = {
    "submitted": gettext_noop("Nachricht eingegangen"),
    "opened": gettext_noop("Nachricht geöffnet"),
    "withdrawn": gettext_noop("Nachricht zurückgezogen"),
}
_PURPOSES = {
    "casework": gettext_noop("zur Bearbeitung"),
    "inquiry": gettext_noop("für eine Auskunft zum Stand"),
    "consultation": gettext_noop("zur fachlichen Abstimmung"),
    "substitution": gettext_noop("in Vertretung"),
    "supervision": gettext_noop("zur Aufsicht"),
    "audit": gettext_noop("zur Kontrolle des Datenschutzes"),
    "opinion": gettext_noop("für eine Stellungnahme"),
}


def sentence(verb: str, *, is_contact: bool = False) -> str:
    """What a verb of the audit says to people. `is_contact`: of a message to the office, not of an application."""
    known = _SENTENCES | _OF_MESSAGES if is_contact else _SENTENCES
    return _(known[verb]) if verb in known else verb


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
    is_opening: bool = False
    is_contact: bool = False


def told(application: Application, language: str) -> tuple[list[Entry], bool]:
    """The history, latest first, and whether the chain of its events is unbroken."""
    events = audit.history(application.pk)
    is_contact = application.online_service.is_contact
    entries = [
        Entry(
            event.at,
            sentence(
                "replied" if event.facts.get("outcome") == Outcome.ANSWERED else event.verb, is_contact=is_contact
            ),
            office(event.facts, language),
            purpose(event.facts),
            is_opening=event.verb == "opened",
            is_contact=is_contact,
        )
        for event in events
    ]
    return entries[::-1], audit.is_unbroken(events)


def grouped(entries: Sequence[Entry]) -> list[Entry]:
    """The history, latest first, with all openings of a day by the same office for the same purpose in one line.

    For display only: each opening keeps its row in the audit.
    """
    openings = [(clock.day(entry.at), entry.office, entry.purpose) for entry in entries if entry.is_opening]
    left = Counter(openings)
    shown = []
    for entry in entries:
        key = (clock.day(entry.at), entry.office, entry.purpose)
        times = left.pop(key, 0) if entry.is_opening else 1
        if times > 1:
            words = _("Nachricht {times}-mal geöffnet") if entry.is_contact else _("Antrag {times}-mal geöffnet")
            shown.append(replace(entry, sentence=words.format(times=times)))
        elif times:
            shown.append(entry)
    return shown
