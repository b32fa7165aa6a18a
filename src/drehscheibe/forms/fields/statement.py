"""A sentence people must agree to, with a checkbox that is never ticked beforehand; the sentence is the label."""

from datetime import date
from typing import Any

from drehscheibe.forms.fields.kind import Kind, Parts, Raw, first
from drehscheibe.forms.schema import Field


class StatementKind(Kind):
    logic = "boolean"
    missing = ("Setzen Sie ein Häkchen, wenn Sie zustimmen: {label}", "Tick the box if you agree: {label}")
    control = "checkbox"
    samples = (True,)

    def parse(self, _field: Field, raw: Parts, _today: date, /) -> Any:
        return True if first(raw) == "yes" else None

    def summary(self, _field: Field, _value: Any, lang: str, /) -> str:
        return "Confirmed" if lang == "en" else "Bestätigt"

    def to_raw(self, _field: Field, value: Any, /) -> Raw:
        return {"": ["yes"] if value else []}
