"""A sentence people must agree to, with a checkbox that is never ticked beforehand; the sentence is the label."""

from datetime import date
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.kind import Kind, Parts, Raw, first, phrase
from drehscheibe.forms.schema import Field, text


class StatementKind(Kind):
    logic = "boolean"
    missing = ("Setzen Sie ein Häkchen, wenn Sie zustimmen: {label}", "Tick the box if you agree: {label}")

    def controls(self, field: Field, name: str, lang: str) -> list[Control]:
        return [Control(kind="checkbox", name=name, label=text(field.label, lang), hint=phrase(field.hint, lang))]

    def parse(self, field: Field, raw: Parts, today: date) -> Any:
        del field, today
        return True if first(raw) == "yes" else None

    def summary(self, field: Field, value: Any, lang: str) -> str:
        del field, value
        return "Bestätigt" if lang == "de" else "Confirmed"

    def to_raw(self, field: Field, value: Any) -> Raw:
        del field
        return {"": ["yes"] if value else []}

    def example(self, field: Field, seed: int, today: date) -> Raw:
        del seed, today
        return self.to_raw(field, value=True)

    def json_type(self, field: Field) -> dict[str, Any]:
        del field
        return {"type": "boolean"}
