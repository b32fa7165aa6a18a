"""Whole numbers, and decimals when the field says how many; and the German way to write them."""

import re
from typing import Any

from drehscheibe.forms.fields.kind import Invalid, OneLine, wrong
from drehscheibe.forms.schema import Field, text

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


def euros(cents: int, lang: str) -> str:
    """1.234,50 € in German, €1,234.50 in English."""
    written = write_decimal(cents, 2, lang, grouped_from=1_000)
    return f"€{written}" if lang == "en" else f"{written} €"


class NumberKind(OneLine):
    uses = frozenset({"min", "max", "decimals", "unit"})
    logic = "number"
    longest = 30
    inputmode = "decimal"
    width = 10

    def units(self, field: Field, amount: float) -> int:
        """An amount, as values and bounds have it, in the smallest unit that can be typed."""
        return round(amount * int(10**field.decimals))

    def places(self, field: Field) -> int:
        return field.decimals

    def refusal(self, field: Field) -> Invalid:
        return wrong(field, "no_decimal" if field.decimals else "no_whole_number", places=field.decimals)

    def units_of(self, field: Field, line: str) -> int:
        """The number in the smallest unit. Raise Invalid when there is none or it is out of bounds."""
        units, places = read_decimal(line, self.places(field)), self.places(field)
        if units is None:
            raise self.refusal(field)
        for bound, message, sign in ((field.min, "too_little", 1), (field.max, "too_much", -1)):
            limit = self.units(field, bound) if isinstance(bound, int | float) else units
            if (limit - units) * sign > 0:
                raise wrong(field, message, limit={lang: write_decimal(limit, places, lang) for lang in ("de", "en")})
        return units

    def read(self, field: Field, line: str, /) -> int | float:
        units = self.units_of(field, line)
        return units / 10**field.decimals if field.decimals else units

    def summary(self, field: Field, value: Any, lang: str, /) -> str:
        written = write_decimal(self.units(field, value), self.places(field), lang)
        return f"{written} {text(field.unit, lang)}" if field.unit else written

    def json_schema(self, field: Field, /) -> dict[str, Any]:
        bounds = {"minimum": field.min, "maximum": field.max}
        told = {name: bound for name, bound in bounds.items() if isinstance(bound, int | float)}
        return {"type": "number" if field.decimals else "integer", **told}

    def faults(self, field: Field, /) -> list[str]:
        bounds = [bound for bound in (field.min, field.max) if bound is not None]
        numeric = int if self.logic == "money" else int | float
        if not all(isinstance(bound, numeric) for bound in bounds) or bounds != sorted(bounds, key=float):
            return ["min und max müssen Zahlen sein (bei Beträgen ganze Cent), min nicht über max."]
        return []
