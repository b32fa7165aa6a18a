"""The catalogue's rounds: publish what is due, hide what has ended, forget what nobody searches for any more."""

from datetime import datetime

from drehscheibe.catalogue import fruitless, going_live
from drehscheibe.kernel import clock, jobs
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory


@jobs.every_hour("catalogue.forget_searches")
def forget_searches(now: datetime) -> None:
    """Delete counts of fruitless searches that are old."""
    for tenant in directory().tenants.values():
        with work_as(tenant):
            fruitless.forget(today=clock.day(now))


@jobs.every("* * * * *", "catalogue.keep_dates")
def keep_dates(now: datetime) -> None:
    """Publish what was planned for by now, and hide what was valid until yesterday."""
    for tenant in directory().tenants.values():
        with work_as(tenant):
            going_live.publish_due(now=now)
            going_live.take_down_ended(today=clock.day(now), now=now)
