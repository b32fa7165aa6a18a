"""What the auditor reads: who did what to a case and when, with names and without contents.

Nothing here opens a declaration, a message or a file. Every look at a case is an event of its own chain, so that the
applicant sees it too.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from drehscheibe.applications.models import Application
from drehscheibe.applications.worklist import DueMark, Mark, Page, page
from drehscheibe.identity.actors import actor
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit
from drehscheibe.kernel.models import AuditEvent
from drehscheibe.tenants.models import Department

FUNCTION = {"de": "Prüfung des Datenschutzes", "en": "Data protection audit"}


@dataclass(frozen=True)
class Listed:
    """One case of the list: how much has happened, when last, and whether its chain still is what was recorded."""

    reference: str
    department: Department
    events: int
    last: datetime | None
    is_unbroken: bool


@dataclass(frozen=True)
class Reviewed:
    """One case: its events, oldest first, and whose account sent it."""

    reference: str
    events: list[AuditEvent]
    is_unbroken: bool
    applicant: str


def listed(*, after: Mark | DueMark | None, before: Mark | DueMark | None) -> tuple[list[Listed], Page]:
    """A page of the entered body's cases, the latest first, and its marks for the neighbouring pages."""
    rows = Application.objects.select_related("department").only("reference", "submitted", "department__name")
    found = page(rows, after=after, before=before)
    chains = _chains([case.pk for case in found.cases])
    return [_listed(case, chains.get(case.pk, [])) for case in found.cases], found


def _chains(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[AuditEvent]]:
    found: dict[uuid.UUID, list[AuditEvent]] = {}
    for event in AuditEvent.objects.filter(chain__in=ids).order_by("position"):
        found.setdefault(event.chain, []).append(event)
    return found


def _listed(case: Application, events: list[AuditEvent]) -> Listed:
    last = events[-1].at if events else None
    return Listed(case.reference, case.department, len(events), last, bool(events) and audit.is_unbroken(events))


def review(*, reference: str, by: Account, now: datetime) -> Reviewed | None:
    """The events of a case of the entered body, this look as the last; None when there is no such case."""
    case = Application.objects.only("reference", "account").filter(reference=reference).first()
    if case is None:
        return None
    audit.record(case.pk, "reviewed", by=actor(by), now=now, facts={"function": FUNCTION, "purpose": "audit"})
    events = audit.history(case.pk)
    applicant = f"account {case.account_id}" if case.account_id else ""
    return Reviewed(case.reference, events, audit.is_unbroken(events), applicant)
