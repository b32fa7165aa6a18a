"""True or false: a question with two radio buttons, none chosen beforehand."""

from datetime import date
from typing import Any

from drehscheibe.forms.controls import Choice, Control, anchor
from drehscheibe.forms.fields.kind import NOTHING, Kind, Parts, first, wrong
from drehscheibe.forms.messages import MESSAGES
from drehscheibe.forms.schema import Field, text

_VALUES = {"yes": True, "no": False}


class YesNoKind(Kind):
    logic = "boolean"
    missing = "missing_yes_no"
    control = "radio"

    def controls(self, field: Field, name: str, lang: str, /, _typed: Parts = NOTHING) -> list[Control]:
        yes = Choice("yes", text(MESSAGES["yes"], lang), None, anchor(name))
        no = Choice("no", text(MESSAGES["no"], lang), None, anchor(name) + "-2")
        return [self.describe(field, name, lang, options=(yes, no))]

    def parse(self, field: Field, raw: Parts, _today: date, /) -> Any:
        given = first(raw)
        if given and given not in _VALUES:
            raise wrong(field, self.missing)
        return _VALUES.get(given)

    def summary(self, _field: Field, value: Any, lang: str, /) -> str:
        return text(MESSAGES["yes" if value else "no"], lang).text

    def json_schema(self, _field: Field, /) -> dict[str, Any]:
        return {"type": "boolean"}
