"""When a department is open, read from the lines that its page shows ("Montag bis Freitag 8 bis 12 Uhr")."""

import re
from collections.abc import Iterable, Iterator
from datetime import time
from typing import NamedTuple

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_DAY = re.compile(r"(?P<to>bis|–|-)?\s*\b(?P<day>Mo|Di|Mi|Do|Fr|Sa|So)(?:[a-z]*tag|ttwoch)?\b", re.IGNORECASE)
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_HOURS = re.compile(rf"{_CLOCK}\s*(?:Uhr)?\s*(?:bis|–|-)\s*{_CLOCK}")


class Opening(NamedTuple):
    """Open on this weekday (0 is Monday) between these two times."""

    weekday: int
    start: time
    end: time


def opening_hours(lines: Iterable[str]) -> list[Opening]:
    """The openings that the German lines tell, in the order of the week; lines that tell none are passed over."""
    return sorted({opening for line in lines for opening in _openings(line)})


def _openings(line: str) -> Iterator[Opening]:
    first = next(re.finditer(r"\d", line), None)
    days = _days(line[: first.start()]) if first else []
    for found in _HOURS.finditer(line):
        start, end = _time(found[1], found[2]), _time(found[3], found[4])
        if start and end and start < end:
            yield from (Opening(day, start, end) for day in days)


def _days(words: str) -> list[int]:
    """The weekdays at the beginning of a line, "bis" between two of them filled up."""
    short = [name[:2].lower() for name in WEEKDAYS]
    days: list[int] = []
    if not _DAY.match(words):
        return days
    for found in _DAY.finditer(words):
        day = short.index(found["day"].lower())
        days += range(days[-1] + 1, day + 1) if found["to"] and days else [day]
    return days


def _time(hour: str, minute: str | None) -> time | None:
    return time(int(hour), int(minute or 0)) if int(hour) < 24 and int(minute or 0) < 60 else None
