"""An amount in euros, kept in cents; `min` and `max` are cents."""

from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.kind import NOTHING, Invalid, Parts, wrong
from drehscheibe.forms.fields.number import NumberKind, euros
from drehscheibe.forms.schema import Field


class MoneyKind(NumberKind):
    uses = frozenset({"min", "max"})
    logic = "money"

    def controls(self, field: Field, name: str, lang: str, /, _typed: Parts = NOTHING) -> list[Control]:
        return [self.describe(field, name, lang, suffix="€")]

    def units(self, _field: Field, amount: float) -> int:
        return int(amount)

    def places(self, _field: Field) -> int:
        return 2

    def refusal(self, field: Field) -> Invalid:
        return wrong(field, "no_money")

    def read(self, field: Field, line: str, /) -> int:
        bare = line.replace("€", "").replace("EUR", "").strip().removesuffix(",-").strip()
        cents = self.units_of(field, bare)
        if cents < 0 and field.min is None:
            raise self.refusal(field)
        return cents

    def summary(self, _field: Field, value: Any, lang: str, /) -> str:
        return euros(value, lang)

    def json_schema(self, field: Field, /) -> dict[str, Any]:
        return {**super().json_schema(field), **({} if field.min is not None else {"minimum": 0})}
