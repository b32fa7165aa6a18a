"""Amounts of money, typed in euros, kept in cents; `min` and `max` are cents."""

from dataclasses import replace
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.kind import Invalid, OneLine, Raw, say
from drehscheibe.forms.fields.number import check_bounds, read_decimal, write_decimal
from drehscheibe.forms.schema import Field


def euros(cents: int, lang: str) -> str:
    """1.234,50 € in German, €1,234.50 in English."""
    written = write_decimal(cents, 2, lang)
    return f"€{written}" if lang == "en" else f"{written} €"


class MoneyKind(OneLine):
    uses = frozenset({"min", "max"})
    logic = "money"
    longest = 30
    inputmode = "decimal"
    width = 10

    def controls(self, field: Field, name: str, lang: str) -> list[Control]:
        return [replace(control, suffix="€") for control in super().controls(field, name, lang)]

    def read(self, field: Field, line: str) -> int:
        cents = read_decimal(line.replace("€", "").replace("EUR", "").removesuffix(",-").strip(), 2)
        if cents is None or (cents < 0 and field.min is None):
            en = "Enter “{label}” as an amount in euros, such as 12.50."
            raise Invalid(say(field, "Geben Sie bei „{label}“ einen Betrag in Euro ein, zum Beispiel 12,50.", en))
        check_bounds(field, cents, 2, 100)
        return cents

    def summary(self, field: Field, value: Any, lang: str) -> str:
        del field
        return euros(value, lang)

    def to_raw(self, field: Field, value: Any) -> Raw:
        del field
        return {"": [write_decimal(value, 2, "de")]}

    def example(self, field: Field, seed: int, today: object) -> Raw:
        del today
        lowest = int(field.min or 0)
        highest = int(field.max or lowest + 100_000)
        return {"": [write_decimal(lowest + seed % (highest - lowest + 1), 2, "de")]}

    def json_type(self, field: Field) -> dict[str, Any]:
        del field
        return {"type": "integer", "description": "cents"}

    def faults(self, field: Field) -> list[str]:
        bounds = [bound for bound in (field.min, field.max) if bound is not None]
        if not all(isinstance(bound, int) for bound in bounds) or bounds != sorted(bounds, key=float):
            return ["min und max müssen ganze Cent sein, min nicht über max."]
        return []
