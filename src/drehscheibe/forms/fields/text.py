"""One line of text, or several; a pattern can be asked for, such as the 15 digits of a chip (ISO 11784)."""

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line, clean_lines
from drehscheibe.forms.fields.kind import Invalid, OneLine, Parts, Raw, first, phrase, say
from drehscheibe.forms.schema import Field, text

_WORDS = ("Alma", "Bruno", "Çelik", "Dörte", "Emil", "Fritzi", "Gül", "Hauke", "Ömer", "Łucja", "Straße", "Jörg")
_ENDLESS = re.compile(r"\*|\+|,\}")
_pattern = lru_cache(maxsize=500)(re.compile)


class TextKind(OneLine):
    uses = frozenset({"multiline", "max_length", "pattern", "pattern_message", "sample", "ignore", "unit"})

    def limit(self, field: Field) -> int:
        return field.max_length or (5_000 if field.multiline else 500)

    def controls(self, field: Field, name: str, lang: str) -> list[Control]:
        if not field.multiline:
            [control] = super().controls(field, name, lang)
            # what people type between the digits needs room too
            return [replace(control, maxlength=self.limit(field) * (2 if field.ignore else 1))]
        label, hint = text(field.label, lang), phrase(field.hint, lang)
        return [Control(kind="textarea", name=name, label=label, hint=hint, maxlength=self.limit(field), rows=5)]

    def parse(self, field: Field, raw: Parts, today: date) -> Any:
        if not field.multiline:
            return super().parse(field, {"": [_without(first(raw), field.ignore)]} if field.ignore else raw, today)
        lines = clean_lines(first(raw)[:100_000])
        if len(lines) > self.limit(field):
            return super().parse(field, {"": [lines[: self.longest * 20].replace("\n", "_")]}, today)
        return lines or None

    def read(self, field: Field, line: str) -> str:
        if field.pattern and not _pattern(field.pattern).fullmatch(line):
            wanted = field.pattern_message or say(
                field, "Prüfen Sie „{label}“: Die Form stimmt nicht.", "Check “{label}”: it is not in the right form."
            )
            raise Invalid(dict(wanted))
        return line

    def example(self, field: Field, seed: int, today: date) -> Raw:
        del today
        if field.sample:
            return {"": [field.sample]}
        return {"": [f"{_WORDS[seed % len(_WORDS)]} {seed}"[: self.limit(field)].strip()]}

    def json_type(self, field: Field) -> dict[str, Any]:
        pattern = {"pattern": f"^(?:{field.pattern})$"} if field.pattern else {}
        return {"type": "string", "maxLength": self.limit(field), **pattern}

    def faults(self, field: Field) -> list[str]:
        if field.pattern is None:
            return []
        try:
            compiled = re.compile(field.pattern)
        except re.error as error:
            return [f"Das Muster ist kein regulärer Ausdruck: {error}"]
        if re.search(r"\)[*+{]", field.pattern) or len(_ENDLESS.findall(field.pattern)) > 2:
            return [
                "Das Muster kann beim Prüfen zu lange dauern: keine wiederholten Klammern, höchstens zwei von * + {n,}."
            ]
        if (
            field.multiline
            or not field.sample
            or not compiled.fullmatch(clean_line(_without(field.sample, field.ignore)))
        ):
            return ["Ein Muster braucht ein einzeiliges Feld und in „sample“ ein Beispiel, das zu ihm passt."]
        return []


def _without(typed: str, ignored: str) -> str:
    return typed.translate({ord(letter): None for letter in ignored})
