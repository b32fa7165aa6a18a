"""What all verbs on a case share: lock it on its latest state, record what was done, and let the status follow."""

from datetime import datetime
from typing import Any

from drehscheibe.applications import rules
from drehscheibe.applications.acts import DocumentRequest
from drehscheibe.applications.models import Application, Decision, Question, Status, Withdrawal
from drehscheibe.applications.operations import timing
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit


class ClosedError(Exception):
    """Nothing more can be asked, said or decided in this case."""


class AlreadyDecidedError(ClosedError):
    """The case is decided."""


class WithdrawnError(ClosedError):
    """The applicant has withdrawn the application."""


class ChangedMeanwhileError(Exception):
    """Something happened to the case after the page was shown on which somebody chose what to do."""


def office(application: Application) -> dict[str, Any]:
    """How the office appears to the applicant: department and function, never a person."""
    return {"office": application.department.name, "function": {"de": "Sachbearbeitung", "en": "Case worker"}}


def record(application: Application, verb: str, by: Account, now: datetime, **facts: Any) -> None:
    audit.record(application.pk, verb, by=f"account {by.pk}", now=now, facts={**office(application), **facts})


def refresh(application: Application, now: datetime, **facts: Any) -> None:
    """Let the shown status follow from the facts, and our own deadline with it; `facts` are more that changed."""
    waits = waits_for_applicant(application)
    application.status = rules.status(
        is_decided=Decision.objects.filter(application=application).exists(),
        is_withdrawn=Withdrawal.objects.filter(application=application).exists(),
        has_open_question=waits,
        is_assigned=application.assignee_id is not None,
    )
    timing.rest(application, waits=waits, now=now)
    application.changed = now
    Application.objects.filter(pk=application.pk).update(
        status=application.status,
        assignee=application.assignee_id,
        due=application.due,
        paused=application.paused,
        changed=now,
        **facts,
    )


def waits_for_applicant(application: Application) -> bool:
    """Whether a question or a request for documents is open."""
    return (
        Question.objects.filter(application=application, answer=None).exists()
        or DocumentRequest.objects.filter(application=application, closed=None).exists()
    )


def lock(application: Application, seen: str = "") -> None:
    """One verb at a time per case, and on its latest state.

    `seen` is the `mark` of the page on which the verb was chosen. Raises ChangedMeanwhileError if the case moved on.
    """
    current = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    for name in ("status", "assignee_id", "changed", "due", "paused", "missing", "reply_by"):
        setattr(application, name, getattr(current, name))
    must_be_seen(application, seen)


def must_be_seen(application: Application, seen: str) -> None:
    """Raise ChangedMeanwhileError if the locked case is no more as on the page with the mark `seen`; empty: no page."""
    if seen and seen != application.mark:
        raise ChangedMeanwhileError


def must_be_open(application: Application) -> None:
    if application.status == Status.WITHDRAWN:
        raise WithdrawnError
    if not application.is_open:
        raise AlreadyDecidedError
