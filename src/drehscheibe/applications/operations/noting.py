"""Internal notes of the office: sealed with the case's key, shown to staff alone."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from drehscheibe.applications import instants
from drehscheibe.applications.models import Application
from drehscheibe.applications.office import InternalNote
from drehscheibe.applications.operations.state import record
from drehscheibe.identity.models import Account
from drehscheibe.kernel import crypto


@dataclass(frozen=True)
class Note:
    """A note in clear."""

    author: str
    at: datetime
    text: str


@transaction.atomic
def note(*, application: Application, text: str, by: Account, now: datetime) -> None:
    """Write something down for colleagues; in closed cases, too. The applicant learns that, not what."""
    sealed = crypto.cipher(application.key).seal(_place(now, by.pk), text.encode())
    InternalNote.objects.create(
        tenant_id=application.tenant_id, application=application, by_id=by.pk, at=now, sealed=sealed
    )
    record(application, "noted", by, now)


def notes(application: Application) -> list[Note]:
    """The notes of a case, oldest first."""
    cipher = crypto.cipher(application.key)
    rows = InternalNote.objects.select_related("by").filter(application=application)
    return [Note(row.by.name, row.at, cipher.open(_place(row.at, row.by_id), row.sealed).decode()) for row in rows]


def _place(at: datetime, author: int) -> str:
    """What a note is bound to: its moment and its author."""
    return f"note {instants.number(at)} {author}"
