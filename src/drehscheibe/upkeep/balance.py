"""The balance: received = delivered + open + withdrawn, for every body and day, from facts that know nothing of each
other: the audit's events on one side, the rows of applications (and of erased ones) on the other.
"""

import logging
from datetime import datetime, time, timedelta

from django.db import connection

from drehscheibe.applications.operations.erasing import due
from drehscheibe.kernel import clock, logs, scope
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory
from drehscheibe.upkeep.models import Balance

NOTICE = 30  # days before cases are erased
log = logging.getLogger(__name__)

_COUNT = """
WITH sent AS (
    SELECT chain AS id FROM kernel_auditevent WHERE verb = 'submitted' AND at < %(before)s
), kept AS (
    SELECT a.id, a.status,
        (a.status = 'decided') <> (d.id IS NOT NULL) OR (a.status = 'withdrawn') <> (w.id IS NOT NULL) AS is_odd
    FROM applications_application a
    LEFT JOIN applications_decision d ON d.application_id = a.id
    LEFT JOIN applications_withdrawal w ON w.application_id = a.id
    WHERE a.submitted < %(before)s
    UNION ALL
    SELECT application_id, status, false FROM applications_erasure WHERE submitted < %(before)s
)
SELECT
    count(sent.id),
    count(kept.id) FILTER (WHERE kept.status = 'decided'),
    count(kept.id) FILTER (WHERE kept.status NOT IN ('decided', 'withdrawn')),
    count(kept.id) FILTER (WHERE kept.status = 'withdrawn'),
    count(*) FILTER (WHERE sent.id IS NULL OR kept.id IS NULL OR kept.is_odd)
FROM sent FULL JOIN kept ON kept.id = sent.id
"""


def drawn(before: datetime) -> Balance:
    """The entered body's balance of everything sent before a moment, counted in one statement; not stored."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"before": before})
        received, delivered, still_open, withdrawn, difference = cursor.fetchone() or (0, 0, 0, 0, 0)
    return Balance(
        tenant_id=scope.current().tenant_id,
        day=clock.day(before - timedelta(microseconds=1)),
        received=received,
        delivered=delivered,
        open=still_open,
        withdrawn=withdrawn,
        difference=difference,
        due=due(clock.days_after(before, NOTICE)).count(),
    )


def draw_daily(*, now: datetime) -> list[Balance]:
    """Draw and keep yesterday's balance of every body that has none yet; a difference is an error in the log."""
    midnight = datetime.combine(clock.day(now), time(), clock.BERLIN)
    found: list[Balance] = []
    for tenant in directory().tenants.values():
        with work_as(tenant):
            if Balance.objects.filter(day=clock.day(midnight - timedelta(hours=1))).exists():
                continue
            balance = drawn(midnight)
            balance.save(force_insert=True)
        level = logging.ERROR if balance.difference else logging.INFO
        names = ("received", "delivered", "open", "withdrawn", "difference", "due")
        numbers = {name: getattr(balance, name) for name in names}
        logs.tell(log, level, "balance", portal=tenant.slug, day=balance.day.isoformat(), **numbers)
        found.append(balance)
    return found


def latest() -> list[Balance]:
    """The last balance of each body that has one."""
    found: list[Balance] = []
    for tenant in directory().tenants.values():
        with work_as(tenant):
            found += Balance.objects.order_by("-day")[:1]
    return found
