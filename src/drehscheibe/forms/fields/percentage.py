"""A share of a hundred, typed with or without its sign; 0 to 100 unless the field says otherwise."""

from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.kind import NOTHING, Invalid, Parts, wrong
from drehscheibe.forms.fields.number import NumberKind
from drehscheibe.forms.schema import Field


def _bounded(field: Field) -> Field:
    bounds = {"min": 0 if field.min is None else field.min, "max": 100 if field.max is None else field.max}
    return field.model_copy(update=bounds)


class PercentageKind(NumberKind):
    uses = frozenset({"min", "max", "decimals"})
    width = 8

    def controls(self, field: Field, name: str, lang: str, /, _typed: Parts = NOTHING) -> list[Control]:
        return [self.describe(field, name, lang, suffix="%")]

    def refusal(self, field: Field) -> Invalid:
        return wrong(field, "no_decimal_percentage" if field.decimals else "no_percentage", places=field.decimals)

    def read(self, field: Field, line: str, /) -> int | float:
        bare = line.removesuffix("%").removesuffix("Prozent").removesuffix("percent").strip()
        return super().read(_bounded(field), bare)

    def summary(self, field: Field, value: Any, lang: str, /) -> str:
        return super().summary(field, value, lang) + ("%" if lang == "en" else " %")

    def json_schema(self, field: Field, /) -> dict[str, Any]:
        return super().json_schema(_bounded(field))
