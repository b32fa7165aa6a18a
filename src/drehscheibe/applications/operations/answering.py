"""The applicant's side of the conversation: answer, write, withdraw."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from drehscheibe.applications import events, rules
from drehscheibe.applications.models import Application, Question, Status, Withdrawal
from drehscheibe.applications.operations.casework import AlreadyDecidedError, ClosedError, WithdrawnError
from drehscheibe.applications.operations.submit import actor
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit, jobs
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.operations import leave_message

Attached = Sequence[Mapping[str, Any]]


class NoOpenQuestionError(Exception):
    """There is no question to answer (any more): it is answered, or the case is closed."""


def _locked(application: Application) -> Application:
    """One verb at a time per case, and on its latest state."""
    current = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    application.status = current.status
    return current


@transaction.atomic
def answer(
    *, application: Application, text: str, attached: Attached, by: Account | None, now: datetime, once: str = ""
) -> None:
    """Answer the open question. Raises NoOpenQuestionError, and AlreadyLeftError for the same answer again (`once`)."""
    current = _locked(application)
    message = leave_message(
        key=application.key, kind=Kind.ANSWER, text=text, sender={}, now=now, files=attached, once=once
    )
    question = Question.objects.filter(application=application, answer=None).first() if current.is_open else None
    if question is None:
        raise NoOpenQuestionError
    question.answer = message
    question.save(update_fields=["answer"])
    application.status = rules.status(
        is_decided=False, has_open_question=False, is_assigned=current.assignee_id is not None
    )
    Application.objects.filter(pk=application.pk).update(
        status=application.status, changed=now, applicant_message=message
    )
    audit.record(application.pk, "answered", by=actor(by), now=now, facts={})


@transaction.atomic
def write(
    *, application: Application, text: str, attached: Attached, by: Account | None, now: datetime, once: str = ""
) -> None:
    """Write to the office while the case is open. Raises ClosedError, and AlreadyLeftError for the same again."""
    current = _locked(application)
    message = leave_message(
        key=application.key, kind=Kind.NOTE, text=text, sender={}, now=now, files=attached, once=once
    )
    if not current.is_open:
        raise ClosedError
    Application.objects.filter(pk=application.pk).update(changed=now, applicant_message=message)
    audit.record(application.pk, "wrote", by=actor(by), now=now, facts={})


@transaction.atomic
def withdraw(*, application: Application, reason: str, by: Account | None, now: datetime) -> Withdrawal:
    """Take the application back while it is not decided. Raises WithdrawnError and AlreadyDecidedError."""
    current = _locked(application)
    if current.status == Status.WITHDRAWN:
        raise WithdrawnError
    if not current.is_open:
        raise AlreadyDecidedError
    message = leave_message(key=application.key, kind=Kind.WITHDRAWAL, text=reason, sender={}, now=now)
    withdrawal = Withdrawal.objects.create(
        tenant_id=application.tenant_id, application=application, message=message, by=by, at=now
    )
    application.status = rules.status(
        is_decided=False, is_withdrawn=True, has_open_question=False, is_assigned=current.assignee_id is not None
    )
    Application.objects.filter(pk=application.pk).update(
        status=application.status, changed=now, applicant_message=message
    )
    audit.record(application.pk, "withdrawn", by=actor(by), now=now, facts={})
    jobs.emit(events.Withdrawn(application.pk))
    return withdrawal
