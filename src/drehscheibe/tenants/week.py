"""Opening hours: a week of times from the form, as the lines that people read, and back.

A week maps a day (0 is Monday) to at most two spans of minutes since midnight. Lines that name no times ("und nach
Vereinbarung") are kept beside it as free lines.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Span = tuple[int, int]
Week = dict[int, tuple[Span, ...]]

DAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?: ?Uhr| ?h)?", re.IGNORECASE | re.ASCII)
_LINE = re.compile(r"(?P<days>[A-Za-z, ]+?)(?P<also> auch)? (?P<times>\d.*?) Uhr")
_SPAN = re.compile(r"(\d{1,2}(?::\d{2})?) bis (\d{1,2}(?::\d{2})?)")


class NotATimeError(ValueError):
    """What was typed is no time of day."""


class ImpossibleHoursError(ValueError):
    """The times of a day do not follow each other: one is missing, or the end comes before the beginning."""


def read_time(typed: str) -> int | None:
    """Minutes since midnight of `8`, `8.30`, `08:30`, `8 Uhr`; None for nothing. Raises NotATimeError."""
    if not typed.strip():
        return None
    found = _TIME.fullmatch(typed.strip())
    minutes = int(found[1]) * 60 + int(found[2] or 0) if found else 0
    if not found or int(found[2] or 0) > 59 or minutes >= 24 * 60:
        raise NotATimeError(typed)
    return minutes


def spans(times: Sequence[int | None]) -> tuple[Span, ...]:
    """The spans of a day from beginning and end, beginning and end. Raises ImpossibleHoursError."""
    pairs = [(times[place], times[place + 1]) for place in range(0, len(times), 2)]
    found = [(start, end) for start, end in pairs if start is not None and end is not None]
    if len(found) != sum(pair != (None, None) for pair in pairs):
        raise ImpossibleHoursError
    edges = [edge for span in found for edge in span]
    if any(before >= after for before, after in pairwise(edges)):
        raise ImpossibleHoursError
    return tuple(found)


def written(minutes: int) -> str:
    """As a control of type `time` holds it: `08:00`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _german(span: Span) -> str:
    return " bis ".join(f"{edge // 60}:{edge % 60:02}" if edge % 60 else f"{edge // 60}" for edge in span)


def _english(minutes: int) -> str:
    if minutes == 12 * 60:
        return "noon"
    if minutes == 0:
        return "midnight"
    hour, rest = (minutes // 60 - 1) % 12 + 1, minutes % 60
    return (
        f"{hour}:{rest:02} {'am' if minutes < 720 else 'pm'}" if rest else f"{hour} {'am' if minutes < 720 else 'pm'}"
    )


def _joined(parts: Sequence[str], last: str) -> str:
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else parts[0]


def _days(days: Sequence[int], language: str, to: str, also: str) -> str:
    names, runs = DAYS[language], [[days[0]]]
    for day in days[1:]:
        if day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts = []
    for run in runs:
        parts += [f"{names[run[0]]} {to} {names[run[-1]]}"] if len(run) > 2 else [names[day] for day in run]
    return _joined(parts, also)


def lines(week: Mapping[int, Sequence[Span]], free: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The lines per language that a page shows: days with the same times together, then the free lines."""
    alike: dict[tuple[Span, ...], list[int]] = {}
    for day in sorted(week):
        if week[day]:
            alike.setdefault(tuple(week[day]), []).append(day)
    german, english = [], []
    for times, days in alike.items():
        german.append(f"{_days(days, 'de', 'bis', 'und')} {' und '.join(map(_german, times))} Uhr")
        told = [f"{_english(start)} to {_english(end)}" for start, end in times]
        english.append(f"{_days(days, 'en', 'to', 'and')} {' and '.join(told)}")
    free_german = list(free.get("de", ()))
    return {"de": [*german, *free_german], "en": [*english, *(free.get("en", ()) or free_german)]}


def _named(text: str) -> list[int] | None:
    """The days that a text like "Montag bis Mittwoch und Freitag" names."""
    found: list[int] = []
    for part in re.split(r", | und ", text.strip()):
        ends = part.split(" bis ")
        if len(ends) > 2 or any(end not in DAYS["de"] for end in ends):
            return None
        numbers = [DAYS["de"].index(end) for end in ends]
        found += range(numbers[0], numbers[-1] + 1)
    return found


def read(texts: Mapping[str, Sequence[str]]) -> tuple[Week, dict[str, list[str]]]:
    """Week and free lines from shown lines; what is no plain hours stays a free line, so nothing is lost."""
    week: Week = {}
    free: dict[str, list[str]] = {"de": [], "en": []}
    german, english = list(texts.get("de", [])), list(texts.get("en", []))
    for place, line in enumerate(german):
        found = _LINE.fullmatch(line)
        days = _named(found["days"]) if found else None
        parts = found["times"].split(" und ") if found else []
        times = [_SPAN.fullmatch(part) for part in parts]
        if days and times and all(times):
            read_spans = tuple((read_time(time[1]) or 0, read_time(time[2]) or 0) for time in times if time is not None)
            added = {day: tuple(sorted((*week.get(day, ()), *read_spans))) for day in days}
            if all(_fits(day) for day in added.values()):
                week |= added
                continue
        free["de"].append(line)
        if len(english) == len(german):
            free["en"].append(english[place])
    return week, free


def _fits(day: Sequence[Span]) -> bool:
    """Whether the form can hold the day: at most two spans, one after the other."""
    try:
        return len(day) <= 2 and spans([edge for span in day for edge in span]) == tuple(day)
    except ImpossibleHoursError:
        return False
