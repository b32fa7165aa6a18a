"""The journey: what the answers so far mean. Which steps there are, what is missing, what comes next, and the values.

It is worked out anew from the raw answers each time and depends on nothing else but the town's parameters and the day.
Raw answers are control name -> strings as typed: `name`, `anschrift.street`, in groups `hunde.1.rasse`, with the row
ids in `hunde._rows`. Values are a tree of what is visible and valid: `{"hunde": [{"_row": "1", "rasse": "…"}]}`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from drehscheibe.forms.fields.choice import with_options
from drehscheibe.forms.fields.kind import Invalid
from drehscheibe.forms.logic.expressions import Scope
from drehscheibe.forms.logic.program import BlockPlan, FieldPlan, Program, program
from drehscheibe.forms.messages import MESSAGES, say
from drehscheibe.forms.schema import Field, FormDocument, Group, Message, UnknownStep, text

Raw = Mapping[str, Sequence[str]]
Row = tuple[Group, int] | None  # the group and the place of the row, counted from 1
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
    """`answers` are the valid values by field name (`hunde.1.rasse`), calculated too; `rows`: row ids by group;
    `local`: fields with the town's own options, by id.
    """

    steps: tuple[StepState, ...]
    values: dict[str, Any]
    answers: dict[str, Any]
    shown: frozenset[str]
    required: frozenset[str]
    rows: dict[str, tuple[str, ...]]
    local: dict[str, Field]

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


def compute(document: FormDocument, raw: Raw, *, parameters: Mapping[str, Any], today: date) -> Journey:
    """Work out the journey. Never raises for whatever stands in `raw`."""
    return _Reading(program(document), raw, parameters, today).journey()


def row_title(group: Group, place: int) -> Message:
    """What a row is called, counted from 1: "Hund 2"."""
    return {lang: f"{words} {place}" for lang, words in group.item.items()}


def rows_of(group: Group, raw: Raw) -> tuple[str, ...]:
    """The ids of the group's rows in order; before anybody added or removed one, as many as there must be."""
    stored = raw.get(f"{group.id}._rows")
    if stored is None:
        return tuple(str(number) for number in range(1, group.min + 1))
    return tuple(dict.fromkeys(row for row in stored[:_ROWS_READ] if _ROW.fullmatch(row)))


