"""A question answered by yes or no: two radio buttons, none chosen beforehand."""

from datetime import date
from typing import Any

from drehscheibe.forms.controls import Choice, Control, anchor
from drehscheibe.forms.fields.kind import Invalid, Kind, Parts, Raw, first, say
from drehscheibe.forms.schema import Field, text

ANSWERS = {True: {"de": "Ja", "en": "Yes"}, False: {"de": "Nein", "en": "No"}}


class YesNoKind(Kind):
    logic = "boolean"
    missing = ("Wählen Sie bei „{label}“ Ja oder Nein.", "Choose yes or no for “{label}”.")
    control = "radio"
    samples = (True, False)

    def controls(self, field: Field, name: str, lang: str, /) -> list[Control]:
        yes = Choice("yes", text(ANSWERS[True], lang), None, anchor(name))
        no = Choice("no", text(ANSWERS[False], lang), None, anchor(name) + "-2")
        return [self.describe(field, name, lang, options=(yes, no))]

    def parse(self, field: Field, raw: Parts, _today: date, /) -> Any:
        given = first(raw)
        if given not in {"yes", "no", ""}:
            raise Invalid(say(field.label, *self.missing))
        return {"yes": True, "no": False}.get(given)

    def summary(self, _field: Field, value: Any, lang: str, /) -> str:
        return text(ANSWERS[bool(value)], lang).text

    def to_raw(self, _field: Field, value: Any, /) -> Raw:
        return {"": ["yes" if value else "no"]}
