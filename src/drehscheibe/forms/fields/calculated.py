"""A value the form works out from other answers, shown but never typed; `internal: true` keeps it off the pages.

The journey fills it in; here is only how it looks. Its kind follows from its expression.
"""

from typing import Any

from drehscheibe.forms.fields.dates import write_date
from drehscheibe.forms.fields.kind import Kind
from drehscheibe.forms.fields.money import euros
from drehscheibe.forms.fields.number import write_decimal
from drehscheibe.forms.fields.yes_no import ANSWERS
from drehscheibe.forms.schema import Field, text


def written(field: Field, kind: str, value: Any, lang: str) -> str:
    """A calculated value as people read it; `kind` is that of its expression."""
    match kind:
        case "money":
            return euros(value, lang)
        case "date":
            return write_date(value, lang)
        case "boolean":
            return text(ANSWERS[value], lang).text
        case "number":
            units, places = (round(value * 100), 2) if isinstance(value, float) else (value, 0)
            number = write_decimal(units, places, lang)
            return f"{number} {text(field.unit, lang)}" if field.unit else number
        case _:
            return str(value)


class CalculatedKind(Kind):
    uses = frozenset({"value", "internal", "unit"})
    logic = "calculated"
    has_input = False
    control = "output"

    def faults(self, field: Field, /) -> list[str]:
        return [] if field.value is not None else ["Ein berechneter Wert braucht „value“."]
