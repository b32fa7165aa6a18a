"""Whole numbers, or decimals when the field says how many; and the German way to write both."""

import re
from typing import Any

from drehscheibe.forms.fields.kind import Invalid, OneLine, Raw, say
from drehscheibe.forms.schema import Field

_GERMAN = re.compile(r"([+-]?)(\d{1,3}(?:[. ’']\d{3})+|\d+)(?:,(\d+))?")
_POINT = re.compile(r"([+-]?)(\d+)\.(\d+)")


def read_decimal(line: str, places: int) -> int | None:
    """The number in units of 10**-places ("1.234,5" with 2 places is 123450); None when it is no such number.

    A point before exactly three last digits separates thousands, as usual in Germany; any other point is a decimal one.
    """
    found = _GERMAN.fullmatch(line) or _POINT.fullmatch(line)
    if found is None or not line.isascii():
        return None
    sign, whole, rest = found[1], re.sub(r"\D", "", found[2]), (found[3] or "").rstrip("0")
    if len(rest) > places or len(whole) > 12:
        return None
    return int(sign + whole + rest.ljust(places, "0"))


def write_decimal(units: int, places: int, lang: str) -> str:
    """`units` of 10**-places as people write it: 1.234,50 in German, 1,234.50 in English."""
    whole, rest = divmod(abs(units), 10**places)
    written = f"{'-' if units < 0 else ''}{whole:,}" + (f".{rest:0{places}}" if places else "")
    return written if lang == "en" else written.translate({44: ".", 46: ","})


def check_bounds(field: Field, units: int, places: int, scale: int) -> None:
    """Raise Invalid when the number lies outside the field's min or max, which are given in units of 1/scale."""
    for bound, below, de, en in (
        (field.min, True, "„{label}“ muss mindestens {limit} sein.", "“{label}” must be at least {limit_en}."),
        (field.max, False, "„{label}“ darf höchstens {limit} sein.", "“{label}” must be at most {limit_en}."),
    ):
        if not isinstance(bound, int | float):
            continue
        limit = round(bound * 10**places / scale)
        if units < limit if below else units > limit:
            written, written_en = (write_decimal(limit, places, lang) for lang in ("de", "en"))
            raise Invalid(say(field, de, en, limit=written, limit_en=written_en))


class NumberKind(OneLine):
    uses = frozenset({"min", "max", "decimals", "unit"})
    logic = "number"
    longest = 30
    inputmode = "decimal"
    width = 10

    def read(self, field: Field, line: str) -> int | float:
        units = read_decimal(line, field.decimals)
        if units is None:
            if field.decimals == 0:
                message = say(
                    field,
                    "Geben Sie bei „{label}“ eine ganze Zahl ein, zum Beispiel 12.",
                    "Enter “{label}” as a whole number, such as 12.",
                )
            else:
                message = say(
                    field,
                    "Geben Sie bei „{label}“ eine Zahl mit höchstens {places} Stellen nach dem Komma ein.",
                    "Enter “{label}” as a number with at most {places} decimal places.",
                    places=field.decimals,
                )
            raise Invalid(message)
        check_bounds(field, units, field.decimals, 1)
        return units if field.decimals == 0 else units / 10**field.decimals

    def summary(self, field: Field, value: Any, lang: str) -> str:
        return write_decimal(round(value * 10**field.decimals), field.decimals, lang) + (
            f" {(field.unit.get('en') if lang == 'en' else None) or field.unit.get('de', '')}" if field.unit else ""
        )

    def to_raw(self, field: Field, value: Any) -> Raw:
        return {"": [write_decimal(round(value * 10**field.decimals), field.decimals, "de")]}

    def example(self, field: Field, seed: int, today: object) -> Raw:
        del today
        lowest = field.min if isinstance(field.min, int | float) else 0
        highest = field.max if isinstance(field.max, int | float) else lowest + 1_000
        first, last = (round(bound * 10**field.decimals) for bound in (lowest, highest))
        return {"": [write_decimal(first + seed % (last - first + 1), field.decimals, "de")]}

    def json_type(self, field: Field) -> dict[str, Any]:
        return {"type": "number" if field.decimals else "integer"}

    def faults(self, field: Field) -> list[str]:
        bounds = [bound for bound in (field.min, field.max) if bound is not None]
        if any(isinstance(bound, str) for bound in bounds) or bounds != sorted(bounds, key=float):
            return ["min und max müssen Zahlen sein, min nicht über max."]
        return []
