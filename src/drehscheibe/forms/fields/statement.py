"""A sentence people must agree to, with a checkbox that is never ticked beforehand; the sentence is the label."""

from datetime import date
from typing import Any

from drehscheibe.forms.fields.kind import Kind, Parts, first
from drehscheibe.forms.messages import MESSAGES
from drehscheibe.forms.schema import Field, text


class StatementKind(Kind):
    logic = "boolean"
    missing = "missing_statement"
    control = "checkbox"

    def parse(self, _field: Field, raw: Parts, _today: date, /) -> Any:
        return True if first(raw) == "yes" else None

    def summary(self, _field: Field, _value: Any, lang: str, /) -> str:
        return text(MESSAGES["confirmed"], lang).text

    def json_schema(self, _field: Field, /) -> dict[str, Any]:
        return {"const": True}
