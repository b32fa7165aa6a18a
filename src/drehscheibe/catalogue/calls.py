"""When somebody may ask a department to call: windows of about two hours within its opening hours, as options."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import Any

from drehscheibe.tenants.hours import WEEKDAYS, Opening, opening_hours

_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LENGTH = 120  # minutes
_SHORTEST = 60
_ANY = {"value": "any", "label": {"de": "Jederzeit während der Öffnungszeiten", "en": "Any time during opening hours"}}
_PARTS_OF_THE_DAY = (
    {"value": "morning", "label": {"de": "Vormittags", "en": "In the morning"}},
    {"value": "noon", "label": {"de": "Mittags", "en": "Around noon"}},
    {"value": "afternoon", "label": {"de": "Nachmittags", "en": "In the afternoon"}},
)


def call_windows(hours: Mapping[str, Sequence[str]] | Sequence[str]) -> list[dict[str, Any]]:
    """The options of the question when to call, from lines (per language or German); parts of the day without hours."""
    lines = hours.get("de", ()) if isinstance(hours, Mapping) else hours
    windows = [_option(window) for opening in opening_hours(lines) for window in _windows(opening)]
    return [_ANY, *(windows or _PARTS_OF_THE_DAY)]


def _windows(opening: Opening) -> Iterator[Opening]:
    start, end = (moment.hour * 60 + moment.minute for moment in opening[1:])
    while start < end:
        stop = start + _LENGTH if end - start >= _LENGTH + _SHORTEST else end
        yield Opening(opening.weekday, time(*divmod(start, 60)), time(*divmod(stop, 60)))
        start = stop


def _option(window: Opening) -> dict[str, Any]:
    day, start, end = window
    label = {
        "de": f"{WEEKDAYS[day]}, {_german(start)} bis {_german(end)} Uhr",
        "en": f"{_DAYS_EN[day]}, {_english(start)} to {_english(end)}",
    }
    return {"value": f"{_DAYS_EN[day][:3].lower()}-{start:%H%M}-{end:%H%M}", "label": label}


def _german(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02}" if moment.minute else str(moment.hour)


def _english(moment: time) -> str:
    if moment == time(12):
        return "noon"
    hour = f"{(moment.hour - 1) % 12 + 1}" + (f":{moment.minute:02}" if moment.minute else "")
    return f"{hour} {'am' if moment.hour < 12 else 'pm'}"
