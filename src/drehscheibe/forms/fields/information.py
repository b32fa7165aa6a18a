"""Words to read, nothing to answer: `label` is the heading, `hint` the text below it."""

from datetime import date
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.kind import Kind, Parts, Raw, phrase
from drehscheibe.forms.schema import Field, text


class InformationKind(Kind):
    logic = "nothing"
    has_input = False

    def controls(self, field: Field, name: str, lang: str) -> list[Control]:
        return [Control(kind="info", name=name, label=text(field.label, lang), hint=phrase(field.hint, lang))]

    def parse(self, field: Field, raw: Parts, today: date) -> Any:
        del field, raw, today

    def to_raw(self, field: Field, value: Any) -> Raw:
        del field, value
        return {}

    def example(self, field: Field, seed: int, today: date) -> Raw:
        del field, seed, today
        return {}
