"""A date in three boxes, read tolerantly: 3.7.2020 whole in the first box, or "Juli" as the month.

Bounds are an ISO date or "today", with a distance if wished: "today-18y", "today+14d", "today-6m".
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.fields.kind import NOTHING, Kind, Parts, first, wrong
from drehscheibe.forms.messages import MESSAGES
from drehscheibe.forms.schema import Field, text

BOXES = {"day": (2, 1, 31), "month": (2, 1, 12), "year": (4, 1850, 2150)}  # width in characters, lowest, highest
ISO_DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}
_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_ALSO = {"mar": 3, "mae": 3, "may": 5, "oct": 10, "dec": 12, "jän": 1}
_WHOLE = re.compile(r"([0-9]{1,2})[./ -]+([0-9]{1,2}|[^\W\d_]{3,9})[./ -]+([0-9]{4})")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_BOUND = re.compile(r"today(?:([+-][0-9]{1,4})([dmy]))?")


def write_date(value: str, lang: str) -> str:
    """03.07.2020 in German, 3 July 2020 in English."""
    day = date.fromisoformat(value)
    return f"{day.day} {day:%B %Y}" if lang == "en" else f"{day:%d.%m.%Y}"


def read_bound(bound: object, today: date) -> date | None:
    """The day a bound means; raise ValueError when it means none."""
    relative = _BOUND.fullmatch(str(bound))
    if bound is None or relative is None:
        return None if bound is None else date.fromisoformat(str(bound))
    distance, unit = int(relative[1] or 0), relative[2]
    if unit not in {"m", "y"}:
        return today + timedelta(days=distance)
    year, month = divmod(today.year * 12 + today.month - 1 + distance * (12 if unit == "y" else 1), 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


class DateKind(Kind):
    parts = tuple(BOXES)
    uses = frozenset({"min", "max"})
    logic = "date"

    def controls(self, field: Field, name: str, lang: str, /, _typed: Parts = NOTHING) -> list[Control]:
        return boxes(self, field, name, lang)

    def parse(self, field: Field, raw: Parts, today: date, /) -> Any:
        typed = {part: clean_line(first(raw, part)[:100]) for part in self.parts}
        if not any(typed.values()):
            return None
        return day_of(field, take_apart(typed), today, "day").isoformat()

    def summary(self, _field: Field, value: Any, lang: str, /) -> str:
        return write_date(value, lang)

    def json_schema(self, _field: Field, /) -> dict[str, Any]:
        return ISO_DAY

    def faults(self, field: Field, /) -> list[str]:
        return faults_of_bounds(field)


def faults_of_bounds(field: Field) -> list[str]:
    """What is wrong with the bounds of a date, in words for the author."""
    try:
        for bound in (field.min, field.max):
            read_bound(bound, date(2000, 2, 29))
    except (ValueError, OverflowError):
        return ["min und max sind ein Datum (JJJJ-MM-TT) oder „today“, auch today-18y, today+14d, today-6m."]
    return []


def boxes(kind: Kind, field: Field, name: str, lang: str) -> list[Control]:
    """The boxes side by side."""
    controls = []
    for part in kind.parts_of(field):
        facts: dict[str, Any] = {"label": text(MESSAGES[part], lang), "hint": None, "maxlength": 20}
        facts["autocomplete"] = f"bday-{part}" if field.autocomplete == "bday" else ""
        facts["width"] = BOXES[part][0]
        controls.append(kind.describe(field, f"{name}.{part}", lang, **facts, inputmode="numeric"))
    return controls


def take_apart(typed: Mapping[str, str]) -> dict[str, str]:
    """Day, month and year; where only the first box was filled in, what stands there may be a whole date."""
    if typed["month"] or typed["year"]:
        return dict(typed)
    whole, iso = _WHOLE.fullmatch(typed["day"]), _ISO.fullmatch(typed["day"])
    parts = whole.groups() if whole else iso.group(*BOXES) if iso else typed.values()
    return dict(zip(BOXES, parts, strict=True))


def day_of(field: Field, typed: Mapping[str, str], today: date, control: str) -> date:
    """The day within the field's bounds; `control`: the part at which it is told when there is no such day, or it is
    out of bounds. Raise Invalid.
    """
    numbers = {part: number_in(field, part, typed[part]) for part in BOXES}
    try:
        day = date(**numbers)
    except ValueError:
        raise wrong(field, "no_such_day", control) from None
    for bound, message, sign in ((field.min, "too_early", 1), (field.max, "too_late", -1)):
        limit = read_bound(bound, today) or day
        if (limit - day).days * sign > 0:
            told = {lang: write_date(limit.isoformat(), lang) for lang in ("de", "en")}
            raise wrong(field, message, control, limit=told)
    return day


def number_in(field: Field, part: str, typed: str) -> int:
    """The number in one of the boxes. Raise Invalid."""
    _, low, high = BOXES[part]
    written = typed.rstrip(".")
    month = written[:3].lower()
    if part == "month" and (month in _MONTHS or month in _ALSO):
        return _ALSO.get(month) or _MONTHS.index(month) + 1
    if written.isascii() and written.isdigit() and low <= int(written[:9]) <= high:
        return int(written[:9])
    message = "wrong_year" if part == "year" else "wrong_part_of_date"
    facts = {"words": MESSAGES[f"the_{part}"], "low": low, "high": high}
    raise wrong(field, message if written else "no_part_of_date", part, **facts)
