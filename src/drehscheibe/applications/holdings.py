"""What an account holds in all tenants of the installation: its applications and its drafts, for the Postkorb.

Everything here is read through the policy keyed on the account (`scope.HeldManager`); nothing can be changed this way.
Who opens a case from the list enters the responsible body's scope.
"""

import re
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from drehscheibe.applications import instants
from drehscheibe.applications.models import Application, Draft, Status
from drehscheibe.identity.models import Account
from drehscheibe.kernel import scope
from drehscheibe.mailbox.models import Reading
from drehscheibe.tenants.queries import directory

PAGE = 25
NEEDED, NEW, REST = range(3)
_MARK = re.compile(r"([012])-(\d{1,16})-([0-9a-f]{32})")
_LISTED = (
    "reference", "submitted", "changed", "status", "missing", "reply_by", "tenant_id", "account_id",
    "online_service__slug", "online_service__is_contact", "online_service__service__slug",
    "online_service__service__name", "department__name",
)  # fmt: skip
# In the header of every page: the statement is written out, as making it takes longer than its answer.
_WAITING = """\
SELECT (SELECT count(*) FROM applications_application AS sent WHERE account_id = ANY(%(holders)s)
          AND (status = %(question)s OR office_message_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM mailbox_reading WHERE message_id = sent.office_message_id AND account_id = %(reader)s)))
     + (SELECT count(*) FROM applications_draft WHERE account_id = ANY(%(holders)s) AND expires > %(now)s)"""


@dataclass(frozen=True)
class Mark:
    """A place in the list: after the case of this rank that changed at this moment and has this id."""

    rank: int
    changed: datetime
    id: uuid.UUID

    def __str__(self) -> str:
        return f"{self.rank}-{instants.number(self.changed)}-{self.id.hex}"


@dataclass(frozen=True)
class Page:
    """Up to twenty-five cases: with a question to answer, with unread news, and others. `after`: the next page."""

    needed: list[Application]
    new: list[Application]
    others: list[Application]
    after: Mark | None


@contextmanager
def of(accounts: Sequence[Account]) -> Iterator[None]:
    """Read what these accounts hold, in all tenants; with the names of services and departments, which are public."""
    everywhere = directory().tenants
    with scope.enter(scope.current().tenant_id, everywhere, [account.pk for account in accounts]):
        yield


def read_mark(written: str) -> Mark | None:
    """The mark that was written as text into an address; None for anything else."""
    match = _MARK.fullmatch(written)
    return Mark(int(match[1]), instants.moment(int(match[2])), uuid.UUID(match[3])) if match else None


def _ranked(reader: Account) -> "QuerySet[Any]":
    """All held cases: those with a question to answer, those with a message that `reader` has not read, the others."""
    read = Reading.held.filter(message=OuterRef("office_message"), account=reader)
    is_unread = Q(office_message__isnull=False) & ~Q(Exists(read))
    rank = Case(
        When(status=Status.QUESTION_OPEN, then=Value(NEEDED)),
        When(is_unread, then=Value(NEW)),
        default=Value(REST),
        output_field=IntegerField(),
    )
    return Application.held.annotate(rank=rank)


def page(*, reader: Account, after: Mark | None = None) -> Page:
    """One page of the cases, in one statement over all tenants: what needs the reader first, then by latest change."""
    found = _ranked(reader).select_related("online_service__service", "department").only(*_LISTED)
    if after:
        earlier = Q(changed__lt=after.changed) | Q(changed=after.changed, pk__lt=after.id)
        found = found.filter(Q(rank__gt=after.rank) | Q(rank=after.rank) & earlier)
    rows = list(found.order_by("rank", "-changed", "-pk")[: PAGE + 1])
    for row in rows:
        row.tenant = directory().tenants[row.tenant_id]
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    needed, new, others = ([row for row in rows[:PAGE] if row.rank == rank] for rank in (NEEDED, NEW, REST))
    return Page(needed, new, others, Mark(last.rank, last.changed, last.pk) if last else None)


def drafts(*, now: datetime) -> list[Draft]:
    """The drafts that were not sent yet and are still kept, the one that expires first on top."""
    found = Draft.held.filter(expires__gt=now).select_related("online_service__service")
    rows = list(found.defer("sealed").order_by("expires", "pk")[:PAGE])
    for row in rows:
        row.tenant = directory().tenants[row.tenant_id]
    return rows


def waiting(*, reader: Account, now: datetime) -> int:
    """How many cases and drafts wait for the reader: questions, news, and what was not sent yet."""
    holders = list(scope.current().holders)
    known: dict[str, Any] = {"holders": holders, "reader": reader.pk, "question": Status.QUESTION_OPEN, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, known)
        return int(cursor.fetchone()[0])
