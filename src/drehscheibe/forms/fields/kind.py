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


def say(label: Message, de: str, en: str, **facts: object) -> Message:
    """A message in both languages; `{label}` is what it is about. Facts that differ by language come as a Message."""
    written = {}
    for lang, words in (("de", de), ("en", en)):
        local = {name: fact[lang] if isinstance(fact, dict) else fact for name, fact in facts.items()}
        written[lang] = words.format(label=text(label, lang).text, **local)
    return written


def phrase(words: Mapping[str, str] | None, lang: str) -> Phrase | None:
    return None if words is None else text(words, lang)


def first(raw: Parts, part: str = "") -> str:
    """The first string given for a part."""
    given = raw.get(part)
    return given[0] if given else ""


class Kind:
    """A field type. All methods are pure.

    `parts` are the controls' names below the field's own ("" for the field's own name); `uses` the options of `Field`
    it understands beyond those every field has; `logic` the kind of its values in expressions; `samples` valid values.
    Values are JSON: text, int or float, bool, list, dict; dates as ISO strings, money as cents.
    """

    parts: ClassVar[tuple[str, ...]] = ("",)
    uses: ClassVar[frozenset[str]] = frozenset()
    logic: ClassVar[str] = "text"
    has_input: ClassVar[bool] = True
    missing: ClassVar[tuple[str, str]] = ("Geben Sie „{label}“ an.", "Enter “{label}”.")
    control: ClassVar[str] = "text"
    samples: ClassVar[tuple[Any, ...]] = ()

    def logic_kind(self, _field: Field, /) -> str:
        return self.logic

    def controls(self, field: Field, name: str, lang: str, /) -> list[Control]:
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

    def to_raw(self, _field: Field, value: Any, /) -> Raw:
        """What somebody would have typed to give this value, per part."""
        return {"": [str(value)]}

    def example(self, field: Field, seed: int, _today: date, /) -> Raw:
        """A valid answer, another for each seed."""
        return self.to_raw(field, self.samples[seed % len(self.samples)])

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
        suffix = "" if field.unit is None else text(field.unit, lang).text
        token = field.autocomplete or self.autocomplete
        facts = {"input": self.input, "inputmode": self.inputmode, "width": self.width, "autocomplete": token}
        return super().describe(
            field, name, lang, **{**facts, "maxlength": self.limit(field), "suffix": suffix, **more}
        )

    def limit(self, field: Field) -> int:
        return field.max_length or self.longest

    def parse(self, field: Field, raw: Parts, _today: date, /) -> Any:
        line = clean_line(first(raw)[: self.longest * 20])
        self.check_length(field, line)
        return self.read(field, line) if line else None

    def check_length(self, field: Field, typed: str) -> None:
        if len(typed) > self.limit(field):
            de = "„{label}“ ist zu lang. Kürzen Sie auf höchstens {limit} Zeichen."
            en = "“{label}” is too long. Use no more than {limit} characters."
            raise Invalid(say(field.label, de, en, limit=self.limit(field)))

    def read(self, field: Field, line: str, /) -> Any:
        """The value of a line that is not empty and not too long. Raise Invalid."""
        raise NotImplementedError
