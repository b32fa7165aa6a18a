"""The applicant's side of the conversation: answer, write, withdraw."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from drehscheibe.applications import events
from drehscheibe.applications.acts import Channel
from drehscheibe.applications.models import Application, Question, Withdrawal
from drehscheibe.applications.operations.requesting import close_with_case
from drehscheibe.applications.operations.state import ClosedError, lock, must_be_open, record, refresh
from drehscheibe.applications.operations.submit import actor
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit, jobs
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.operations import leave_message

Attached = Sequence[Mapping[str, Any]]


class NoOpenQuestionError(Exception):
    """There is no question to answer (any more): it is answered, or the case is closed."""


@transaction.atomic
def answer(
    *, application: Application, text: str, attached: Attached, by: Account | None, now: datetime, once: str = ""
) -> None:
    """Answer the open question. Raises NoOpenQuestionError, and AlreadyLeftError for the same answer again (`once`)."""
    lock(application)
    message = leave_message(
        key=application.key, kind=Kind.ANSWER, text=text, sender={}, now=now, files=attached, once=once
    )
    question = Question.objects.filter(application=application, answer=None).first() if application.is_open else None
    if question is None:
        raise NoOpenQuestionError
    question.answer = message
    question.save(update_fields=["answer"])
    refresh(application, now, applicant_message=message)
    audit.record(application.pk, "answered", by=actor(by), now=now, facts={})


@transaction.atomic
def write(
    *, application: Application, text: str, attached: Attached, by: Account | None, now: datetime, once: str = ""
) -> None:
    """Write to the office while the case is open. Raises ClosedError, and AlreadyLeftError for the same again."""
    lock(application)
    message = leave_message(
        key=application.key, kind=Kind.NOTE, text=text, sender={}, now=now, files=attached, once=once
    )
    if not application.is_open:
        raise ClosedError
    Application.objects.filter(pk=application.pk).update(changed=now, applicant_message=message)
    audit.record(application.pk, "wrote", by=actor(by), now=now, facts={})


@transaction.atomic
def withdraw(
    *,
    application: Application,
    reason: str,
    by: Account | None,
    now: datetime,
    channel: Channel = Channel.ONLINE,
    seen: str = "",
) -> Withdrawal:
    """Take the application back while it is not decided. Raises WithdrawnError and AlreadyDecidedError.

    With another `channel` than online, `by` is staff who records what the applicant has told them; then also raises
    ChangedMeanwhileError if the case has moved on (`seen`).
    """
    lock(application, seen)
    must_be_open(application)
    message = leave_message(key=application.key, kind=Kind.WITHDRAWAL, text=reason, sender={}, now=now)
    withdrawal = Withdrawal.objects.create(
        tenant_id=application.tenant_id, application=application, message=message, by=by, at=now, channel=channel
    )
    close_with_case(application, now)
    refresh(application, now, applicant_message=message)
    if channel is Channel.ONLINE:
        audit.record(application.pk, "withdrawn", by=actor(by), now=now, facts={})
    elif by:
        record(application, "withdrawal_recorded", by, now, channel=str(channel))
    jobs.emit(events.Withdrawn(application.pk))
    return withdrawal
