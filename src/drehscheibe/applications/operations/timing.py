"""What has to happen to cases at certain times: our own deadline, reminders, and the job that does what is due.

A timer is done in the transaction that marks it done, so that it happens once and, after a fault, later.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.db import transaction

from drehscheibe.applications.acts import Timer, TimerKind, Todo, TodoKind
from drehscheibe.applications.models import Application
from drehscheibe.identity.models import Account
from drehscheibe.kernel import clock, deadlines
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory

NEAR_DAYS = 2  # working days before our own deadline
REPLY_NEAR_DAYS = 3  # calendar days before the applicant's

Act = Callable[[Timer, datetime], None]


def land_of(application: Application) -> str:
    """The Land whose holidays count for a case: the first digits of its body's ARS."""
    return directory().tenants[application.tenant_id].ars[:2]


def first_due(tenant: Tenant, days: int | None, now: datetime) -> date | None:
    """Our own deadline for what is sent now: `days` working days from today."""
    return deadlines.after_working_days(clock.day(now), days, tenant.ars[:2]) if days else None


def arm(application: Application, kind: TimerKind, about: object, at: datetime) -> None:
    """Let `kind` happen at `at`; a timer for the same subject is set anew."""
    Timer.objects.update_or_create(
        application=application,
        kind=kind,
        about=str(about),
        defaults={"tenant_id": application.tenant_id, "at": at, "done": None},
    )


def arm_due(application: Application) -> None:
    """Timers for our own deadline: a reminder before, the lead afterwards."""
    if application.due is None:
        return
    near = deadlines.before_working_days(application.due, NEAR_DAYS, land_of(application))
    moments = {TimerKind.DUE_NEAR: deadlines.morning_of(near), TimerKind.DUE_OVER: deadlines.end_of(application.due)}
    subject = {"tenant_id": application.tenant_id, "application": application, "about": application.due.isoformat()}
    Timer.objects.bulk_create(  # one statement: this follows every submission
        [Timer(**subject, kind=kind, at=at) for kind, at in moments.items()],
        update_conflicts=True,
        unique_fields=["application", "kind", "about"],
        update_fields=["at", "done"],
    )


def rest(application: Application, *, waits: bool, now: datetime) -> None:
    """Let our own deadline rest while the office waits for the applicant, and move on by what it rested."""
    if application.due is None or waits == (application.paused is not None):
        return
    today, land = clock.day(now), land_of(application)
    if waits:
        application.paused = today
        return
    rested = deadlines.working_days_between(application.paused or today, today, land)
    application.due = deadlines.after_working_days(application.due, rested, land)
    application.paused = None
    arm_due(application)


def remember(application: Application, kind: TodoKind, now: datetime, *, is_for_lead: bool = False) -> None:
    """A task for the office, once while it is not done."""
    Todo.objects.get_or_create(
        application=application,
        kind=kind,
        done=None,
        defaults={"tenant_id": application.tenant_id, "at": now, "is_for_lead": is_for_lead},
    )


def tick_off(*, todo: Todo, by: Account, now: datetime) -> None:
    """Somebody has looked after it. A second time changes nothing."""
    Todo.objects.filter(pk=todo.pk, done=None).update(done=now, by=by)


def settle(application: Application, kinds: tuple[TodoKind, ...], now: datetime) -> None:
    """What the office was reminded of has happened."""
    Todo.objects.filter(application=application, kind__in=kinds, done=None).update(done=now)


def ring(acts: Mapping[str, Act], *, tenant: Tenant, now: datetime) -> list[Exception]:
    """Do what is due in this body, each in a transaction of its own that marks it done.

    What another worker has in hand is left to it. What fails stays due; the errors are returned. Restricted cases rest.
    """
    with work_as(tenant):
        due = list(
            Timer.objects.filter(done=None, at__lte=now, application__is_restricted=False)
            .order_by("at", "pk")
            .values_list("pk", flat=True)
        )
    failed: list[Exception] = []
    for pk in due:
        try:
            with work_as(tenant):
                _do(acts, pk, now)
        except Exception as error:  # noqa: BLE001  the others must not wait for this one; the caller raises it
            failed.append(error)
    return failed


@transaction.atomic
def _do(acts: Mapping[str, Act], pk: int, now: datetime) -> None:
    found = Timer.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, done=None).first()
    if found is None:
        return
    acts[found.kind](found, now)
    Timer.objects.filter(pk=pk).update(done=now)
