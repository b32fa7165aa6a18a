"""The catalogue's round: forget what nobody searches for any more."""

from datetime import datetime

from drehscheibe.catalogue import fruitless
from drehscheibe.kernel import clock, jobs
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory


@jobs.every_hour("catalogue.forget_searches")
def forget_searches(now: datetime) -> None:
    """Delete counts of fruitless searches that are old."""
    for tenant in directory().tenants.values():
        with work_as(tenant):
            fruitless.forget(today=clock.day(now))