class _Reading:
    """One pass over the answers, in the order in which values depend on each other."""

    def __init__(self, compiled: Program, raw: Raw, parameters: Mapping[str, Any], today: date) -> None:
        self.compiled = compiled
        self.raw = raw
        self.form: dict[str, Any] = {}
        self.scope = Scope(self.form, None, parameters, today)
        self.visible: set[str | None] = {None}
        self.rows: dict[str, tuple[str, ...]] = {}
        self.answers: dict[str, Any] = {}
        self.shown, self.required, self.unasked = set[str](), set[str](), set[str]()
        self.problems: dict[str, Problem] = {}
        self.local = {
            name: with_options(plan.field, parameters.get(plan.field.options_from))
            for name, plan in compiled.fields.items()
            if plan.field.options_from
        }
        self.asked: list[tuple[FieldPlan, str, Scope, Row]] = []
        for plan in compiled.order:
            if isinstance(plan, FieldPlan):
                if plan.block.key in self.visible:
                    self.read_everywhere(plan)
            elif plan.parent in self.visible and (plan.visible is None or plan.visible(self.scope)):
                self.visible.add(plan.key)
                if isinstance(plan, BlockPlan) and isinstance(plan.block, Group):
                    self.read_rows(plan.block)
        self.demand()

    def read_rows(self, group: Group) -> None:
        rows = self.rows[group.id] = rows_of(group, self.raw)
        self.form[group.id] = [{"_row": row} for row in rows]
        self.shown.add(group.id)
        if f"{group.id}._rows" not in self.raw:
            self.unasked.add(group.id)
        elif len(rows) < group.min:
            least = MESSAGES["one_row"] if group.min == 1 else say("several_rows", number=group.min)
            self.problems[group.id] = Problem(group.id, say("too_few_rows", label=group.title, least=least))
        elif len(rows) > group.max:
            self.problems[group.id] = Problem(group.id, say("too_many_rows", label=group.title, most=group.max))

    def read_everywhere(self, plan: FieldPlan) -> None:
        """Read a field of a visible block, in a group once per row."""
        group = plan.block.block
        if not isinstance(group, Group):
            self.read(plan, plan.field.id, self.scope)
            return
        for place, tree in enumerate(self.form[group.id], start=1):
            name = f"{group.id}.{tree['_row']}.{plan.field.id}"
            self.read(plan, name, self.scope._replace(row=tree), (group, place))

    def read(self, plan: FieldPlan, name: str, scope: Scope, row: Row = None) -> None:
        if plan.visible is not None and not plan.visible(scope):
            return
        if not plan.field.internal:
            self.shown.add(name)
        value = self.typed(plan, name, scope, row) if plan.kind.has_input else plan.result_of(scope)
        if value is None:
            return
        tree = self.form[row[0].id][row[1] - 1] if row else self.form
        tree[plan.field.id] = self.answers[name] = value
        refused = next((message for when, message in plan.refusals if when(scope)), None)
        if refused:
            del tree[plan.field.id], self.answers[name]
            self.note(plan, name, row, Invalid(refused))

    def typed(self, plan: FieldPlan, name: str, scope: Scope, row: Row) -> Any:
        """The value of what was typed; notes what is unasked or wrong."""
        self.asked.append((plan, name, scope, row))
        parts = {part: self.raw[control] for part, control in plan.controls(name) if control in self.raw}
        if not parts:
            self.unasked.add(name)
            return None
        try:
            return plan.kind.parse(self.local.get(plan.field.id, plan.field), parts, scope.today)
        except Invalid as invalid:
            self.note(plan, name, row, invalid)
            return None

    def demand(self) -> None:
        """Note what is required, now that all values are known: one answer may be required for want of another."""
        for plan, name, scope, row in self.asked:
            if plan.required if isinstance(plan.required, bool) else plan.required(scope):
                self.required.add(name)
                if name not in self.answers and name not in self.unasked and name not in self.problems:
                    self.note(plan, name, row, Invalid(plan.missing))

    def note(self, plan: FieldPlan, name: str, row: Row, wrong: Invalid) -> None:
        controls = dict(plan.controls(name))
        control = controls.get(wrong.part) or next(iter(controls.values()))
        where = {lang: f"{title}: " for lang, title in row_title(*row).items()} if row else {}
        message = {lang: text(where, lang).text + words for lang, words in wrong.message.items()}
        self.problems[name] = Problem(control, message)

    def journey(self) -> Journey:
        states: list[StepState] = []
        values: dict[str, Any] = {}
        reachable = True
        for step in self.compiled.steps:
            shown: list[str] = []
            for block in (block for block in step.blocks if block.key in self.visible):
                names = [plan.field.id for plan in block.fields]
                if block.group:
                    rows = self.form[block.group]
                    values[block.group] = [{key: row[key] for key in ("_row", *names) if key in row} for row in rows]
                    ids = self.rows[block.group]
                    names = [block.group, *(f"{block.group}.{row}.{name}" for row in ids for name in names)]
                else:
                    values.update((name, self.form[name]) for name in names if name in self.form)
                shown.extend(name for name in names if name in self.shown)
            problems = tuple(self.problems[name] for name in shown if name in self.problems)
            unasked = tuple(name for name in shown if name in self.unasked)
            complete, visible = not problems and not unasked, bool(shown)
            told = (visible, visible and reachable, complete, problems, unasked, tuple(shown))
            states.append(StepState(step.step.id, step.step.title, *told))
            reachable = reachable and complete
        facts = (frozenset(self.shown), frozenset(self.required), self.rows, self.local)
        return Journey(tuple(states), values, self.answers, *facts)
