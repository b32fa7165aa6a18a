"""The rounds that keep the installation: every minute, every five minutes, every hour."""

import logging
from datetime import datetime

from drehscheibe.applications.operations.erasing import erase_due, plan_due
from drehscheibe.applications.operations.restricting import lift_ended
from drehscheibe.kernel import anchors, files, jobs, logs
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory
from drehscheibe.upkeep import alarms, balance

log = logging.getLogger(__name__)


@jobs.every("* * * * *", "upkeep.anchor")
def anchor(now: datetime) -> None:
    """Anchor the heads of all chains that changed."""
    anchors.anchor(tenants=list(directory().tenants), now=now)


@jobs.every("*/5 * * * *", "upkeep.watch")
def watch(now: datetime) -> None:
    """Draw the daily balance when it is due, and raise alarms."""
    balance.draw_daily(now=now)
    alarms.raise_alarms(now=now)


@jobs.every("37 3 * * *", "upkeep.plan_erasures")
def plan_erasures(now: datetime) -> None:
    """Lift restrictions that have ended, then say what will be erased in thirty days; once per case."""
    for tenant in directory().tenants.values():
        with work_as(tenant):
            lift_ended(now=now)
        planned = 0
        while count := _plan_some(tenant, now):
            planned += count
        if planned:
            logs.tell(log, logging.INFO, "erasures planned", portal=tenant.slug, cases=planned)


def _plan_some(tenant: Tenant, now: datetime) -> int:
    with work_as(tenant):
        return plan_due(now=now)


@jobs.every_hour("upkeep.erase")
def erase(now: datetime) -> None:
    """Erase cases whose retention is over and was announced, a hundred per body and transaction."""
    for tenant in directory().tenants.values():
        erased = 0
        while count := _erase_some(tenant, now):
            erased += count
        if erased:
            logs.tell(log, logging.INFO, "erased", portal=tenant.slug, cases=erased)


def _erase_some(tenant: Tenant, now: datetime) -> int:
    with work_as(tenant):
        return erase_due(now=now)


@jobs.every_hour("upkeep.sweep")
def sweep(now: datetime) -> None:
    """Delete files that no row knows: their transaction was rolled back."""
    for tenant in directory().tenants.values():
        with work_as(tenant):
            swept = files.sweep(now)
        if swept:
            logs.tell(log, logging.WARNING, "swept files without a case", portal=tenant.slug, files=swept)
