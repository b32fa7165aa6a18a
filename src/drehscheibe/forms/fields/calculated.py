"""A value the form works out from other answers, shown but never typed; `internal: true` keeps it off the pages.

The journey fills it in; here is only how it looks. Its kind follows from its expression.
"""

from datetime import date
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.dates import write_date
from drehscheibe.forms.fields.kind import Kind, Parts, Raw, phrase
from drehscheibe.forms.fields.money import euros
from drehscheibe.forms.fields.yes_no import ANSWERS
from drehscheibe.forms.schema import Field, text


def written(field: Field, kind: str, value: Any, lang: str) -> str:
    """A calculated value as people read it; `kind` is that of its expression."""
    match kind:
        case "money":
            return euros(round(value), lang)
        case "date":
            return write_date(value, lang)
        case "boolean":
            return text(ANSWERS[value], lang).text
        case "number":
            number = f"{value:g}" if isinstance(value, float) else str(value)
            number = number if lang == "en" else number.replace(".", ",")
            return f"{number} {text(field.unit, lang)}" if field.unit else number
        case _:
            return str(value)


class CalculatedKind(Kind):
    uses = frozenset({"value", "internal", "unit"})
    logic = "calculated"
    has_input = False

    def controls(self, field: Field, name: str, lang: str) -> list[Control]:
        return [Control(kind="output", name=name, label=text(field.label, lang), hint=phrase(field.hint, lang))]

    def parse(self, field: Field, raw: Parts, today: date) -> Any:
        del field, raw, today

    def to_raw(self, field: Field, value: Any) -> Raw:
        del field, value
        return {}

    def example(self, field: Field, seed: int, today: date) -> Raw:
        del field, seed, today
        return {}

    def json_type(self, field: Field) -> dict[str, Any]:
        del field
        return {}

    def faults(self, field: Field) -> list[str]:
        return [] if field.value is not None else ["Ein berechneter Wert braucht „value“."]
