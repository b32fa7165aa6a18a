"""Whole numbers, or decimals when the field says how many; and the German way to write both."""

import re
from datetime import date
from typing import Any

from drehscheibe.forms.fields.kind import Invalid, OneLine, Raw, say
from drehscheibe.forms.schema import Field, Message, text

_GERMAN = re.compile(r"([+-]?)(\d{1,3}(?:[. ']\d{3})+|\d+)(?:,(\d+))?", re.ASCII)
_POINT = re.compile(r"([+-]?)(\d+)\.(\d+)", re.ASCII)


def read_decimal(line: str, places: int) -> int | None:
    """The number in units of 10**-places ("1.234,5" with 2 places is 123450); None when it is no such number.

    A point before exactly three last digits separates thousands, as usual in Germany; any other point is a decimal one.
    """
    found = _GERMAN.fullmatch(line) or _POINT.fullmatch(line)
    if found is None:
        return None
    whole, rest = re.sub(r"\D", "", found[2]), (found[3] or "").rstrip("0")
    return int(found[1] + whole + rest.ljust(places, "0")) if len(rest) <= places and len(whole) <= 12 else None


def write_decimal(units: int, places: int, lang: str, *, grouped_from: int = 10_000) -> str:
    """`units` of 10**-places as people write it: 12.345,50 in German, 12,345.50 in English; 2021 stays 2021."""
    whole, rest = divmod(abs(units), 10**places)
    written = f"{whole:,}" if whole >= grouped_from else str(whole)
    written = f"{'-' if units < 0 else ''}{written}" + (f".{rest:0{places}}" if places else "")
    return written if lang == "en" else written.translate({44: ".", 46: ","})


class NumberKind(OneLine):
    uses = frozenset({"min", "max", "decimals", "unit"})
    logic = "number"
    longest = 30
    inputmode = "decimal"
    width = 10

    def units(self, field: Field, amount: float) -> int:
        """An amount, as values and bounds have it, in the smallest unit that can be typed."""
        scale: int = 10**field.decimals
        return round(amount * scale)

    def places(self, field: Field) -> int:
        return field.decimals

    def refusal(self, field: Field) -> Message:
        if field.decimals:
            de = "Geben Sie bei „{label}“ eine Zahl mit höchstens {places} Stellen nach dem Komma ein."
            en = "Enter “{label}” as a number with at most {places} decimal places."
            return say(field.label, de, en, places=field.decimals)
        de = "Geben Sie bei „{label}“ eine ganze Zahl ein, zum Beispiel 12."
        return say(field.label, de, "Enter “{label}” as a whole number, such as 12.")

    def units_of(self, field: Field, line: str) -> int:
        """The number in the smallest unit. Raise Invalid when there is none or it is out of bounds."""
        units = read_decimal(line, self.places(field))
        if units is None:
            raise Invalid(self.refusal(field))
        for bound, below, de, en in (
            (field.min, True, "„{label}“ muss mindestens {limit} sein.", "“{label}” must be at least {limit}."),
            (field.max, False, "„{label}“ darf höchstens {limit} sein.", "“{label}” must be at most {limit}."),
        ):
            limit = self.units(field, bound) if isinstance(bound, int | float) else units
            if units < limit if below else units > limit:
                written = {lang: write_decimal(limit, self.places(field), lang) for lang in ("de", "en")}
                raise Invalid(say(field.label, de, en, limit=written))
        return units

    def read(self, field: Field, line: str, /) -> int | float:
        units = self.units_of(field, line)
        return units / 10**field.decimals if field.decimals else units

    def summary(self, field: Field, value: Any, lang: str, /) -> str:
        written = write_decimal(self.units(field, value), self.places(field), lang)
        return f"{written} {text(field.unit, lang)}" if field.unit else written

    def to_raw(self, field: Field, value: Any, /) -> Raw:
        return {"": [write_decimal(self.units(field, value), self.places(field), "de")]}

    def example(self, field: Field, seed: int, _today: date, /) -> Raw:
        low = self.units(field, field.min) if isinstance(field.min, int | float) else 0
        high = self.units(field, field.max) if isinstance(field.max, int | float) else low + 100_000
        return {"": [write_decimal(low + seed % (high - low + 1), self.places(field), "de")]}

    def faults(self, field: Field, /) -> list[str]:
        bounds = [bound for bound in (field.min, field.max) if bound is not None]
        numeric = int if self.logic == "money" else int | float
        if not all(isinstance(bound, numeric) for bound in bounds) or bounds != sorted(bounds, key=float):
            return ["min und max müssen Zahlen sein (bei Beträgen ganze Cent), min nicht über max."]
        return []
