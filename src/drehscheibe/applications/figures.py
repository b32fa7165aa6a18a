"""Figures of departments and services, worked out at night over the last twelve months; never about one person."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from drehscheibe.applications.office import Figures
from drehscheibe.kernel import freshness, scope

SPAN = timedelta(days=365)
ENOUGH = 20  # decisions from which on a median is told to citizens

_LATELY = """
WITH lately AS (
    SELECT a.id, a.online_service_id, a.department_id, a.submitted >= %(since)s AS is_new,
        CASE WHEN d.at >= %(since)s THEN extract(epoch FROM d.at - a.submitted) / 86400.0 END AS days
    FROM applications_application a LEFT JOIN applications_decision d ON d.application_id = a.id
    WHERE a.tenant_id = %(tenant)s AND (a.submitted >= %(since)s OR d.at >= %(since)s)
)
"""
_WORK_OUT = (
    _LATELY  # noqa: S608  our own words
    + """, asked AS (
    SELECT l.online_service_id, l.department_id, count(*) AS number FROM (
        SELECT application_id FROM applications_question WHERE tenant_id = %(tenant)s AND at >= %(since)s
        UNION ALL
        SELECT application_id FROM applications_documentrequest WHERE tenant_id = %(tenant)s AND at >= %(since)s
    ) q JOIN lately l ON l.id = q.application_id GROUP BY 1, 2
)
INSERT INTO applications_figures
    (tenant_id, online_service_id, department_id, received, decided, asked, median_days, ninth_days, at)
SELECT %(tenant)s, l.online_service_id, l.department_id, count(*) FILTER (WHERE l.is_new), count(l.days),
    coalesce(max(asked.number), 0), percentile_cont(0.5) WITHIN GROUP (ORDER BY l.days),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY l.days), %(now)s
FROM lately l LEFT JOIN asked USING (online_service_id, department_id)
GROUP BY l.online_service_id, l.department_id
"""
)
_USUAL = (
    _LATELY  # noqa: S608  our own words
    + """, usual AS (
    SELECT o.service_id, greatest(1, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY l.days))::int) AS days
    FROM lately l JOIN catalogue_onlineservice o ON o.id = l.online_service_id AND NOT o.is_contact
    WHERE l.days IS NOT NULL GROUP BY o.service_id HAVING count(*) >= %(enough)s
)
UPDATE catalogue_service s SET usual_days = u.days
FROM catalogue_service own LEFT JOIN usual u ON u.service_id = own.id
WHERE s.id = own.id AND s.tenant_id = %(tenant)s AND s.usual_days IS DISTINCT FROM u.days
"""
)


@transaction.atomic
def work_out(*, now: datetime) -> int:
    """Work out the entered body's figures anew; returns how many services tell citizens another time than before."""
    facts: dict[str, Any] = {"tenant": scope.current().tenant_id, "since": now - SPAN, "now": now, "enough": ENOUGH}
    Figures.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(_WORK_OUT, facts)
        cursor.execute(_USUAL, facts)
        changed = int(cursor.rowcount)
    if changed:
        freshness.announce()
    return changed


def of(departments: frozenset[int] | None) -> "QuerySet[Figures]":
    """The figures of these departments (None: all of the entered body), by department and service."""
    rows = Figures.objects.select_related("department", "online_service__service")
    rows = rows if departments is None else rows.filter(department__in=departments)
    return rows.order_by("department__name__de", "department", "-received", "online_service")
