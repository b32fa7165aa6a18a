"""Ask another department of the body for its opinion on a case."""

import json
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from drehscheibe.applications import instants
from drehscheibe.applications.acts import Opinion, TimerKind, TodoKind
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations import timing
from drehscheibe.applications.operations.state import lock, must_be_open, office, record
from drehscheibe.applications.queries import CASEWORKERS
from drehscheibe.identity.models import Account
from drehscheibe.identity.queries import Standing
from drehscheibe.kernel import audit, crypto, deadlines
from drehscheibe.tenants.models import Department


class AlreadyGivenError(Exception):
    """Somebody of the department has given its opinion already."""


def visible_to(standing: Standing) -> "QuerySet[Opinion]":
    """The opinions that a member of staff may give: those their departments were asked for, but of restricted cases."""
    departments = standing.departments(CASEWORKERS)
    rows = Opinion.objects.filter(application__is_restricted=False).select_related(
        "application__key", "application__online_service__service", "application__department", "department"
    )
    return rows if departments is None else rows.filter(department__in=departments)


def words(opinion: Opinion) -> dict[str, str]:
    """The question, and the answer if there is one."""
    sealed = crypto.cipher(opinion.application.key).open(_place(opinion), opinion.sealed)
    return json.loads(sealed)  # type: ignore[no-any-return]


def _place(opinion: Opinion) -> str:
    return f"opinion {opinion.application_id} {opinion.department_id} {instants.number(opinion.at)}"


def _seal(opinion: Opinion, question: str, answer: str) -> bytes:
    content = json.dumps({"question": question, "answer": answer}, ensure_ascii=False).encode()
    return crypto.cipher(opinion.application.key).seal(_place(opinion), content)


@transaction.atomic
def ask_for_opinion(
    *, application: Application, department: Department, question: str, due: date, by: Account, now: datetime, seen: str
) -> Opinion:
    """Ask `department` until `due`. Raises ClosedError and ChangedMeanwhileError."""
    lock(application, seen)
    must_be_open(application)
    opinion = Opinion(
        tenant_id=application.tenant_id, application=application, department=department, by=by, at=now, due=due
    )
    opinion.sealed = _seal(opinion, question, "")
    opinion.save()
    timing.arm(application, TimerKind.OPINION_OVER, opinion.pk, deadlines.end_of(due))
    record(application, "opinion_asked", by, now, department=department.pk)
    return opinion


@transaction.atomic
def give_opinion(*, opinion: Opinion, text: str, by: Account, now: datetime) -> None:
    """Give the department's opinion, once. Raises AlreadyGivenError."""
    current = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    if current.answered:
        raise AlreadyGivenError
    question = words(opinion)["question"]
    Opinion.objects.filter(pk=opinion.pk).update(sealed=_seal(opinion, question, text), answered=now, answered_by=by)
    application = opinion.application
    timing.settle(application, (TodoKind.OPINION_OVER,), now)
    timing.remember(application, TodoKind.OPINION_GIVEN, now)
    facts = {**office(application), "office": opinion.department.name}
    audit.record(application.pk, "opinion_given", by=f"account {by.pk}", now=now, facts=facts)
