"""The one place that reads the machine's clock; everything else is told the time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    """The present moment in Berlin, aware of its zone."""
    return datetime.now(BERLIN)


def day(moment: datetime) -> date:
    """The calendar day in Berlin on which `moment` falls (deadlines count local days, § 187 BGB)."""
    return moment.astimezone(BERLIN).date()


def days_after(moment: datetime, days: int) -> datetime:
    """The same wall-clock time `days` later, also across a change to daylight saving time."""
    return moment.astimezone(BERLIN) + timedelta(days=days)
