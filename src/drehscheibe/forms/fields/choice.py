"""One of several answers, as radio buttons up to seven and as a select beyond; or any number of them, as checkboxes."""

from datetime import date
from typing import Any

from drehscheibe.forms.controls import Choice, Control, anchor
from drehscheibe.forms.fields.kind import Invalid, Kind, Parts, Raw, phrase, say
from drehscheibe.forms.schema import Field, text

RADIO_UP_TO = 7


class ChoiceKind(Kind):
    uses = frozenset({"options", "multiple"})
    missing = ("Wählen Sie bei „{label}“ eine Antwort aus.", "Choose an answer for “{label}”.")

    def logic_kind(self, field: Field) -> str:
        return "list" if field.multiple else "text"

    def controls(self, field: Field, name: str, lang: str) -> list[Control]:
        kind = "checkboxes" if field.multiple else "radio" if len(field.options) <= RADIO_UP_TO else "select"
        options = tuple(
            Choice(
                option.value,
                text(option.label, lang),
                phrase(option.hint, lang),
                anchor(name) + (f"-{place}" if place > 1 else ""),
            )
            for place, option in enumerate(field.options, start=1)
        )
        return [
            Control(
                kind=kind,
                name=name,
                label=text(field.label, lang),
                hint=phrase(field.hint, lang),
                options=options,
                multiple=field.multiple,
                autocomplete=field.autocomplete or "",
            )
        ]

    def parse(self, field: Field, raw: Parts, today: date) -> Any:
        del today
        given = {value for value in raw.get("", ()) if value}
        chosen = [option.value for option in field.options if option.value in given]
        if len(chosen) < len(given) or (len(chosen) > 1 and not field.multiple):
            raise Invalid(say(field, *self.missing))
        if not chosen:
            return None
        return chosen if field.multiple else chosen[0]

    def summary(self, field: Field, value: Any, lang: str) -> str:
        labels = {option.value: text(option.label, lang).text for option in field.options}
        return "\n".join(labels.get(one, one) for one in (value if field.multiple else [value]))

    def to_raw(self, field: Field, value: Any) -> Raw:
        return {"": list(value) if field.multiple else [value]}

    def example(self, field: Field, seed: int, today: date) -> Raw:
        del today
        return {"": [field.options[seed % len(field.options)].value]}

    def json_type(self, field: Field) -> dict[str, Any]:
        one = {"type": "string", "enum": [option.value for option in field.options]}
        return {"type": "array", "items": one} if field.multiple else one

    def faults(self, field: Field) -> list[str]:
        values = [option.value for option in field.options]
        return (
            []
            if values and len(values) == len(set(values))
            else ["Eine Auswahl braucht Antworten mit je eigenem Wert."]
        )
