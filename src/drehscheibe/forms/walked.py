"""What a journey has found: the state of each step, the values, and what is wrong; and the rows that answers have."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from drehscheibe.forms.faults import UnknownStep
from drehscheibe.forms.schema import Field, Group, Message, text

Raw = Mapping[str, Sequence[str]]
_ROW = re.compile(r"[1-9][0-9]{0,5}")
_ROWS_READ = 100


class Problem(NamedTuple):
    """What is wrong with one answer. `name` is the control's; in a group the message begins with the row ("Hund 2")."""

    name: str
    message: Message


class StepState(NamedTuple):
    """One step. `problems` are about pages the person has sent; `unasked` names the fields not shown to them yet.

    A step is complete without either. `reachable`: visible, and every visible step before it is complete. `shown` are
    the visible fields' names (`hunde.1.rasse`), groups included.
    """

    id: str
    title: Message
    visible: bool
    reachable: bool
    complete: bool
    problems: tuple[Problem, ...]
    unasked: tuple[str, ...]
    shown: tuple[str, ...]


class Journey(NamedTuple):
    """`answers` are the valid values by field name (`hunde.1.rasse`), calculated too; `rows`: row ids by the group's
    name; `local`: fields with the town's own options, by id; `linked`: fields that a rule needs beside others.
    """

    steps: tuple[StepState, ...]
    values: dict[str, Any]
    answers: dict[str, Any]
    shown: frozenset[str]
    required: frozenset[str]
    rows: dict[str, tuple[str, ...]]
    local: dict[str, Field]
    linked: frozenset[str] = frozenset()

    @property
    def first_open(self) -> str | None:
        """The id of the first visible step that is not complete."""
        return next((step.id for step in self.steps if step.visible and not step.complete), None)

    @property
    def is_complete(self) -> bool:
        return self.first_open is None

    def step(self, step_id: str) -> StepState:
        """Raise UnknownStep when there is none."""
        found = [step for step in self.steps if step.id == step_id]
        if not found:
            raise UnknownStep(step_id)
        return found[0]

    def next_after(self, step_id: str) -> str | None:
        """The next visible step, or None when the check page comes next. Raise UnknownStep."""
        place = self.steps.index(self.step(step_id))
        return next((step.id for step in self.steps[place + 1 :] if step.visible), None)

    def previous_before(self, step_id: str) -> str | None:
        """The visible step before, or None at the first. Raise UnknownStep."""
        place = self.steps.index(self.step(step_id))
        return next((step.id for step in reversed(self.steps[:place]) if step.visible), None)

    def errors(self, step_id: str, lang: str) -> list[tuple[str, str]]:
        """The step's problems as (control name, message), in the order of the page."""
        return [(problem.name, text(problem.message, lang).text) for problem in self.step(step_id).problems]


def row_title(group: Group, place: int) -> Message:
    """What a row is called, counted from 1: "Hund 2"."""
    return {lang: f"{words} {place}" for lang, words in group.item.items()}


def rows_of(group: Group, name: str, raw: Raw) -> tuple[str, ...]:
    """The ids of the rows in order; before anybody added or removed one, as many as there must be."""
    stored = raw.get(f"{name}._rows")
    if stored is None:
        return tuple(str(number) for number in range(1, group.min + 1))
    return tuple(dict.fromkeys(row for row in stored[:_ROWS_READ] if _ROW.fullmatch(row)))
