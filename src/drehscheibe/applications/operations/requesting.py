"""The office asks for documents item by item; the applicant brings them in place; the office can do without."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from drehscheibe.applications import events
from drehscheibe.applications.acts import DocumentRequest, RequestedItem, TimerKind, TodoKind
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations import timing
from drehscheibe.applications.operations.state import lock, must_be_open, office, record, refresh
from drehscheibe.applications.operations.submit import actor
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit, crypto, deadlines, jobs
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.operations import leave_message

MOST_ITEMS = 12
USUAL_DAYS = 14


class RequestOpenError(Exception):
    """Documents are asked for already, and some are still missing."""


class NoOpenRequestError(Exception):
    """Nothing is asked for (any more)."""


@dataclass(frozen=True)
class Item:
    """One document that is asked for, in clear. `answered`: it came, or the applicant has said why not."""

    id: int
    title: str
    answered: bool


@dataclass(frozen=True)
class Brought:
    """What the applicant gave for an item: stored files, or the reason why there are none."""

    files: Sequence[Mapping[str, Any]]
    reason: str = ""


def open_request(application: Application) -> DocumentRequest | None:
    """The request whose documents are still missing."""
    return DocumentRequest.objects.filter(application=application, closed=None).first()


def items_of(request: DocumentRequest, application: Application) -> list[Item]:
    """What the request asks for, in its order."""
    cipher = crypto.cipher(application.key)
    return [
        Item(row.pk, cipher.open(_place(request, row.position), row.sealed).decode(), row.answer_id is not None)
        for row in RequestedItem.objects.filter(request=request)
    ]


def _place(request: DocumentRequest, position: int) -> str:
    return f"requested item {request.message_id} {position}"


@transaction.atomic
def request_documents(
    *,
    application: Application,
    titles: Sequence[str],
    text: str,
    reply_by: date,
    by: Account,
    now: datetime,
    seen: str = "",
) -> DocumentRequest:
    """Ask for one to twelve documents until `reply_by`, or the next working day (§ 31 Absatz 3 VwVfG).

    Our own deadline rests until they are there. Raises ClosedError, RequestOpenError and ChangedMeanwhileError.
    """
    lock(application, seen)
    must_be_open(application)
    if open_request(application):
        raise RequestOpenError
    said = "\n".join([text, *(f"– {title}" for title in titles)]).strip()
    message = leave_message(key=application.key, kind=Kind.REQUEST, text=said, sender=office(application), now=now)
    until = deadlines.next_working_day(reply_by, timing.land_of(application))
    request = DocumentRequest.objects.create(
        tenant_id=application.tenant_id, application=application, message=message, by=by, at=now, reply_by=until
    )
    cipher = crypto.cipher(application.key)
    for position, title in enumerate(titles, start=1):
        sealed = cipher.seal(_place(request, position), title.encode())
        RequestedItem.objects.create(tenant_id=application.tenant_id, request=request, position=position, sealed=sealed)
    application.missing, application.reply_by = len(titles), until
    refresh(application, now, office_message=message, missing=len(titles), reply_by=until)
    record(application, "documents_requested", by, now, count=len(titles), reply_by=until.isoformat())
    near = deadlines.morning_of(deadlines.after_days(until, -timing.REPLY_NEAR_DAYS))
    if near > now:
        timing.arm(application, TimerKind.REPLY_NEAR, request.pk, near)
    timing.arm(application, TimerKind.REPLY_OVER, request.pk, deadlines.end_of(until))
    jobs.emit(events.DocumentsRequested(application.pk, request.pk))
    return request


@transaction.atomic
def bring_documents(
    *, application: Application, brought: Mapping[int, Brought], by: Account | None, now: datetime, once: str = ""
) -> None:
    """Answer some or all items of the open request, by their ids.

    Raises NoOpenRequestError where there is none, and AlreadyLeftError for the same answer again (`once`).
    """
    lock(application)
    files = [file for one in brought.values() for file in one.files]
    request = open_request(application) if application.is_open else None
    titles = {item.id: item.title for item in items_of(request, application)} if request else {}
    lines = [f"{titles.get(pk, '')}: {_told(one)}" for pk, one in brought.items()]
    message = leave_message(
        key=application.key, kind=Kind.ANSWER, text="\n".join(lines), sender={}, now=now, files=files, once=once
    )
    if request is None or not brought.keys() <= titles.keys():
        raise NoOpenRequestError
    request.items.filter(pk__in=brought, answer=None).update(answer=message)
    missing = request.items.filter(answer=None).count()
    _count(application, request, missing, now, applicant_message=message)
    audit.record(application.pk, "documents_brought", by=actor(by), now=now, facts={"missing": missing})


def _told(one: Brought) -> str:
    return ", ".join(file["name"] for file in one.files) if one.files else one.reason


@transaction.atomic
def do_without(*, application: Application, by: Account, now: datetime) -> None:
    """The office no longer needs what is missing. Raises NoOpenRequestError."""
    lock(application)
    request = open_request(application)
    if request is None:
        raise NoOpenRequestError
    _count(application, request, 0, now)
    record(application, "request_ended", by, now)


def _count(application: Application, request: DocumentRequest, missing: int, now: datetime, **facts: Any) -> None:
    """How many are still missing; with none, the request is closed and our own deadline goes on."""
    application.missing, application.reply_by = missing, request.reply_by if missing else None
    if not missing:
        request.closed = now
        request.save(update_fields=["closed"])
        timing.settle(application, (TodoKind.REPLY_OVER,), now)
    refresh(application, now, missing=missing, reply_by=application.reply_by, **facts)


def close_with_case(application: Application, now: datetime) -> None:
    """The case is decided or withdrawn: nobody waits for documents any more."""
    DocumentRequest.objects.filter(application=application, closed=None).update(closed=now)
    application.missing, application.reply_by = 0, None
    Application.objects.filter(pk=application.pk).update(missing=0, reply_by=None)
