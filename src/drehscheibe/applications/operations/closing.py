"""Close a department, once nothing hangs on it: no service, no open case, nobody who works there only."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from drehscheibe.applications.models import Application, Status
from drehscheibe.catalogue.models import Service
from drehscheibe.identity.actors import actor
from drehscheibe.identity.models import Account, Membership
from drehscheibe.kernel import freshness
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Department


@dataclass(frozen=True)
class Hanging:
    """What hangs on a department."""

    services: int
    cases: int
    members: int

    def __bool__(self) -> bool:
        return bool(self.services or self.cases or self.members)


class StillNeededError(Exception):
    """Something hangs on the department; `hanging` says what."""

    def __init__(self, hanging: Hanging) -> None:
        super().__init__(str(hanging))
        self.hanging = hanging


def hanging(department: Department) -> Hanging:
    """What would be left without an office. Services of towns below may name their district's department too."""
    return Hanging(
        services=Service.objects.filter(department=department).count(),
        cases=Application.objects.filter(department=department).exclude(status=Status.DECIDED).count(),
        members=Membership.objects.filter(department=department).count(),
    )


@transaction.atomic
def close_department(*, department: Department, by: Account, now: datetime) -> None:
    """Close it: citizens and lists see it no more, decided cases keep it. Raises StillNeededError."""
    current = Department.objects.select_for_update().get(pk=department.pk)  # nothing can be tied to it meanwhile
    found = hanging(current)
    if found:
        raise StillNeededError(found)
    if current.is_active:
        Department.objects.filter(pk=current.pk).update(is_active=False, changed=now)
        facts = {"department": current.pk, "name": current.name.get("de", "")}
        journal.note("department_closed", by=actor(by), now=now, facts=facts)
        freshness.announce()
