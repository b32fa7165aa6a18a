"""Count deadlines: in calendar days, weeks and months (§§ 187 to 193 BGB, § 31 VwVfG), and in working days.

Everything counts calendar days in Berlin, so that nights in which the clock changes are days like all others. A
working day is Monday to Friday without the public holidays of the Land; Saturdays do not count (§ 193 BGB). `land`
is the first two digits of the body's ARS; without one, only what is a holiday in the whole country counts.
"""

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from drehscheibe.kernel import clock

_SUBDIVISIONS = {
    "01": "SH", "02": "HH", "03": "NI", "04": "HB", "05": "NW", "06": "HE", "07": "RP", "08": "BW",
    "09": "BY", "10": "SL", "11": "BE", "12": "BB", "13": "MV", "14": "SN", "15": "ST", "16": "TH",
}  # fmt: skip


@lru_cache(maxsize=64)
def _holidays(land: str, year: int) -> Container[date]:
    import holidays  # noqa: PLC0415  loaded when a deadline is counted, not by every process

    return frozenset(holidays.country_holidays("DE", subdiv=_SUBDIVISIONS.get(land[:2]), years=year))


def is_working_day(day: date, land: str) -> bool:
    """Whether offices of the Land work on this day."""
    return day.weekday() < 5 and day not in _holidays(land[:2], day.year)


def next_working_day(day: date, land: str) -> date:
    """The day itself, or the first working day after it: where a deadline ends that would end on it (§ 193 BGB)."""
    while not is_working_day(day, land):
        day += timedelta(days=1)
    return day


def after_days(start: date, days: int) -> date:
    """The day so many calendar days later; the day of the event does not count (§ 187 Absatz 1, § 188 Absatz 1 BGB)."""
    return start + timedelta(days=days)


def after_working_days(start: date, days: int, land: str) -> date:
    """The working day so many working days after `start`, which does not count itself."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, land)
    return day


def working_days_between(start: date, end: date, land: str) -> int:
    """How many working days lie after `start` up to and including `end`: 0 when `end` is not later."""
    return sum(is_working_day(start + timedelta(days=n), land) for n in range(1, (end - start).days + 1))


def before_working_days(end: date, days: int, land: str) -> date:
    """The working day so many working days before `end`."""
    day = end
    while days > 0:
        day -= timedelta(days=1)
        days -= is_working_day(day, land)
    return day


def end_of(day: date) -> datetime:
    """The moment at which the day is over in Berlin: the first of the next."""
    return datetime.combine(day + timedelta(days=1), time(), clock.BERLIN)


def morning_of(day: date) -> datetime:
    """Seven o'clock in Berlin on this day: when a working day's reminders are due."""
    return datetime.combine(day, time(7), clock.BERLIN)
