"""The office's verbs: open, take, ask, inform, decide. Each leaves a fact and an audit event."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from drehscheibe.applications import events, rules
from drehscheibe.applications.models import Application, Assignment, Decision, Outcome, Question, Status
from drehscheibe.applications.operations.paper import decision_document
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit, files, jobs
from drehscheibe.mailbox.models import Kind, Message
from drehscheibe.mailbox.operations import leave_message


class ClosedError(Exception):
    """Nothing more can be asked, said or decided in this case."""


class AlreadyDecidedError(ClosedError):
    """The case is decided."""


class WithdrawnError(ClosedError):
    """The applicant has withdrawn the application."""


class QuestionOpenError(Exception):
    """A question to the applicant is still open."""


class AlreadyTakenError(Exception):
    """Another member of staff has taken the case."""


def _office(application: Application) -> dict[str, Any]:
    """How the office appears to the applicant: department and function, never a person."""
    return {"office": application.department.name, "function": {"de": "Sachbearbeitung", "en": "Case worker"}}


def _record(application: Application, verb: str, by: Account, now: datetime, **facts: Any) -> None:
    audit.record(application.pk, verb, by=f"account {by.pk}", now=now, facts={**_office(application), **facts})


def _refresh(application: Application, now: datetime, **facts: Message) -> None:
    """Let the shown status follow from the facts; `facts` are more that changed."""
    application.status = rules.status(
        is_decided=Decision.objects.filter(application=application).exists(),
        has_open_question=Question.objects.filter(application=application, answer=None).exists(),
        is_assigned=application.assignee_id is not None,
    )
    Application.objects.filter(pk=application.pk).update(
        status=application.status, assignee=application.assignee_id, changed=now, **facts
    )


def _lock(application: Application) -> None:
    """One verb at a time per case, and on its latest state."""
    current = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    application.status, application.assignee_id = current.status, current.assignee_id


def _must_be_open(application: Application) -> None:
    if application.status == Status.WITHDRAWN:
        raise WithdrawnError
    if not application.is_open:
        raise AlreadyDecidedError


def note_opening(*, application: Application, by: Account, now: datetime, purpose: str = "casework") -> None:
    """Staff has opened the application: the applicant sees when, which office, which function and what for."""
    _record(application, "opened", by, now, purpose=purpose)


@transaction.atomic
def take(*, application: Application, by: Account, now: datetime) -> None:
    """Take the case. Taking one's own case again changes nothing. Raises AlreadyTakenError and ClosedError."""
    _lock(application)
    if application.assignee_id == by.pk:
        return
    _must_be_open(application)
    if application.assignee_id is not None:
        raise AlreadyTakenError
    Assignment.objects.create(tenant_id=application.tenant_id, application=application, assignee=by, at=now)
    application.assignee = by
    _refresh(application, now)
    _record(application, "taken", by, now)


@transaction.atomic
def ask(
    *, application: Application, text: str, by: Account, now: datetime, attached: Sequence[Mapping[str, Any]] = ()
) -> Question:
    """Ask the applicant. Raises ClosedError, and QuestionOpenError while another question waits."""
    _lock(application)
    _must_be_open(application)
    if Question.objects.filter(application=application, answer=None).exists():
        raise QuestionOpenError
    message = leave_message(
        key=application.key, kind=Kind.QUESTION, text=text, sender=_office(application), now=now, files=attached
    )
    question = Question.objects.create(
        tenant_id=application.tenant_id, application=application, message=message, by=by, at=now
    )
    _refresh(application, now, office_message=message)
    _record(application, "asked", by, now)
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
    _lock(application)
    office = _office(application)
    message = leave_message(
        key=application.key, kind=Kind.INFORMATION, text=text, sender=office, now=now, files=attached, once=once
    )
    _must_be_open(application)
    _refresh(application, now, office_message=message)
    _record(application, "informed", by, now)
    jobs.emit(events.Informed(application.pk, message.pk))


@transaction.atomic
def decide(*, application: Application, outcome: Outcome, text: str, by: Account, now: datetime) -> Decision:
    """Decide the case once; the decision's document is set, kept and announced. Raises ClosedError."""
    _lock(application)
    _must_be_open(application)
    paper = decision_document(application=application, outcome=outcome, text=text, by=by, now=now)
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
    message = leave_message(key=application.key, kind=Kind.DECISION, text=text, sender=_office(application), now=now)
    _refresh(application, now, office_message=message)
    _record(application, "decided", by, now, outcome=str(outcome))
    jobs.emit(events.Decided(application.pk))
    return decision
