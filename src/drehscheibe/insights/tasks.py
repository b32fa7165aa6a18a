"""The rounds of the figures."""

from datetime import datetime

from drehscheibe.insights import figures
from drehscheibe.kernel import jobs
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory


@jobs.every_hour("insights.keep_progress")
def keep_progress(now: datetime) -> None:
    """Keep today's figures of every body; the last hour of a day stays."""
    for tenant in directory().tenants.values():
        with work_as(tenant):
            figures.keep_progress(now=now)
