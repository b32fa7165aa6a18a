"""Who works on a case: give it to a colleague or back to the department, or hand it over to another one."""

from datetime import datetime

from django.db import transaction

from drehscheibe.applications.models import Application, Assignment
from drehscheibe.applications.office import Handover
from drehscheibe.applications.operations.noting import note
from drehscheibe.applications.operations.state import lock, must_be_open, must_be_seen, record, refresh
from drehscheibe.applications.queries import CASEWORKERS
from drehscheibe.identity.actors import actor
from drehscheibe.identity.models import Account
from drehscheibe.identity.queries import colleagues
from drehscheibe.tenants.models import Department


class NotTheirDepartmentError(Exception):
    """The person does not work in the case's department."""


class SameDepartmentError(Exception):
    """The case is with this department already, or it is none of this body that is open."""


@transaction.atomic
def assign(*, application: Application, to: Account | None, by: Account, now: datetime, seen: str = "") -> None:
    """Let `to` work on the case; None gives it back to the department.

    Assigning it to who has it already changes nothing. Raises ClosedError, NotTheirDepartmentError and
    ChangedMeanwhileError.
    """
    lock(application)
    must_be_open(application)
    if application.assignee_id == (to.pk if to else None):
        return
    must_be_seen(application, seen)
    if to is not None and to not in colleagues(frozenset({application.department_id}), CASEWORKERS):
        raise NotTheirDepartmentError
    if to is not None:
        Assignment.objects.create(tenant_id=application.tenant_id, application=application, assignee=to, at=now)
    application.assignee = to
    refresh(application, now)
    if to is None:
        record(application, "put_back", by, now)
    else:
        record(application, "taken" if to == by else "assigned", by, now, to=actor(to))


@transaction.atomic
def hand_over(
    *, application: Application, target: Department, reason: str, by: Account, now: datetime, seen: str = ""
) -> None:
    """Hand the case over to another department of the body; nobody there has taken it yet.

    The reason is kept as an internal note. Raises ClosedError, SameDepartmentError and ChangedMeanwhileError.
    """
    lock(application, seen)
    must_be_open(application)
    is_own = target.tenant_id == application.tenant_id and target.is_active
    if target.pk == application.department_id or not is_own:
        raise SameDepartmentError
    note(application=application, text=reason, by=by, now=now)
    Handover.objects.create(
        tenant_id=application.tenant_id,
        application=application,
        source_id=application.department_id,
        target=target,
        by=by,
        at=now,
    )
    record(application, "handed_over", by, now, to=target.name)
    Application.objects.filter(pk=application.pk).update(department=target)
    application.department, application.assignee = target, None
    refresh(application, now)
