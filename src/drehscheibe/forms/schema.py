"""The form document: what a published form is made of.

Steps hold blocks, a block is a section or a repeating group, both hold fields. All ids are stable, all texts are per
language. The document says nothing about answers; `logic` compiles its conditions, `journey` reads answers with it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, StringConstraints, Tag, ValidationError
from pydantic import Field as Bounded


class Phrase(NamedTuple):
    """A text in the language it is really in: a page marks it when that is not the page's own."""

    text: str
    lang: str

    def __str__(self) -> str:
        return self.text


class Finding(NamedTuple):
    """What is wrong with a document, and where: `place` reads like `steps/hunde/hunde/rasse/visible`."""

    place: str
    message: str


class FormError(ValueError):
    """The document cannot be used. `findings` names each place and what to do there."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(f"{place}: {message}" for place, message in findings))
        self.findings = findings


class UnknownStep(LookupError):  # noqa: N818 - what it is: an unknown step
    """The document has no step of this id."""


def _spelled_out(value: Any) -> Any:
    return {"de": value} if isinstance(value, str) else value


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000)]
Lang = Annotated[str, StringConstraints(pattern=r"^(de|en)$")]
Text = Annotated[dict[Lang, Words], BeforeValidator(_spelled_out), Bounded(min_length=1)]
Message = dict[str, str]
Expr = bool | int | float | str | dict[str, Any]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,59}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]


def text(words: Mapping[str, str], lang: str) -> Phrase:
    """The text in `lang`, else in German, else in whatever language there is; says which it took."""
    for wanted in (lang, "de", *words):
        if wanted in words:
            return Phrase(words[wanted], wanted)
    return Phrase("", lang)


def phrase(words: Mapping[str, str] | None, lang: str) -> Phrase | None:
    return None if words is None else text(words, lang)


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(Part):
    value: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]
    label: Text
    hint: Text | None = None


class Parameter(Part):
    """A value each town sets for itself, such as a tax rate. Money in cents; `options` are answers of a choice."""

    type: Literal["money", "number", "text", "options"]
    label: Text


class Refusal(Part):
    """An answer that cannot stay as it is: `when` says in which case, `message` what to do."""

    when: dict[str, Any]
    message: Text


class Field(Part):
    """One question. Which of the options below a type understands is said by the type (`fields/<type>.py`)."""

    id: Id
    type: str
    label: Text
    hint: Text | None = None
    required: bool | dict[str, Any] = True
    visible: Expr | None = None
    autocomplete: str | None = None
    missing: Text | None = None  # what to say when it was left out, instead of the type's own words
    refuse: tuple[Refusal, ...] = ()
    options: tuple[Option, ...] = Bounded(default=(), max_length=500)
    options_from: Id | None = None
    multiple: bool = False
    multiline: bool = False
    decimals: Annotated[int, Bounded(ge=0, le=6)] = 0
    unit: Text | None = None
    min: int | float | str | None = None
    max: int | float | str | None = None
    max_length: Annotated[int, Bounded(ge=1, le=20_000)] | None = None
    pattern: Annotated[str, StringConstraints(max_length=200)] | None = None
    pattern_message: Text | None = None
    sample: str | None = None
    ignore: str = ""
    max_size: Annotated[int, Bounded(ge=1)] | None = None
    media_types: tuple[str, ...] = ()
    value: Expr | None = None
    internal: bool = False
    on_top: bool = False
    purpose: Text | None = None
    legal_basis: Text | None = None
    fim_id: str | None = None


class Section(Part):
    """Fields under an optional heading."""

    id: Id | None = None
    title: Text | None = None
    intro: Text | None = None
    visible: Expr | None = None
    fields: tuple[Field, ...]


class Group(Part):
    """Fields that repeat, `min` to `max` times; `item` names a row ("Hund"), `named_by` adds answers (": Bello")."""

    id: Id
    title: Text
    item: Text
    intro: Text | None = None
    add: Text | None = None
    named_by: tuple[Id, ...] = ()
    min: Annotated[int, Bounded(ge=0, le=50)] = 1
    max: Annotated[int, Bounded(ge=1, le=50)] = 10
    visible: Expr | None = None
    fields: tuple[Field, ...] = Bounded(min_length=1)


def _sort(block: Any) -> str:
    return "group" if isinstance(block, Group) or (isinstance(block, Mapping) and "item" in block) else "section"


Block = Annotated[Annotated[Section, Tag("section")] | Annotated[Group, Tag("group")], Discriminator(_sort)]


class Step(Part):
    """One page of the form."""

    id: Slug
    title: Text
    intro: Text | None = None
    visible: Expr | None = None
    blocks: tuple[Block, ...] = Bounded(min_length=1)


class FormDocument(Part):
    """A whole form. Immutable; drafts and applications keep the exact document they answer."""

    slug: Slug
    title: Text
    purpose: Text
    legal_basis: Text
    retention: Text | None = None
    parameters: dict[Id, Parameter] = {}
    steps: tuple[Step, ...] = Bounded(min_length=1, max_length=100)
    _program: Any = None  # what `logic.program` compiles from it

    def step(self, step_id: str) -> Step:
        """Raise UnknownStep when there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise UnknownStep(step_id)

    def fields(self) -> Iterator[tuple[Step, Section | Group, Field]]:
        """Each field with the step and block it stands in, in document order."""
        blocks = ((step, block) for step in self.steps for block in step.blocks)
        yield from ((step, block, field) for step, block in blocks for field in block.fields)


def _plain(source: Any) -> Any:
    """The same in JSON's types: YAML reads an unquoted 2020-01-31 as a date."""
    if isinstance(source, Mapping):
        return {key: _plain(value) for key, value in source.items()}
    if isinstance(source, list):
        return [_plain(value) for value in source]
    return source.isoformat() if isinstance(source, date) else source


def load(source: Mapping[str, Any]) -> FormDocument:
    """Read a document from parsed YAML or JSON. Raise FormError when its shape is wrong; `logic.check` looks deeper."""
    try:
        return FormDocument.model_validate(_plain(source))
    except ValidationError as error:
        found = {"/".join(map(str, one["loc"])): one["msg"] for one in error.errors()}
        # a faulty field makes its list seem too short as well: tell only what lies deepest
        deepest = [place for place in found if not any(other.startswith(f"{place}/") for other in found)]
        raise FormError([Finding(place, found[place]) for place in deepest]) from error
