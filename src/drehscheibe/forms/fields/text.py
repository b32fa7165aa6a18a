"""One line of text, or several; a pattern can be asked for, such as the 15 digits of a chip (ISO 11784)."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line, clean_lines
from drehscheibe.forms.fields.kind import NOTHING, Invalid, OneLine, Parts, first, wrong
from drehscheibe.forms.schema import Field

_ENDLESS = re.compile(r"\*|\+|,\}")
_pattern = lru_cache(maxsize=500)(re.compile)


class TextKind(OneLine):
    uses = frozenset({"multiline", "max_length", "pattern", "pattern_message", "sample", "ignore", "unit"})

    def limit(self, field: Field) -> int:
        return field.max_length or (5_000 if field.multiline else 500)

    def controls(self, field: Field, name: str, lang: str, /, _typed: Parts = NOTHING) -> list[Control]:
        if field.multiline:
            return [self.describe(field, name, lang, kind="textarea", rows=5)]
        # what people type between the digits needs room too
        return [self.describe(field, name, lang, maxlength=self.limit(field) * (2 if field.ignore else 1))]

    def parse(self, field: Field, raw: Parts, today: date, /) -> Any:
        if not field.multiline:
            return super().parse(field, {"": [_without(first(raw), field.ignore)]} if field.ignore else raw, today)
        lines = clean_lines(first(raw)[:100_000])
        self.check_length(field, lines)
        return lines or None

    def read(self, field: Field, line: str, /) -> str:
        if field.pattern and not _pattern(field.pattern).fullmatch(line):
            raise Invalid(field.pattern_message) if field.pattern_message else wrong(field, "wrong_form")
        return line

    def json_schema(self, field: Field, /) -> dict[str, Any]:
        told = super().json_schema(field)
        return {**told, "pattern": f"^(?:{field.pattern})$"} if field.pattern else told

    def faults(self, field: Field, /) -> list[str]:
        if field.pattern is None:
            return []
        try:
            compiled = re.compile(field.pattern)
        except re.error as error:
            return [f"Das Muster ist kein regulärer Ausdruck: {error}"]
        if re.search(r"\)[*+{]", field.pattern) or len(_ENDLESS.findall(field.pattern)) > 2:
            return ["Das Muster kann zu lange dauern: keine wiederholten Klammern, höchstens zwei von * + {n,}."]
        if field.multiline or not compiled.fullmatch(clean_line(_without(field.sample or "", field.ignore))):
            return ["Ein Muster braucht ein einzeiliges Feld und in „sample“ ein Beispiel, das zu ihm passt."]
        return []


def _without(typed: str, ignored: str) -> str:
    return typed.translate({ord(letter): None for letter in ignored})
