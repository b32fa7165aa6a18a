"""The office's verbs: open, take, ask, inform, decide. Each leaves a fact and an audit event."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from drehscheibe.applications import events
from drehscheibe.applications.acts import TodoKind
from drehscheibe.applications.letters import Content
from drehscheibe.applications.models import Application, Assignment, Decision, Outcome, Question
from drehscheibe.applications.operations import timing
from drehscheibe.applications.operations.announcement import announce
from drehscheibe.applications.operations.paper import decision_document
from drehscheibe.applications.operations.requesting import close_with_case
from drehscheibe.applications.operations.state import (
    AlreadyDecidedError,
    lock,
    must_be_open,
    must_be_seen,
    office,
    record,
    refresh,
)
from drehscheibe.identity.models import Account
from drehscheibe.kernel import files, jobs
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.operations import AlreadyLeftError, leave_message


class QuestionOpenError(Exception):
    """A question to the applicant is still open."""


class AlreadyTakenError(Exception):
    """Another member of staff has taken the case."""


def note_opening(*, application: Application, by: Account, now: datetime, purpose: str = "casework") -> None:
    """Staff has opened the application: the applicant sees when, which office, which function and what for."""
    record(application, "opened", by, now, purpose=purpose)


@transaction.atomic
def take(*, application: Application, by: Account, now: datetime, seen: str = "") -> None:
    """Take the case. Taking one's own case again changes nothing.

    Raises AlreadyTakenError, ClosedError and ChangedMeanwhileError.
    """
    lock(application)
    if application.assignee_id == by.pk:
        return
    must_be_open(application)
    if application.assignee_id is not None:
        raise AlreadyTakenError
    must_be_seen(application, seen)
    Assignment.objects.create(tenant_id=application.tenant_id, application=application, assignee=by, at=now)
    application.assignee = by
    refresh(application, now)
    record(application, "taken", by, now)


@transaction.atomic
def ask(
    *,
    application: Application,
    text: str,
    by: Account,
    now: datetime,
    attached: Sequence[Mapping[str, Any]] = (),
    seen: str = "",
) -> Question:
    """Ask the applicant. Raises ClosedError, QuestionOpenError while another question waits, ChangedMeanwhileError."""
    lock(application, seen)
    must_be_open(application)
    if Question.objects.filter(application=application, answer=None).exists():
        raise QuestionOpenError
    message = leave_message(
        key=application.key, kind=Kind.QUESTION, text=text, sender=office(application), now=now, files=attached
    )
    question = Question.objects.create(
        tenant_id=application.tenant_id, application=application, message=message, by=by, at=now
    )
    refresh(application, now, office_message=message)
    record(application, "asked", by, now)
    jobs.emit(events.Asked(application.pk, question.pk))
    return question


@transaction.atomic
def inform(
    *,
    application: Application,
    text: str,
    by: Account,
    now: datetime,
    attached: Sequence[Mapping[str, Any]] = (),
    once: str = "",
) -> None:
    """Write to the applicant something that needs no answer. Raises ClosedError and AlreadyLeftError (see `once`)."""
    lock(application)
    own = office(application)
    message = leave_message(
        key=application.key, kind=Kind.INFORMATION, text=text, sender=own, now=now, files=attached, once=once
    )
    must_be_open(application)
    refresh(application, now, office_message=message)
    record(application, "informed", by, now)
    jobs.emit(events.Informed(application.pk, message.pk))


@transaction.atomic
def decide(
    *,
    application: Application,
    outcome: Outcome,
    text: str,
    by: Account,
    now: datetime,
    content: Content | None = None,
    seen: str = "",
) -> Decision:
    """Decide the case once: the document is set, kept and brought to the applicant, or nothing is done at all.

    `content` is what a template has made of `text`. Raises ClosedError, ChangedMeanwhileError, and TypesettingError.
    """
    lock(application, seen)
    must_be_open(application)
    paper = decision_document(application=application, outcome=outcome, text=text, by=by, now=now, content=content)
    document = files.store(application.key, paper, "application/pdf", now)
    try:
        with transaction.atomic():
            decision = Decision.objects.create(
                tenant_id=application.tenant_id,
                application=application,
                outcome=outcome,
                document=document,
                by=by,
                at=now,
            )
    except IntegrityError as error:
        raise AlreadyDecidedError from error
    close_with_case(application, now)
    timing.settle(application, tuple(TodoKind), now)
    record(application, "decided", by, now, outcome=str(outcome))
    if outcome is not Outcome.ANSWERED:
        announce(application=application, document=document, now=now)
    message = leave_message(key=application.key, kind=Kind.DECISION, text=text, sender=office(application), now=now)
    refresh(application, now, office_message=message)
    jobs.emit(events.Decided(application.pk))
    return decision


@transaction.atomic
def record_call(*, application: Application, text: str, by: Account, now: datetime, once: str) -> None:
    """Write down what was said on the phone; both sides read it. The same again (`once`) changes nothing."""
    lock(application)
    must_be_open(application)
    try:
        message = leave_message(
            key=application.key, kind=Kind.CALL, text=text, sender=office(application), now=now, once=once
        )
    except AlreadyLeftError:
        return
    refresh(application, now, office_message=message)
    record(application, "call_recorded", by, now)
