"""Amounts of money, typed in euros, kept in cents; `min` and `max` are cents."""

from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.kind import Invalid, say
from drehscheibe.forms.fields.number import NumberKind, write_decimal
from drehscheibe.forms.schema import Field, Message


def euros(cents: int, lang: str) -> str:
    """1.234,50 € in German, €1,234.50 in English."""
    written = write_decimal(cents, 2, lang, grouped_from=1_000)
    return f"€{written}" if lang == "en" else f"{written} €"


class MoneyKind(NumberKind):
    uses = frozenset({"min", "max"})
    logic = "money"

    def controls(self, field: Field, name: str, lang: str, /) -> list[Control]:
        return [self.describe(field, name, lang, suffix="€")]

    def units(self, _field: Field, amount: float) -> int:
        return int(amount)

    def places(self, _field: Field) -> int:
        return 2

    def refusal(self, field: Field) -> Message:
        de = "Geben Sie bei „{label}“ einen Betrag in Euro ein, zum Beispiel 12,50."
        return say(field.label, de, "Enter “{label}” as an amount in euros, such as 12.50.")

    def read(self, field: Field, line: str, /) -> int:
        bare = line.replace("€", "").replace("EUR", "").strip().removesuffix(",-").strip()
        cents = self.units_of(field, bare)
        if cents < 0 and field.min is None:
            raise Invalid(self.refusal(field))
        return cents

    def summary(self, _field: Field, value: Any, lang: str, /) -> str:
        return euros(value, lang)
