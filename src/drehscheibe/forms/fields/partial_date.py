"""A date of which only a part may be known: a year, a month, or a day (2020, 2020-07, 2020-07-03).

`precision` is the finest part that is asked for: year, month or day. Whatever is finer than the year may be left out.
"""

from calendar import month_name
from datetime import date
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.fields.dates import BOXES, boxes, faults_of_bounds, number_in, read_bound, take_apart, write_date
from drehscheibe.forms.fields.kind import NOTHING, Kind, Parts, first, wrong
from drehscheibe.forms.messages import MESSAGES
from drehscheibe.forms.schema import Field, Message

_ASKED = {"year": ("year",), "month": ("month", "year"), "day": ("day", "month", "year")}
_DIGITS = {"year": "^[0-9]{4}$", "month": "^(?:0[1-9]|1[0-2])$", "day": "^(?:0[1-9]|[12][0-9]|3[01])$"}
_MONTHS = "Januar,Februar,März,April,Mai,Juni,Juli,August,September,Oktober,November,Dezember"


def write_partial(value: str, lang: str) -> str:
    """2020, Juli 2020, 03.07.2020."""
    parts = value.split("-")
    if len(parts) == 3:
        return write_date(value, lang)
    if len(parts) == 1:
        return value
    return f"{month_name[int(parts[1])] if lang == 'en' else _MONTHS.split(',')[int(parts[1]) - 1]} {parts[0]}"


class PartialDateKind(Kind):
    parts = tuple(BOXES)
    uses = frozenset({"min", "max", "precision"})

    def parts_of(self, field: Field, /) -> tuple[str, ...]:
        return _ASKED[field.precision or "day"]

    def controls(self, field: Field, name: str, lang: str, /, _typed: Parts = NOTHING) -> list[Control]:
        return boxes(self, field, name, lang)

    def note(self, field: Field, /) -> Message | None:
        return MESSAGES["partly_known"] if len(self.parts_of(field)) > 1 else None

    def parse(self, field: Field, raw: Parts, today: date, /) -> Any:
        asked = self.parts_of(field)
        typed = {part: clean_line(first(raw, part)[:100]) for part in asked}
        if not any(typed.values()):
            return None
        if len(asked) == 3:
            typed = take_apart(typed)
        if not typed["year"] or (typed.get("day") and not typed["month"]):
            raise wrong(field, "partial_date_lacks", "year" if not typed["year"] else "month")
        numbers = {part: number_in(field, part, words) for part, words in typed.items() if words}
        try:
            date(numbers["year"], numbers.get("month", 1), numbers.get("day", 1))
        except ValueError:
            raise wrong(field, "no_such_day", "day") from None
        value = "-".join(f"{numbers[part]:02}" for part in ("year", "month", "day") if part in numbers)
        check_bounds(field, value, today)
        return value

    def summary(self, _field: Field, value: Any, lang: str, /) -> str:
        return write_partial(value, lang)

    def part(self, _field: Field, value: Any, part: str, /) -> Any:
        """Year, month or day as they stand in the value; None for what is not known."""
        return dict(zip(("year", "month", "day"), value.split("-"), strict=False)).get(part)

    def json_schema(self, _field: Field, /) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"}

    def part_schema(self, _field: Field, part: str, /) -> dict[str, Any]:
        return {"type": "string", "pattern": _DIGITS[part]}

    def needed_parts(self, _field: Field, /) -> tuple[str, ...]:
        return ("year",)

    def faults(self, field: Field, /) -> list[str]:
        return faults_of_bounds(field)


def check_bounds(field: Field, value: str, today: date) -> None:
    """Refuse what lies out of bounds as a whole: a year with days on either side is taken. Raise Invalid."""
    for bound, message, sign in ((field.min, "too_early", 1), (field.max, "too_late", -1)):
        limit = read_bound(bound, today)
        told = limit.isoformat()[: len(value)] if limit else value
        if limit and (told > value if sign > 0 else told < value):
            raise wrong(
                field, message, "year", limit={lang: write_date(limit.isoformat(), lang) for lang in ("de", "en")}
            )
