"""A remark of the linter, in German and English (`sentences.yaml`), and what the linter looks at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.schema import Field, FormDocument, Group, Message, Section, Step, text

_HERE = Path(__file__)
_SENTENCES: dict[str, dict[str, Message]] = yaml.safe_load(
    _HERE.with_name("sentences.yaml").read_text(encoding="utf-8")
)
WORDS: dict[str, Any] = yaml.safe_load(_HERE.with_name("words.yaml").read_text(encoding="utf-8"))


class Weight(Enum):
    """How heavy a remark is: an error has to be mended before people fill the form in."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Remark(NamedTuple):
    """`rule` names what was looked for, `step` and `field` are ids or ""; the rest are texts per language."""

    weight: Weight
    rule: str
    step: str
    field: str
    where: Message
    what: Message
    advice: Message


@dataclass(frozen=True)
class Surroundings:
    """What is known of the service that uses the form.

    `trust_level` as in eIDAS (0 guest, 10 low, 20 substantial, 30 high); `documents`: what the service tells people to
    have at hand, in German.
    """

    trust_level: int = 0
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A field with where it stands."""

    step: Step
    block: Section | Group
    field: Field

    @property
    def is_input(self) -> bool:
        return self.field.type in TYPES and TYPES[self.field.type].has_input

    @property
    def label(self) -> str:
        return text(self.field.label, "de").text

    @property
    def in_group(self) -> bool:
        return isinstance(self.block, Group)


def asked(document: FormDocument) -> list[Asked]:
    """All fields of the form in its order."""
    return [Asked(*one) for one in document.fields()]


def _filled(words: Message, facts: Mapping[str, object]) -> Message:
    told = {}
    for lang, sentence in words.items():
        local = {key: text(fact, lang).text if isinstance(fact, dict) else fact for key, fact in facts.items()}
        told[lang] = sentence.format(**local)
    return told


def remark(weight: Weight, rule: str, step: Step | None = None, field: Field | None = None, **facts: object) -> Remark:
    """The remark of this name about a form, a step or a question; facts that differ by language come as a Message."""
    place = "the_form" if step is None else "the_step" if field is None else "the_field"
    named = {"step": step.title if step else "", "label": field.label if field else ""}
    told = _SENTENCES[rule]
    step_id, field_id = step.id if step else "", field.id if field else ""
    sentences = (_filled(_SENTENCES["places"][place], named), _filled(told["what"], facts), _filled(told["do"], facts))
    return Remark(weight, rule, step_id, field_id, *sentences)


def about(weight: Weight, rule: str, one: Asked, **facts: object) -> Remark:
    """The remark of this name about a question."""
    return remark(weight, rule, one.step, one.field, **facts)


class Said(NamedTuple):
    """A German text of the form with its place; `part` is the attribute it stands in."""

    step: Step | None
    field: Field | None
    part: str
    words: str
    by_lang: Message


_FIELD_TEXTS = ("label", "hint", "help", "missing", "pattern_message", "unit")
_STEP_TEXTS = ("title", "intro", "help")


def texts(document: FormDocument) -> Iterator[Said]:
    """Every text that people read while filling in; not the legal notices."""
    yield from _said(None, None, document, ("title",))
    for step in document.steps:
        yield from _said(step, None, step, _STEP_TEXTS)
        for block in step.blocks:
            yield from _said(step, None, block, ("title", "intro", "item", "add", "help"))
    for one in asked(document):
        yield from _said(one.step, one.field, one.field, _FIELD_TEXTS)
        for option in one.field.options:
            yield from _said(one.step, one.field, option, ("label", "hint"))
        for refusal in one.field.refuse:
            yield from _said(one.step, one.field, refusal, ("message",))


def _said(step: Step | None, field: Field | None, part: object, names: tuple[str, ...]) -> Iterator[Said]:
    for name in names:
        words = getattr(part, name, None)
        if words:
            yield Said(step, field, name, words.get("de", ""), words)
