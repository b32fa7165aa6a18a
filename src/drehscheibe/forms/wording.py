"""Conditions in words, as far as they have a simple shape; the rest is said to be a rule of its own."""

from typing import Any

from drehscheibe.forms import conditions
from drehscheibe.forms.conditions import Comparison
from drehscheibe.forms.fields.number import euros
from drehscheibe.forms.messages import MESSAGES, say
from drehscheibe.forms.schema import Field, FormDocument, Message, text


def in_words(expression: Any, document: FormDocument) -> Message:
    """When the condition holds, as a clause: "„Anzahl Hunde“ ist größer als 2 und ..."."""
    read = conditions.read(expression)
    fields = {field.id: field for _, _, field in document.fields()}
    if read is None or any(one.field not in fields for one in read.comparisons):
        return say("words_other")
    told = [_said(one, fields[one.field]) for one in read.comparisons]
    joined = MESSAGES["words_and" if read.joined == "and" else "words_or"]
    return {lang: f" {joined[lang]} ".join(one[lang] for one in told) for lang in ("de", "en")}


_HOW = {
    "eq": "words_eq",
    "ne": "words_ne",
    "gt": "words_gt",
    "lt": "words_lt",
    "given": "words_given",
    "left_out": "words_left_out",
}


def _said(one: Comparison, field: Field) -> Message:
    return say(_HOW[one.how], label=field.label, value=_value(one.value, field))


def _value(value: Any, field: Field) -> Message:
    if isinstance(value, bool):
        return say("yes" if value else "no")
    if field.type == "money" and value is not None:
        return {lang: euros(value, lang) for lang in ("de", "en")}
    labels = {option.value: option.label for option in field.options}
    found = labels.get(value)
    return {lang: text(found, lang).text if found else str(value) for lang in ("de", "en")}
