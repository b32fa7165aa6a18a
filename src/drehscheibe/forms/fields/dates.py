"""A date in three boxes, read tolerantly: 3.7.2020 whole in the first box, or "Juli" as the month.

Bounds are an ISO date or "today", with a distance if wished: "today-18y", "today+14d", "today-6m".
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.fields.kind import Invalid, Kind, Parts, Raw, first, say
from drehscheibe.forms.schema import Field, Message, text

# per part: label, the label within a sentence, width in characters, lowest, highest
_BOXES: dict[str, tuple[Message, Message, int, int, int]] = {
    "day": ({"de": "Tag", "en": "Day"}, {"de": "der Tag", "en": "the day"}, 2, 1, 31),
    "month": ({"de": "Monat", "en": "Month"}, {"de": "der Monat", "en": "the month"}, 2, 1, 12),
    "year": ({"de": "Jahr", "en": "Year"}, {"de": "das Jahr", "en": "the year"}, 4, 1850, 2150),
}
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
    parts = tuple(_BOXES)
    uses = frozenset({"min", "max"})
    logic = "date"

    def controls(self, field: Field, name: str, lang: str, /) -> list[Control]:
        controls = []
        for part, (words, _, width, _, _) in _BOXES.items():
            token = f"bday-{part}" if field.autocomplete == "bday" else ""
            facts = {"label": text(words, lang), "hint": None, "maxlength": 20, "width": width, "autocomplete": token}
            controls.append(self.describe(field, f"{name}.{part}", lang, **facts, inputmode="numeric"))
        return controls

    def parse(self, field: Field, raw: Parts, today: date, /) -> Any:
        typed = {part: clean_line(first(raw, part)[:100]) for part in self.parts}
        if not any(typed.values()):
            return None
        if not typed["month"] and not typed["year"]:
            whole, iso = _WHOLE.fullmatch(typed["day"]), _ISO.fullmatch(typed["day"])
            parts = whole.groups() if whole else iso.group("day", "month", "year") if iso else typed.values()
            typed = dict(zip(self.parts, parts, strict=True))
        numbers = {part: _number(field, part, typed[part]) for part in self.parts}
        try:
            day = date(**numbers)
        except ValueError:
            de = "Diesen Tag gibt es nicht. Prüfen Sie bei „{label}“ Tag und Monat."
            en = "There is no such day. Check the day and month of “{label}”."
            raise Invalid(say(field.label, de, en), "day") from None
        self._check_bounds(field, day, today)
        return day.isoformat()

    @staticmethod
    def _check_bounds(field: Field, day: date, today: date) -> None:
        low, high = read_bound(field.min, today), read_bound(field.max, today)
        if low and day < low:
            bound, de, en = low, "„{label}“ darf nicht vor dem {limit} liegen.", "“{label}” must not be before {limit}."
        elif high and day > high:
            bound, de, en = (
                high,
                "„{label}“ darf nicht nach dem {limit} liegen.",
                "“{label}” must not be after {limit}.",
            )
        else:
            return
        limit = {lang: write_date(bound.isoformat(), lang) for lang in ("de", "en")}
        raise Invalid(say(field.label, de, en, limit=limit), "day")

    def summary(self, _field: Field, value: Any, lang: str, /) -> str:
        return write_date(value, lang)

    def to_raw(self, _field: Field, value: Any, /) -> Raw:
        return dict(zip(("year", "month", "day"), ([part] for part in value.split("-")), strict=True))

    def example(self, field: Field, seed: int, today: date, /) -> Raw:
        low, high = read_bound(field.min, today), read_bound(field.max, today)
        low = low or (high or today) - timedelta(days=3_650)
        span = (high - low).days + 1 if high else 3_650
        return self.to_raw(field, (low + timedelta(days=seed % span)).isoformat())

    def faults(self, field: Field, /) -> list[str]:
        try:
            for bound in (field.min, field.max):
                read_bound(bound, date(2000, 2, 29))
        except (ValueError, OverflowError):
            return ["min und max sind ein Datum (JJJJ-MM-TT) oder „today“, auch today-18y, today+14d, today-6m."]
        return []


def _number(field: Field, part: str, typed: str) -> int:
    """The number in one of the boxes. Raise Invalid."""
    _, words, _, low, high = _BOXES[part]
    written = typed.rstrip(".")
    month = written[:3].lower()
    if part == "month" and (month in _MONTHS or month in _ALSO):
        return _ALSO.get(month) or _MONTHS.index(month) + 1
    if written.isascii() and written.isdigit() and low <= int(written[:9]) <= high:
        return int(written[:9])
    if not written:
        de, en = "Bei „{label}“ fehlt {part}.", "“{label}” lacks {part}."
    elif part == "year":
        de = "Geben Sie bei „{label}“ das Jahr mit vier Ziffern ein, zum Beispiel 1987."
        en = "Enter the year of “{label}” with four digits, such as 1987."
    else:
        de = "Bei „{label}“ stimmt {part} nicht. Geben Sie eine Zahl von {low} bis {high} ein."
        en = "Check {part} of “{label}”. Enter a number from {low} to {high}."
    raise Invalid(say(field.label, de, en, part=words, low=low, high=high), part)
