"""One of several answers that the form states itself, or any number of them as checkboxes; see `selection`."""

from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from drehscheibe.forms.code_lists import CodeList, code_list
from drehscheibe.forms.controls import Choice, Control, anchor
from drehscheibe.forms.fields.kind import NOTHING, Parts, wrong
from drehscheibe.forms.fields.selection import Selection, display
from drehscheibe.forms.schema import Field, Option, phrase, text

_OPTIONS = TypeAdapter(tuple[Option, ...])


def with_options(field: Field, stated: object) -> Field:
    """The field with the answers that a town states in its parameters; what are none gives a field without any."""
    try:
        options = _OPTIONS.validate_python(stated)
    except ValidationError:
        options = ()
    local = field.model_copy(update={"options": options})
    local.knowing(None)
    return local


class ChoiceKind(Selection):
    uses = frozenset({"options", "options_from", "multiple", "display"})

    def listed(self, field: Field, /) -> CodeList | None:
        """The options as a list to search in, made once per field; None where they are shown at once."""
        if field.multiple or not field.options or display(field, len(field.options)) != "search":
            return None
        if field.known is None:
            rows = {
                one.value: (one.value, text(one.label, "de").text, text(one.label, "en").text) for one in field.options
            }
            columns = [{"id": "value"}, {"id": "de"}, {"id": "en"}]
            labels = {"de": "de", "en": "en"}
            listed = code_list(
                uri="options", version="", columns=columns, rows=rows.values(), key="value", labels=labels
            )
            field.knowing(listed)
        known: CodeList = field.known
        return known

    def possible(self, field: Field, /) -> frozenset[str] | None:
        return None if field.options_from else frozenset(option.value for option in field.options)

    def parts_known(self, _field: Field, /) -> dict[str, str]:
        return {}

    def controls(self, field: Field, name: str, lang: str, /, typed: Parts = NOTHING) -> list[Control]:
        if self.listed(field):
            return super().controls(field, name, lang, typed)
        kind = "checkboxes" if field.multiple else display(field, len(field.options))
        ids = [anchor(name), *(f"{anchor(name)}-{place}" for place in range(2, len(field.options) + 1))]
        options = tuple(
            Choice(option.value, text(option.label, lang), phrase(option.hint, lang), place)
            for option, place in zip(field.options, ids, strict=False)
        )
        facts = {"kind": kind, "options": options, "autocomplete": field.autocomplete or ""}
        return [self.describe(field, name, lang, **facts, multiple=field.multiple)]

    def parse(self, field: Field, raw: Parts, today: date, /) -> Any:
        if self.listed(field):
            return super().parse(field, raw, today)
        given = {value for value in raw.get("", ()) if value}
        chosen = [option.value for option in field.options if option.value in given]
        if len(chosen) < len(given) or (len(chosen) > 1 and not field.multiple):
            raise wrong(field, self.missing)
        return (chosen if field.multiple else chosen[0]) if chosen else None

    def summary(self, field: Field, value: Any, lang: str, /) -> str:
        labels = {option.value: text(option.label, lang).text for option in field.options}
        return "\n".join(labels.get(one, one) for one in (value if field.multiple else [value]))

    def json_schema(self, field: Field, /) -> dict[str, Any]:
        stated = {"enum": [option.value for option in field.options]} if field.options else {"type": "string"}
        return {"type": "array", "items": stated, "minItems": 1, "uniqueItems": True} if field.multiple else stated

    def faults(self, field: Field, /) -> list[str]:
        values = [option.value for option in field.options]
        if field.options_from:
            return ["options und options_from schließen sich aus."] if values else []
        fine = values and len(values) == len(set(values))
        return [] if fine else ["Eine Auswahl braucht Antworten mit je eigenem Wert."]
