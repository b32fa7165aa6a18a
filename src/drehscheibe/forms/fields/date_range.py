"""From one day to another, both counted; each typed in one box as people write dates."""

import re
from datetime import date
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.fields.dates import ISO_DAY, day_of, faults_of_bounds, take_apart, write_date
from drehscheibe.forms.fields.kind import NOTHING, Invalid, Kind, Parts, first, wrong
from drehscheibe.forms.messages import MESSAGES
from drehscheibe.forms.schema import Field, text

_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")


class DateRangeKind(Kind):
    parts = ("from", "to")
    uses = frozenset({"min", "max"})
    logic = "period"

    def parts_known(self, _field: Field, /) -> dict[str, str]:
        return dict.fromkeys(self.parts, "date")

    def controls(self, field: Field, name: str, lang: str, /, _typed: Parts = NOTHING) -> list[Control]:
        facts: dict[str, Any] = {"autocomplete": "off", "width": 16, "maxlength": 30}
        labels = {part: text(MESSAGES[f"box_{part}"], lang) for part in self.parts}
        hint = text(MESSAGES["example_of_a_day"], lang)
        return [
            self.describe(field, f"{name}.{part}", lang, label=label, hint=hint, **facts)
            for part, label in labels.items()
        ]

    def parse(self, field: Field, raw: Parts, today: date, /) -> Any:
        typed = {part: clean_line(first(raw, part)[:100]) for part in self.parts}
        if not any(typed.values()):
            return None
        days = {part: self.day(field, part, words, today) for part, words in typed.items()}
        if days["to"] < days["from"]:
            raise wrong(field, "range_backwards", "to")
        return {part: day.isoformat() for part, day in days.items()}

    def day(self, field: Field, part: str, line: str, today: date) -> date:
        """The day in one box. Raise Invalid."""
        joined = _DIGITS.fullmatch(line)
        typed = take_apart({"day": line, "month": "", "year": ""})
        if joined:
            typed = dict(zip(("day", "month", "year"), joined.groups(), strict=True))
        if not typed["year"]:
            words = MESSAGES[f"the_{part}"]
            raise wrong(field, "unreadable_day" if line else "no_part_of_date", part, words=words)
        try:
            return day_of(field, typed, today, part)
        except Invalid as invalid:
            raise Invalid(invalid.message, part) from None  # here is one box only, whatever part it meant

    def summary(self, _field: Field, value: Any, lang: str, /) -> str:
        first_day, last_day = (write_date(value[part], lang) for part in self.parts)
        return f"{first_day} – {last_day}" if first_day != last_day else first_day

    def json_schema(self, _field: Field, /) -> dict[str, Any]:
        days = {"from": ISO_DAY, "to": ISO_DAY}
        return {"type": "object", "properties": days, "required": list(days), "additionalProperties": False}

    def faults(self, field: Field, /) -> list[str]:
        return faults_of_bounds(field)
