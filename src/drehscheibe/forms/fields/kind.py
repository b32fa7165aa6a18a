"""The protocol of a field type, and the ways most types share."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.messages import say
from drehscheibe.forms.schema import Field, Message, phrase, text

Parts = Mapping[str, Sequence[str]]
NOTHING: Parts = MappingProxyType({})


class Invalid(ValueError):  # noqa: N818 - reads as the sentence it is: raise Invalid
    """An answer that cannot be used. `message` says per language what to do, `part` which control it is about."""

    def __init__(self, message: Message, part: str = "") -> None:
        super().__init__(message.get("de", ""))
        self.message = message
        self.part = part


def wrong(field: Field, message: str, part: str = "", **facts: object) -> Invalid:
    """What to raise: the message of this name (`messages.yaml`) about the field, told at the control of `part`."""
    return Invalid(say(message, label=field.label, **facts), part)


def first(raw: Parts, part: str = "") -> str:
    """The first string given for a part."""
    given = raw.get(part)
    return given[0] if given else ""


class Kind:
    """A field type. All methods are pure.

    `parts` are the controls' names below the field's own ("" for the field's own name), and `unsent` those of them that
    no page may send; `uses` the options of `Field` it understands beyond those every field has; `logic` the kind of its
    values in expressions; `missing` the message when nothing was given. Values are JSON: text, number, bool, list,
    dict; dates as ISO strings, money as cents.
    """

    parts: ClassVar[tuple[str, ...]] = ("",)
    unsent: ClassVar[frozenset[str]] = frozenset()
    uses: ClassVar[frozenset[str]] = frozenset()
    logic: ClassVar[str] = "text"
    has_input: ClassVar[bool] = True
    missing: ClassVar[str] = "missing"
    control: ClassVar[str] = "text"

    def parts_of(self, _field: Field, /) -> Sequence[str]:
        """The parts that this field has."""
        return self.parts

    def logic_kind(self, _field: Field, /) -> str:
        return self.logic

    def parts_known(self, _field: Field, /) -> Mapping[str, str]:
        """The parts of its values that expressions may name (`{answer: anschrift.city}`), with their kinds."""
        return {}

    def part(self, _field: Field, value: Any, part: str, /) -> Any:
        """A part of a value; None when it has none."""
        return value.get(part)

    def possible(self, _field: Field, /) -> frozenset[str] | None:
        """All answers there can be, or None where they cannot be listed."""
        return None

    def controls(self, field: Field, name: str, lang: str, /, _typed: Parts = NOTHING) -> list[Control]:
        """What to fill in, given what was typed so far."""
        return [self.describe(field, name, lang)]

    def describe(self, field: Field, name: str, lang: str, /, **more: Any) -> Control:
        """The one control of most types: labelled and hinted as the field is."""
        label, hint = text(field.label, lang), phrase(field.hint, lang)
        return Control(**{"kind": self.control, "name": name, "label": label, "hint": hint, **more})

    def parse(self, field: Field, raw: Parts, today: date, /) -> Any:
        """The value, or None when nothing was given. Raise Invalid, and nothing else, for whatever cannot be used."""

    def summary(self, _field: Field, value: Any, _lang: str, /) -> str:
        """The value as people read it; plain text."""
        return str(value)

    def json_schema(self, _field: Field, /) -> dict[str, Any]:
        """The JSON Schema (draft 2020-12) of its values: takes all that `parse` gives."""
        return {}

    def note(self, _field: Field, /) -> Message | None:
        """What people should know to fill it in, beside the field's own hint."""
        return None

    def part_schema(self, field: Field, part: str, /) -> dict[str, Any]:
        """The JSON Schema of what `part` gives for the part of a value, where it stands by itself."""
        told: dict[str, Any] = self.json_schema(field).get("properties", {}).get(part, {})
        return told

    def needed_parts(self, field: Field, /) -> Sequence[str]:
        """The parts that every value has."""
        needed: Sequence[str] = self.json_schema(field).get("required", ())
        return needed

    def faults(self, _field: Field, /) -> list[str]:
        """What is wrong with the field's own options, in words for the author."""
        return []


class OneLine(Kind):
    """Types answered in one text box: they only read a cleaned line."""

    longest: ClassVar[int] = 500
    input: ClassVar[str] = "text"
    inputmode: ClassVar[str] = ""
    autocomplete: ClassVar[str] = ""
    width: ClassVar[int] = 0

    def describe(self, field: Field, name: str, lang: str, /, **more: Any) -> Control:
        token, unit = field.autocomplete or self.autocomplete, str(phrase(field.unit, lang) or "")
        facts = {"input": self.input, "inputmode": self.inputmode, "autocomplete": token, "suffix": unit}
        more = {"width": self.width, "maxlength": self.limit(field), **facts, **more}
        return super().describe(field, name, lang, **more)

    def limit(self, field: Field) -> int:
        return field.max_length or self.longest

    def parse(self, field: Field, raw: Parts, _today: date, /) -> Any:
        line = clean_line(first(raw)[: self.longest * 20])
        self.check_length(field, line)
        return self.read(field, line) if line else None

    def check_length(self, field: Field, typed: str) -> None:
        if len(typed) > self.limit(field):
            raise wrong(field, "too_long", limit=self.limit(field))

    def json_schema(self, field: Field, /) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.limit(field)}

    def read(self, field: Field, line: str, /) -> Any:
        """The value of a line that is not empty and not too long. Raise Invalid."""
        raise NotImplementedError
