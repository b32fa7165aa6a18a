"""The protocol of a field type, and the ways most types share."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.schema import Field, Message, Phrase, text

Parts = Mapping[str, Sequence[str]]
Raw = dict[str, list[str]]


class Invalid(ValueError):  # noqa: N818 - reads as the sentence it is: raise Invalid
    """An answer that cannot be used. `message` says per language what to do, `part` which control it is about."""

    def __init__(self, message: Message, part: str = "") -> None:
        super().__init__(message.get("de", ""))
        self.message = message
        self.part = part


def say(field: Field, de: str, en: str, **facts: object) -> Message:
    """A message in both languages; `{label}` is the field's label."""
    return {
        "de": de.format(label=text(field.label, "de").text, **facts),
        "en": en.format(label=text(field.label, "en").text, **facts),
    }


def phrase(words: Mapping[str, str] | None, lang: str) -> Phrase | None:
    return None if words is None else text(words, lang)


class Kind:
    """A field type. All methods are pure.

    `parts` are the controls' names below the field's own ("" for the field's own name); `uses` the options of `Field`
    it understands beyond those every field has; `logic` the kind its values have in expressions.
    Values are JSON: text, int or float, bool, list, dict; dates as ISO strings, money as cents.
    """

    parts: ClassVar[tuple[str, ...]] = ("",)
    uses: ClassVar[frozenset[str]] = frozenset()
    logic: ClassVar[str] = "text"
    has_input: ClassVar[bool] = True
    missing: ClassVar[tuple[str, str]] = ("Geben Sie „{label}“ an.", "Enter “{label}”.")

    def logic_kind(self, field: Field) -> str:
        del field
        return self.logic

    def controls(self, field: Field, name: str, lang: str) -> list[Control]:
        raise NotImplementedError

    def parse(self, field: Field, raw: Parts, today: date) -> Any:
        """The value, or None when nothing was given. Raise Invalid, and nothing else, for whatever cannot be used."""
        raise NotImplementedError

    def summary(self, field: Field, value: Any, lang: str) -> str:
        """The value as people read it; plain text."""
        del field, lang
        return str(value)

    def to_raw(self, field: Field, value: Any) -> Raw:
        """What somebody would have typed to give this value, per part."""
        del field
        return {"": [str(value)]}

    def example(self, field: Field, seed: int, today: date) -> Raw:
        """A valid answer, another for each seed."""
        raise NotImplementedError

    def json_type(self, field: Field) -> dict[str, Any]:
        """JSON Schema of the value."""
        del field
        return {"type": "string"}

    def faults(self, field: Field) -> list[str]:
        """What is wrong with the field's own options, in words for the author."""
        del field
        return []


class OneLine(Kind):
    """Types answered in one text box: they only read a cleaned line."""

    longest: ClassVar[int] = 500
    input: ClassVar[str] = "text"
    inputmode: ClassVar[str] = ""
    autocomplete: ClassVar[str] = ""
    width: ClassVar[int] = 0

    def controls(self, field: Field, name: str, lang: str) -> list[Control]:
        return [
            Control(
                kind="text",
                name=name,
                label=text(field.label, lang),
                hint=phrase(field.hint, lang),
                input=self.input,
                inputmode=self.inputmode,
                autocomplete=field.autocomplete or self.autocomplete,
                maxlength=self.limit(field),
                suffix="" if field.unit is None else text(field.unit, lang).text,
                width=self.width,
            )
        ]

    def limit(self, field: Field) -> int:
        return field.max_length or self.longest

    def parse(self, field: Field, raw: Parts, today: date) -> Any:
        del today
        typed = first(raw)
        line = clean_line(typed[: self.longest * 20])
        if not line and not typed.strip():
            return None
        limit = self.limit(field)
        if len(line) > limit:
            de = "„{label}“ ist zu lang. Kürzen Sie auf höchstens {limit} Zeichen."
            raise Invalid(say(field, de, "“{label}” is too long. Use no more than {limit} characters.", limit=limit))
        return self.read(field, line) if line else None

    def read(self, field: Field, line: str) -> Any:
        """The value of a line that is not empty and not too long. Raise Invalid."""
        raise NotImplementedError


def first(raw: Parts, part: str = "") -> str:
    """The first string given for a part."""
    given = raw.get(part)
    return given[0] if given else ""
