"""The rounds of the figures."""

from datetime import datetime

from drehscheibe.insights import figures, links, reminders
from drehscheibe.kernel import jobs
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory


@jobs.every_hour("insights.keep_progress")
def keep_progress(now: datetime) -> None:
    """Keep today's figures of every body; the last hour of a day stays."""
    for tenant in directory().tenants.values():
        with work_as(tenant):
            figures.keep_progress(now=now)


@jobs.every("23 * * * *", "insights.check_links")
def check_links(now: datetime) -> None:
    """Check a few links of descriptions, those first that have waited longest."""
    links.check_some(now=now)


@jobs.every("40 4 * * 1", "insights.remind")
def remind(now: datetime) -> None:
    """On Mondays: tell editors by mail which of their descriptions are due for a look."""
    for tenant in directory().tenants.values():
        with work_as(tenant):
            reminders.remind(now=now)


@jobs.task("insights.send_reminder", retry=jobs.MAIL)
def send_reminder(*, account_id: int, now: datetime) -> None:
    """Send one editor the list of what is due now."""
    reminders.send(account_id, now=now)
