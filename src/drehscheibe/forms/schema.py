"""The form document: what a published form is made of.

Steps hold blocks, a block is a section or a repeating group, both hold fields; groups hold further groups. All ids are
stable, all texts are per language. `rules` say what must hold between several answers. The document says nothing about
answers; `logic` compiles its conditions, `journey` reads answers with it.

`fim_id` and `fim_version` name the part of a FIM schema that a part stands for; `fim_path` (`G05000000496V1.0.0`) the
FIM groups that lie between it and the part around it and that no part of the document stands for.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, StringConstraints, Tag, ValidationError
from pydantic import Field as Bounded

from drehscheibe.forms.faults import Finding, FormError, UnknownStep
from drehscheibe.forms.texts import Message, Phrase, Text, phrase, text

__all__ = ["Message", "Phrase", "Text", "phrase", "text"]  # besides all that is defined here


Expr = bool | int | float | str | dict[str, Any]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,59}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]


Demand = Literal["at_least_one", "exactly_one", "at_most_one", "all_or_none", "required", "holds"]


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


class Rule(Part):
    """What must hold between the answers to `fields`, while `when` holds; in a group it holds for each row.

    Of `fields` (or groups) at least one, exactly one, at most one, all or none are answered, all are required, or
    `holds` is true as soon as all are answered. The `message` stands at `at`; without it, at the first of them on the
    latest page. Only a rule that is `on` works; without `demand` it is the official `sentence` alone, with its
    `source`, for people to read.
    """

    id: Id
    demand: Demand | None = None
    fields: tuple[Id, ...] = ()
    when: dict[str, Any] | None = None
    holds: dict[str, Any] | None = None
    at: Id | None = None
    message: Text | None = None
    state: Literal["on", "proposed", "off"] = "on"
    sentence: Text | None = None
    source: str | None = None
    fim_id: str | None = None
    fim_version: str | None = None


class ListReference(Part):
    """Names a code list (`code_lists`). Publishing fills in `version`, if it was left out, and `digest`.

    `key` and `label` name other columns than the list's own.
    """

    uri: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    version: Annotated[str, StringConstraints(max_length=100)] = ""
    digest: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""
    key: str | None = None
    label: str | None = None


class Field(Part):
    """One question. Which of the options below a type understands is said by the type (`fields/<type>.py`)."""

    id: Id
    type: str
    label: Text
    hint: Text | None = None
    help: Text | None = None  # longer than a hint, shown on demand
    required: bool | dict[str, Any] = True
    visible: Expr | None = None
    autocomplete: str | None = None
    missing: Text | None = None  # what to say when it was left out, instead of the type's own words
    refuse: tuple[Refusal, ...] = ()
    options: tuple[Option, ...] = Bounded(default=(), max_length=500)
    options_from: Id | None = None
    multiple: bool = False
    code_list: ListReference | None = None
    display: Literal["radio", "select", "search"] | None = None
    scheme: str | None = None
    precision: Literal["year", "month", "day"] | None = None
    abroad: bool = False
    addition: bool = False
    without_number: bool = False
    camera: bool = False
    source: str | None = None
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
    fim_version: str | None = None
    fim_path: tuple[str, ...] = ()
    fim_parts: dict[str, str] = {}  # the FIM fields that the parts of an address and the like stand for
    _known: Any = None  # what the installation knows for it: a code list, places; see `queries.equip`

    @property
    def known(self) -> Any:
        return self._known

    def knowing(self, known: Any) -> None:
        """Give the field what the installation knows for it."""
        self._known = known


class Section(Part):
    """Fields under an optional heading."""

    id: Id | None = None
    title: Text | None = None
    intro: Text | None = None
    help: Text | None = None
    legal_basis: Text | None = None
    visible: Expr | None = None
    fields: tuple[Field, ...]
    fim_id: str | None = None
    fim_version: str | None = None
    fim_path: tuple[str, ...] = ()


class Group(Part):
    """Fields that repeat, `min` to `max` times; `item` names a row ("Hund"), `named_by` adds answers (": Bello").

    `groups` repeat within each row, `after` one of its fields or else after the last. `apart`: each row has a page of
    its own; where nothing is said, that goes by size.
    """

    id: Id
    title: Text
    item: Text
    intro: Text | None = None
    add: Text | None = None
    named_by: tuple[Id, ...] = ()
    min: Annotated[int, Bounded(ge=0, le=50)] = 1
    max: Annotated[int, Bounded(ge=1, le=50)] = 10
    visible: Expr | None = None
    help: Text | None = None
    legal_basis: Text | None = None
    apart: bool | None = None
    after: Id | None = None
    fields: tuple[Field, ...] = ()
    groups: tuple["Group", ...] = ()
    rules: tuple[Rule, ...] = ()
    fim_id: str | None = None
    fim_version: str | None = None
    fim_path: tuple[str, ...] = ()


def _sort(block: Any) -> str:
    return "group" if isinstance(block, Group) or (isinstance(block, Mapping) and "item" in block) else "section"


Block = Annotated[Annotated[Section, Tag("section")] | Annotated[Group, Tag("group")], Discriminator(_sort)]


class Participant(Part):
    """Somebody else who answers the steps that name them, and signs that part: an architect, the second parent.

    Needed as soon as one of these steps is visible. `task` says what they are asked for; `sees` are fields and groups
    of others that they read beside their own.
    """

    id: Id
    label: Text
    task: Text
    sees: tuple[Id, ...] = ()


class Step(Part):
    """One page of the form; that of the applicant, unless it names a `participant`."""

    id: Slug
    title: Text
    participant: Id | None = None
    intro: Text | None = None
    visible: Expr | None = None
    help: Text | None = None
    legal_basis: Text | None = None
    blocks: tuple[Block, ...] = Bounded(min_length=1)
    fim_id: str | None = None
    fim_version: str | None = None


class FormDocument(Part):
    """A whole form. Immutable; drafts and applications keep the exact document they answer."""

    slug: Slug
    title: Text
    purpose: Text
    legal_basis: Text
    retention: Text | None = None
    parameters: dict[Id, Parameter] = {}
    participants: tuple[Participant, ...] = Bounded(default=(), max_length=10)
    steps: tuple[Step, ...] = Bounded(min_length=1, max_length=100)
    rules: tuple[Rule, ...] = ()
    fim_id: str | None = None
    fim_version: str | None = None
    _program: Any = None  # what `logic.program` compiles from it

    def step(self, step_id: str) -> Step:
        """Raise UnknownStep when there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise UnknownStep(step_id)

    def fields(self) -> Iterator[tuple[Step, Section | Group, Field]]:
        """Each field with its step and the section or innermost group it stands in, in document order."""
        for step in self.steps:
            for block in step.blocks:
                for part in (block, *(group for group, _ in inner_groups(block))):
                    yield from ((step, part, field) for field in part.fields)

    def groups(self) -> Iterator[tuple[Step, Group, tuple[Id, ...]]]:
        """Each group with its step and the ids of the groups around it, from the outside in."""
        for step in self.steps:
            for block in step.blocks:
                if isinstance(block, Group):
                    yield step, block, ()
                yield from ((step, group, around) for group, around in inner_groups(block))


def inner_groups(block: Section | Group, *around: Id) -> Iterator[tuple[Group, tuple[Id, ...]]]:
    """The groups within a block, with the ids of the groups around each, from the outside in."""
    if isinstance(block, Group):
        for group in block.groups:
            yield group, (*around, block.id)
            yield from inner_groups(group, *around, block.id)


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
