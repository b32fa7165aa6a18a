"""The office's verbs: open, take, ask, decide. Each leaves a fact and an audit event."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from drehscheibe.applications import events, rules
from drehscheibe.applications.models import Application, Assignment, Decision, Outcome, Question
from drehscheibe.applications.operations.paper import decision_document
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit, files, jobs
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.operations import leave_message


class AlreadyDecidedError(Exception):
    """The case is decided; nothing more can be asked or decided."""


class QuestionOpenError(Exception):
    """A question to the applicant is still open."""


class AlreadyTakenError(Exception):
    """Another member of staff has taken the case."""


def _office(application: Application) -> dict[str, Any]:
    """How the office appears to the applicant: department and function, never a person."""
    return {"office": application.department.name, "function": {"de": "Sachbearbeitung", "en": "Case worker"}}


def _record(application: Application, verb: str, by: Account, now: datetime, **facts: Any) -> None:
    audit.record(application.pk, verb, by=f"account {by.pk}", now=now, facts={**_office(application), **facts})


def _refresh_status(application: Application) -> None:
    application.status = rules.status(
        is_decided=Decision.objects.filter(application=application).exists(),
        has_open_question=Question.objects.filter(application=application, answer=None).exists(),
        is_assigned=application.assignee_id is not None,
    )
    Application.objects.filter(pk=application.pk).update(status=application.status, assignee=application.assignee_id)


def _lock(application: Application) -> None:
    """One verb at a time per case, and on its latest state."""
    current = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    application.status, application.assignee_id = current.status, current.assignee_id


def note_opening(*, application: Application, by: Account, now: datetime) -> None:
    """Staff has opened the application: the applicant sees when, which office, which function and what for."""
    _record(application, "opened", by, now, purpose="casework")


@transaction.atomic
def take(*, application: Application, by: Account, now: datetime) -> None:
    """Take the case. Taking one's own case again changes nothing. Raises AlreadyTakenError and AlreadyDecidedError."""
    _lock(application)
    if application.assignee_id == by.pk:
        return
    if not application.is_open:
        raise AlreadyDecidedError
    if application.assignee_id is not None:
        raise AlreadyTakenError
    Assignment.objects.create(tenant_id=application.tenant_id, application=application, assignee=by, at=now)
    application.assignee = by
    _refresh_status(application)
    _record(application, "taken", by, now)


@transaction.atomic
def ask(*, application: Application, text: str, by: Account, now: datetime) -> Question:
    """Ask the applicant. Raises AlreadyDecidedError, and QuestionOpenError while another question waits."""
    _lock(application)
    if not application.is_open:
        raise AlreadyDecidedError
    if Question.objects.filter(application=application, answer=None).exists():
        raise QuestionOpenError
    message = leave_message(key=application.key, kind=Kind.QUESTION, text=text, sender=_office(application), now=now)
    question = Question.objects.create(
        tenant_id=application.tenant_id, application=application, message=message, by=by, at=now
    )
    _refresh_status(application)
    _record(application, "asked", by, now)
    jobs.emit(events.Asked(application.pk, question.pk))
    return question


@transaction.atomic
def decide(*, application: Application, outcome: Outcome, text: str, by: Account, now: datetime) -> Decision:
    """Decide the case once; the decision's document is set, kept and announced. Raises AlreadyDecidedError."""
    _lock(application)
    if not application.is_open:
        raise AlreadyDecidedError
    paper = decision_document(application=application, outcome=outcome, text=text, now=now)
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
    leave_message(key=application.key, kind=Kind.DECISION, text=text, sender=_office(application), now=now)
    _refresh_status(application)
    _record(application, "decided", by, now, outcome=str(outcome))
    jobs.emit(events.Decided(application.pk))
    return decision
