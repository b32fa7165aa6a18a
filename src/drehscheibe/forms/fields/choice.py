"""One of several answers, as radio buttons up to seven and as a select beyond; or any number of them, as checkboxes."""

from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from drehscheibe.forms.controls import Choice, Control, anchor
from drehscheibe.forms.fields.kind import Kind, Parts, wrong
from drehscheibe.forms.schema import Field, Option, phrase, text

RADIO_UP_TO = 7
_OPTIONS = TypeAdapter(tuple[Option, ...])


def with_options(field: Field, stated: object) -> Field:
    """The field with the answers that a town states in its parameters; what are none gives a field without any."""
    try:
        options = _OPTIONS.validate_python(stated)
    except ValidationError:
        options = ()
    return field.model_copy(update={"options": options})


class ChoiceKind(Kind):
    uses = frozenset({"options", "options_from", "multiple"})
    missing = "missing_choice"

    def logic_kind(self, field: Field, /) -> str:
        return "list" if field.multiple else "text"

    def controls(self, field: Field, name: str, lang: str, /) -> list[Control]:
        kind = "checkboxes" if field.multiple else "radio" if len(field.options) <= RADIO_UP_TO else "select"
        ids = [anchor(name), *(f"{anchor(name)}-{place}" for place in range(2, len(field.options) + 1))]
        options = tuple(
            Choice(option.value, text(option.label, lang), phrase(option.hint, lang), place)
            for option, place in zip(field.options, ids, strict=False)
        )
        facts = {"kind": kind, "options": options, "autocomplete": field.autocomplete or ""}
        return [self.describe(field, name, lang, **facts, multiple=field.multiple)]

    def parse(self, field: Field, raw: Parts, _today: date, /) -> Any:
        given = {value for value in raw.get("", ()) if value}
        chosen = [option.value for option in field.options if option.value in given]
        if len(chosen) < len(given) or (len(chosen) > 1 and not field.multiple):
            raise wrong(field, self.missing)
        return (chosen if field.multiple else chosen[0]) if chosen else None

    def summary(self, field: Field, value: Any, lang: str, /) -> str:
        labels = {option.value: text(option.label, lang).text for option in field.options}
        return "\n".join(labels.get(one, one) for one in (value if field.multiple else [value]))

    def faults(self, field: Field, /) -> list[str]:
        values = [option.value for option in field.options]
        if field.options_from:
            return ["options und options_from schließen sich aus."] if values else []
        fine = values and len(values) == len(set(values))
        return [] if fine else ["Eine Auswahl braucht Antworten mit je eigenem Wert."]
