"""What a page shows, described without HTML: the vocabulary between the form engine and the templates."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from drehscheibe.forms.schema import Phrase


def anchor(name: str) -> str:
    """The element id of a control: `hunde.1.rasse` becomes `f-hunde-1-rasse`."""
    return "f-" + name.replace(".", "-")


class Choice(NamedTuple):
    """One radio button, checkbox or entry of a select. `id` of the first is the control's own."""

    value: str
    label: Phrase
    hint: Phrase | None
    id: str


class Control(NamedTuple):
    """One thing to fill in.

    `kind` is text, textarea, search, radio, checkbox (a single one, value "yes"), checkboxes, select, file, output or
    info; `input` the type of a text input (text, email, tel); `values` what was typed; `files` are the uploads so far,
    `accept` the media types a file input takes, `max_size` bytes per file. `suggestions` stand below a text box;
    `updates` names the control whose suggestions change while somebody types here. `capture`: the camera to open at
    once; `locates`: the device may fill in where it is. `needless`: may stay empty though the question is answered.
    """

    kind: str
    name: str
    label: Phrase
    hint: Phrase | None = None
    input: str = "text"
    autocomplete: str = ""
    inputmode: str = ""
    options: tuple[Choice, ...] = ()
    maxlength: int | None = None
    suffix: str = ""
    rows: int = 0
    width: int = 0
    multiple: bool = False
    accept: tuple[str, ...] = ()
    max_size: int = 0
    values: tuple[str, ...] = ()
    files: tuple[Mapping[str, Any], ...] = ()
    suggestions: tuple[str, ...] | None = None
    updates: str = ""
    capture: str = ""
    locates: bool = False
    required: bool = False
    needless: bool = False
    error: str = ""

    @property
    def id(self) -> str:
        return anchor(self.name)

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""


class FieldView(NamedTuple):
    """One question with its controls. In a `fieldset`, `legend` and `hint` belong to all; else each has its own.

    `help` is longer than a hint; `why` says because of which answers the question is asked.
    """

    name: str
    type: str
    legend: Phrase
    hint: Phrase | None
    fieldset: bool
    required: bool
    controls: tuple[Control, ...]
    help: Phrase | None = None
    why: str = ""

    @property
    def errors(self) -> tuple[str, ...]:
        return tuple(control.error for control in self.controls if control.error)


class RowView(NamedTuple):
    """A row of a group ("Hund 2"), or the only, untitled one of a section: fields, and groups within.

    `remove`: its button's value, or "".
    """

    id: str
    title: Phrase | None
    items: tuple["FieldView | BlockView", ...]
    remove: str = ""

    @property
    def fields(self) -> tuple[FieldView, ...]:
        return tuple(item for item in self.items if isinstance(item, FieldView))


class EntryView(NamedTuple):
    """A row that has a page of its own, listed: `row` names the page, `facts` say what was answered there."""

    row: str
    title: Phrase
    facts: tuple[tuple[Phrase, str], ...]
    is_complete: bool
    remove: str = ""
    error: str = ""


class BlockView(NamedTuple):
    """A section or group, whose rows stand in `rows` or are listed in `entries`.

    `add`: value of the button for one more row, or ""; `note` says when the group is full.
    """

    id: str
    group: bool
    title: Phrase | None
    intro: Phrase | None
    rows: tuple[RowView, ...]
    entries: tuple[EntryView, ...] = ()
    add: str = ""
    add_label: Phrase | None = None
    note: str = ""
    error: str = ""
    help: Phrase | None = None
    why: str = ""

    def fields(self) -> Iterator[FieldView]:
        """All fields that stand on the page."""
        for row in self.rows:
            for item in row.items:
                yield from (item,) if isinstance(item, FieldView) else item.fields()

    def groups(self) -> Iterator["BlockView"]:
        """The block itself and those in its rows, as far as they are groups."""
        if self.group:
            yield self
        for row in self.rows:
            yield from (one for item in row.items if isinstance(item, BlockView) for one in item.groups())


class ErrorView(NamedTuple):
    """A line of the error summary; `href` is the element id to link to, "" when there is none on the page."""

    href: str
    message: str


class StepView(NamedTuple):
    """A page. `untranslated`: some texts are in another language; `takes_files`: some answer brings up an upload.

    `row`: whose page it is, "" for the step's own; `remove`: value of the button that removes this row; `around`: what
    the rows are called that it stands in.
    """

    id: str
    title: Phrase
    intro: Phrase | None
    blocks: tuple[BlockView, ...]
    errors: tuple[ErrorView, ...]
    untranslated: bool
    takes_files: bool
    help: Phrase | None = None
    why: str = ""
    row: str = ""
    remove: str = ""
    around: str = ""

    def fields(self) -> Iterator[FieldView]:
        """All questions of the page, in its order."""
        for block in self.blocks:
            yield from block.fields()

    def groups(self) -> Iterator[BlockView]:
        """All groups of the page."""
        for block in self.blocks:
            yield from block.groups()

    @property
    def is_blank(self) -> bool:
        """Whether nothing is typed, wrong, or asked because of an answer: the page is the same for all who come so far.

        Groups count as answers: how many rows there are, and what they are called, follows from them.
        """
        if self.errors or self.why or self.row or any(self.groups()):
            return False
        if any(block.error or block.why or block.entries for block in self.blocks):
            return False
        return not any(
            field.why or one.values or one.files or one.error for field in self.fields() for one in field.controls
        )
