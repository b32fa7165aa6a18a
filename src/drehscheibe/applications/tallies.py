"""How many cases there are of each kind, without counting them: kept by a trigger, checked by a recount."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, Sum

from drehscheibe.applications.models import CLOSED, Status
from drehscheibe.applications.office import Tally
from drehscheibe.kernel import scope

_CONDENSE = """
WITH gone AS (DELETE FROM applications_tally WHERE tenant_id = %(tenant)s RETURNING *)
INSERT INTO applications_tally (tenant_id, department_id, assignee_id, status, due, change)
SELECT tenant_id, department_id, assignee_id, status, due, sum(change) FROM gone
GROUP BY tenant_id, department_id, assignee_id, status, due HAVING sum(change) <> 0
"""
_DIFFERENCE = """
INSERT INTO applications_tally (tenant_id, department_id, assignee_id, status, due, change)
SELECT tenant_id, department_id, assignee_id, status, due, sum(change) FROM (
    SELECT kind.*, 1 AS change FROM applications_application a,
        applications_tally_kind(
            a.tenant_id, a.department_id, a.assignee_id, a.status, CASE WHEN a.paused IS NULL THEN a.due END
        ) kind
    WHERE a.tenant_id = %(tenant)s AND NOT a.is_restricted
    UNION ALL
    SELECT tenant_id, department_id, assignee_id, status, due, -change FROM applications_tally
    WHERE tenant_id = %(tenant)s
) counted
GROUP BY tenant_id, department_id, assignee_id, status, due HAVING sum(change) <> 0
"""


@dataclass(frozen=True)
class Counts:
    """Open cases: all of them, nobody's, those of some people, waiting for the applicant, due by today."""

    open: int = 0
    new: int = 0
    mine: int = 0
    waiting: int = 0
    due: int = 0


def counts(departments: Iterable[int] | None, people: Iterable[int], today: date) -> Counts:
    """The open cases of these departments (None: all of the body); `people` are whose cases count as `mine`."""
    rows = Tally.objects.exclude(status__in=sorted(CLOSED))
    if departments is not None:
        rows = rows.filter(Q(department__in=list(departments)) | Q(assignee__in=list(people)))
    found = rows.aggregate(
        open=Sum("change", default=0),
        new=Sum("change", filter=Q(assignee=None), default=0),
        mine=Sum("change", filter=Q(assignee__in=list(people)), default=0),
        waiting=Sum("change", filter=Q(status=Status.QUESTION_OPEN), default=0),
        due=Sum("change", filter=Q(due__lte=today), default=0),
    )
    return Counts(**found)


def by_department(today: date) -> dict[int, tuple[int, int, int, int]]:
    """Per department with open cases: how many, of them nobody's, waiting for the applicant, and due by `today`."""
    rows = Tally.objects.exclude(status__in=sorted(CLOSED)).values("department").order_by()
    counted = rows.annotate(
        open=Sum("change", default=0),
        new=Sum("change", filter=Q(assignee=None), default=0),
        waiting=Sum("change", filter=Q(status=Status.QUESTION_OPEN), default=0),
        due=Sum("change", filter=Q(due__lte=today), default=0),
    )
    return {row["department"]: (row["open"], row["new"], row["waiting"], row["due"]) for row in counted if row["open"]}


def condense() -> None:
    """Add up the rows of the entered body, so that reading them stays quick. Changes no sum."""
    with connection.cursor() as cursor:
        cursor.execute(_CONDENSE, {"tenant": scope.current().tenant_id})


def recount() -> int:
    """Compare the numbers of the entered body with its cases and put right what differs; returns how many kinds did."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCE, {"tenant": scope.current().tenant_id})
        return int(cursor.rowcount)
