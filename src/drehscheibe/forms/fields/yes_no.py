"""A question answered by yes or no: two radio buttons, none chosen beforehand."""

from datetime import date
from typing import Any

from drehscheibe.forms.controls import Choice, Control, anchor
from drehscheibe.forms.fields.kind import Invalid, Kind, Parts, Raw, first, phrase, say
from drehscheibe.forms.schema import Field, text

ANSWERS = {True: {"de": "Ja", "en": "Yes"}, False: {"de": "Nein", "en": "No"}}


class YesNoKind(Kind):
    logic = "boolean"
    missing = ("Wählen Sie bei „{label}“ Ja oder Nein.", "Choose yes or no for “{label}”.")

    def controls(self, field: Field, name: str, lang: str) -> list[Control]:
        options = (
            Choice("yes", text(ANSWERS[True], lang), None, anchor(name)),
            Choice("no", text(ANSWERS[False], lang), None, anchor(name) + "-2"),
        )
        return [
            Control(
                kind="radio", name=name, label=text(field.label, lang), hint=phrase(field.hint, lang), options=options
            )
        ]

    def parse(self, field: Field, raw: Parts, today: date) -> Any:
        del today
        given = first(raw)
        if given not in {"yes", "no", ""}:
            raise Invalid(say(field, *self.missing))
        return {"yes": True, "no": False}.get(given)

    def summary(self, field: Field, value: Any, lang: str) -> str:
        del field
        return text(ANSWERS[bool(value)], lang).text

    def to_raw(self, field: Field, value: Any) -> Raw:
        del field
        return {"": ["yes" if value else "no"]}

    def example(self, field: Field, seed: int, today: date) -> Raw:
        del today
        return self.to_raw(field, seed % 2 == 0)

    def json_type(self, field: Field) -> dict[str, Any]:
        del field
        return {"type": "boolean"}
