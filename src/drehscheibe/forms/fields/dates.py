"""A date in three boxes, read tolerantly: 3.7.2020, 03/07/2020 in the first box, or "Juli" as the month.

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

_BOXES: dict[str, tuple[Message, int, str]] = {
    "day": ({"de": "Tag", "en": "Day"}, 2, "bday-day"),
    "month": ({"de": "Monat", "en": "Month"}, 2, "bday-month"),
    "year": ({"de": "Jahr", "en": "Year"}, 4, "bday-year"),
}
_LACKING = {"day": ("der Tag", "the day"), "month": ("der Monat", "the month"), "year": ("das Jahr", "the year")}
_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_ALSO = {"mar": 3, "mae": 3, "may": 5, "oct": 10, "dec": 12, "jän": 1}
_WHOLE = re.compile(
    r"(\d{1,2})[./ -]+(\d{1,2}|[^\W\d_]{3,9})[./ -]+(\d{4})|(\d{4})-(\d\d)-(\d\d)", re.ASCII | re.IGNORECASE
)
_BOUND = re.compile(r"today(?:([+-]\d{1,5})([dmy]))?")


def write_date(value: str, lang: str) -> str:
    """03.07.2020 in German, 3 July 2020 in English."""
    day = date.fromisoformat(value)
    return f"{day.day} {day:%B %Y}" if lang == "en" else f"{day:%d.%m.%Y}"


def read_bound(bound: object, today: date) -> date | None:
    """The day a bound means; raise ValueError when it means none."""
    if bound is None:
        return None
    relative = _BOUND.fullmatch(str(bound))
    if relative is None:
        return date.fromisoformat(str(bound))
    distance, unit = int(relative[1] or 0), relative[2]
    if unit in {"m", "y"}:
        year, month = divmod(today.year * 12 + today.month - 1 + distance * (12 if unit == "y" else 1), 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    return today + timedelta(days=distance)


class DateKind(Kind):
    parts = ("day", "month", "year")
    uses = frozenset({"min", "max"})
    logic = "date"

    def controls(self, field: Field, name: str, lang: str) -> list[Control]:
        tokens = field.autocomplete == "bday"
        return [
            Control(
                kind="text",
                name=f"{name}.{part}",
                label=text(label, lang),
                inputmode="numeric",
                width=width,
                autocomplete=token if tokens else "",
                maxlength=20,
            )
            for part, (label, width, token) in _BOXES.items()
        ]

    def parse(self, field: Field, raw: Parts, today: date) -> Any:
        typed = {part: clean_line(first(raw, part)[:100]) for part in self.parts}
        if not any(typed.values()):
            return None
        if not typed["month"] and not typed["year"] and (whole := _WHOLE.fullmatch(typed["day"])):
            given = (whole[1], whole[2], whole[3]) if whole[1] else (whole[6], whole[5], whole[4])
            typed = dict(zip(self.parts, given, strict=True))
        for part, (de, en) in _LACKING.items():
            if not typed[part]:
                raise Invalid(say(field, f"Bei „{{label}}“ fehlt {de}.", f"“{{label}}” lacks {en}."), part)
        day = self._read(field, typed)
        for bound, after, de, en in (
            (
                read_bound(field.min, today),
                False,
                "„{label}“ darf nicht vor dem {limit} liegen.",
                "“{label}” must not be before {limit_en}.",
            ),
            (
                read_bound(field.max, today),
                True,
                "„{label}“ darf nicht nach dem {limit} liegen.",
                "“{label}” must not be after {limit_en}.",
            ),
        ):
            if bound is not None and (day > bound if after else day < bound):
                limit, limit_en = (write_date(bound.isoformat(), lang) for lang in ("de", "en"))
                raise Invalid(say(field, de, en, limit=limit, limit_en=limit_en), "day")
        return day.isoformat()

    def _read(self, field: Field, typed: dict[str, str]) -> date:
        numbers: dict[str, int] = {}
        for part, (low, high) in {"day": (1, 31), "month": (1, 12), "year": (1850, 2150)}.items():
            written = typed[part].rstrip(".")
            name = written[:3].lower()
            if part == "month" and (name in _MONTHS or name in _ALSO):
                numbers[part] = _ALSO.get(name) or _MONTHS.index(name) + 1
            elif written.isascii() and written.isdigit() and low <= int(written) <= high:
                numbers[part] = int(written)
            elif part == "year":
                en = "Enter the year of “{label}” with four digits, such as 1987."
                raise Invalid(
                    say(field, "Geben Sie bei „{label}“ das Jahr mit vier Ziffern ein, zum Beispiel 1987.", en), part
                )
            else:
                de, en = (
                    f"Bei „{{label}}“ stimmt {_LACKING[part][0]} nicht.",
                    f"Check {_LACKING[part][1]} of “{{label}}”.",
                )
                raise Invalid(say(field, f"{de} Geben Sie eine Zahl von {low} bis {high} ein.", en), part)
        try:
            return date(numbers["year"], numbers["month"], numbers["day"])
        except ValueError:
            de = "Diesen Tag gibt es nicht. Prüfen Sie bei „{label}“ Tag und Monat."
            raise Invalid(
                say(field, de, "There is no such day. Check the day and month of “{label}”."), "day"
            ) from None

    def summary(self, field: Field, value: Any, lang: str) -> str:
        del field
        return write_date(value, lang)

    def to_raw(self, field: Field, value: Any) -> Raw:
        del field
        year, month, day = value.split("-")
        return {"day": [day], "month": [month], "year": [year]}

    def example(self, field: Field, seed: int, today: date) -> Raw:
        low, high = read_bound(field.min, today), read_bound(field.max, today)
        if low is None:
            low = (high or today) - timedelta(days=3_650)
        span = ((high or low + timedelta(days=3_650)) - low).days + 1
        return self.to_raw(field, (low + timedelta(days=seed % span)).isoformat())

    def json_type(self, field: Field) -> dict[str, Any]:
        del field
        return {"type": "string", "format": "date"}

    def faults(self, field: Field) -> list[str]:
        try:
            read_bound(field.min, date(2000, 2, 29)), read_bound(field.max, date(2000, 2, 29))
        except (ValueError, OverflowError):
            return [
                "min und max müssen ein Datum (JJJJ-MM-TT) oder „today“ sein, zum Beispiel today-18y oder today+14d."
            ]
        return []
