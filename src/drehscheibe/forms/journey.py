"""The journey: what the answers so far mean. Which steps there are, what is missing, what comes next, and the values.

It is worked out anew from the raw answers each time and depends on nothing else but the town's parameters and the day.
Raw answers are control name -> strings as typed: `name`, `anschrift.street`, in groups `hunde.1.rasse`, with the row
ids in `hunde._rows`. Values are a tree of what is visible and valid: `{"hunde": [{"_row": "1", "rasse": "…"}]}`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from drehscheibe.forms.fields.kind import Invalid
from drehscheibe.forms.logic.expressions import Scope
from drehscheibe.forms.logic.program import BlockPlan, FieldPlan, Program, StepPlan, program
from drehscheibe.forms.schema import FormDocument, Group, Message, UnknownStep, text

Raw = Mapping[str, Sequence[str]]
_ROW = re.compile(r"[1-9][0-9]{0,5}")
_ROWS_READ = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one answer. `name` is the control's; `where` names the row ("Hund 2") inside a group."""

    name: str
    message: Message
    where: Message | None = None

    def words(self, lang: str) -> str:
        said = text(self.message, lang).text
        return f"{text(self.where, lang)}: {said}" if self.where else said


@dataclass(frozen=True, slots=True)
class StepState:
    """One step of the journey.

    `problems` are about answers given, or left empty, on a page the person has sent; `unasked` names the fields never shown
    to them yet. A step is complete without either. `reachable`: visible, and every visible step before it is complete.
    `shown` are the visible fields' names (`hunde.1.rasse`), groups included.
    """

    id: str
    title: Message
    visible: bool
    reachable: bool
    complete: bool
    problems: tuple[Problem, ...]
    unasked: tuple[str, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Journey:
    """`answers` are the valid values by field name (`hunde.1.rasse`), calculated ones included; `rows` the row ids by group."""

    steps: tuple[StepState, ...]
    values: dict[str, Any]
    answers: dict[str, Any]
    shown: frozenset[str]
    required: frozenset[str]
    rows: dict[str, tuple[str, ...]]

    @property
    def first_open(self) -> str | None:
        """The id of the first visible step that is not complete."""
        return next((step.id for step in self.steps if step.visible and not step.complete), None)

    @property
    def is_complete(self) -> bool:
        return self.first_open is None

    def step(self, step_id: str) -> StepState:
        """Raise UnknownStep when there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise UnknownStep(step_id)

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
        return [(problem.name, problem.words(lang)) for problem in self.step(step_id).problems]


def compute(document: FormDocument, raw: Raw, *, parameters: Mapping[str, Any], today: date) -> Journey:
    """Work out the journey. Never raises for whatever stands in `raw`."""
    compiled = program(document)
    reading = _Reading(compiled, raw, Scope({}, None, parameters, today))
    for plan in compiled.order:
        reading.work_out(plan)
    return reading.journey()


def row_title(group: Group, place: int) -> Message:
    """What a row is called, counted from 1: "Hund 2"."""
    return {lang: f"{words} {place}" for lang, words in group.item.items()}


def rows_of(group: Group, raw: Raw) -> tuple[str, ...]:
    """The ids of the group's rows in order; before anybody added or removed one, as many as there must be."""
    stored = raw.get(f"{group.id}._rows")
    if stored is None:
        return tuple(str(number) for number in range(1, group.min + 1))
    return tuple(dict.fromkeys(row for row in stored[:_ROWS_READ] if _ROW.fullmatch(row)))


@dataclass(slots=True)
class _Reading:
    compiled: Program
    raw: Raw
    scope: Scope
    visible: set[str] = field(default_factory=set)
    form: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    trees: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    problems: dict[str, Problem] = field(default_factory=dict)
    unasked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.scope.form = self.form

    def work_out(self, plan: StepPlan | BlockPlan | FieldPlan) -> None:
        match plan:
            case FieldPlan():
                self.read_everywhere(plan)
            case BlockPlan():
                if f"step:{plan.step.step.id}" in self.visible and self.holds(plan.visible, self.scope):
                    self.visible.add(plan.key)
                    if isinstance(plan.block, Group):
                        self.read_rows(plan.block)
            case StepPlan():
                if self.holds(plan.visible, self.scope):
                    self.visible.add(f"step:{plan.step.id}")

    @staticmethod
    def holds(condition: Any, scope: Scope) -> bool:
        return condition is None or bool(condition(scope))

    def read_rows(self, group: Group) -> None:
        rows = rows_of(group, self.raw)
        self.rows[group.id] = rows
        self.form[group.id] = self.trees[group.id] = [{"_row": row} for row in rows]
        self.shown.add(group.id)
        facts = {"least": group.min, "most": group.max}
        if f"{group.id}._rows" not in self.raw:
            self.unasked.add(group.id)
        elif len(rows) < group.min:
            de, en = "„{label}“: Machen Sie mindestens {least} Einträge.", "“{label}”: make at least {least} entries."
            de = "„{label}“: Machen Sie mindestens einen Eintrag." if group.min == 1 else de
            self.problems[group.id] = Problem(group.id, _say(group, de, en, facts))
        elif len(rows) > group.max:
            de = "„{label}“: Möglich sind höchstens {most} Einträge. Entfernen Sie einen."
            self.problems[group.id] = Problem(
                group.id, _say(group, de, "“{label}”: at most {most} entries are possible. Remove one.", facts)
            )

    def read_everywhere(self, plan: FieldPlan) -> None:
        if plan.block.key not in self.visible:
            return
        group = plan.block.block
        if not isinstance(group, Group):
            self.read(plan, plan.field.id, self.scope, self.form)
            return
        for place, (row, tree) in enumerate(zip(self.rows[group.id], self.trees[group.id], strict=True), start=1):
            scope = Scope(self.form, tree, self.scope.parameters, self.scope.today)
            problem = self.read(plan, f"{group.id}.{row}.{plan.field.id}", scope, tree)
            if problem:
                self.problems[f"{group.id}.{row}.{plan.field.id}"] = Problem(
                    problem.name, problem.message, row_title(group, place)
                )

    def read(self, plan: FieldPlan, name: str, scope: Scope, tree: dict[str, Any]) -> Problem | None:
        if plan.visible is not None and not plan.visible(scope):
            return None
        if not plan.field.internal:
            self.shown.add(name)
        if not plan.kind.has_input:
            if plan.value is not None:
                self.keep(name, plan, _whole(plan.value, scope, plan.result), tree)
            return None
        needed = plan.required if isinstance(plan.required, bool) else bool(plan.required(scope))
        if needed:
            self.required.add(name)
        problem = None
        given = self.given(plan, name)
        if given is None:
            self.unasked.add(name)
            return None
        try:
            value = plan.kind.parse(plan.field, given, scope.today)
        except Invalid as invalid:
            value, problem = None, Problem(self.control(plan, name, invalid.part), invalid.message)
        else:
            if value is None and needed:
                problem = Problem(self.control(plan, name, ""), plan.missing)
        if problem:
            self.problems[name] = problem
        self.keep(name, plan, value, tree)
        return problem

    def given(self, plan: FieldPlan, name: str) -> dict[str, Sequence[str]] | None:
        raw = self.raw
        if plan.kind.parts == ("",):
            return {"": raw[name]} if name in raw else None
        found = {part: raw[f"{name}.{part}"] for part in plan.kind.parts if f"{name}.{part}" in raw}
        return found or None

    @staticmethod
    def control(plan: FieldPlan, name: str, part: str) -> str:
        part = part or plan.kind.parts[0]
        return f"{name}.{part}" if part else name

    def keep(self, name: str, plan: FieldPlan, value: Any, tree: dict[str, Any]) -> None:
        if value is not None:
            tree[plan.field.id] = self.answers[name] = value

    def journey(self) -> Journey:
        states: list[StepState] = []
        reachable = True
        for step in self.compiled.steps:
            shown = tuple(
                name
                for block in step.blocks
                if block.key in self.visible
                for name in self.names(block)
                if name in self.shown
            )
            problems = tuple(self.problems[name] for name in shown if name in self.problems)
            unasked = tuple(name for name in shown if name in self.unasked)
            complete = not problems and not unasked
            states.append(
                StepState(
                    step.step.id,
                    step.step.title,
                    bool(shown),
                    bool(shown) and reachable,
                    complete,
                    problems,
                    unasked,
                    shown,
                )
            )
            reachable = reachable and complete
        frozen = frozenset(self.shown), frozenset(self.required)
        return Journey(tuple(states), self.tree(), self.answers, *frozen, self.rows)

    def names(self, block: BlockPlan) -> list[str]:
        """The names of the block's fields, row by row, whether shown or not."""
        if not block.group:
            return [plan.field.id for plan in block.fields]
        rows = self.rows[block.group]
        return [block.group, *(f"{block.group}.{row}.{plan.field.id}" for row in rows for plan in block.fields)]

    def tree(self) -> dict[str, Any]:
        """The values in document order."""
        values: dict[str, Any] = {}
        for block in (block for step in self.compiled.steps for block in step.blocks if block.key in self.visible):
            ids = [plan.field.id for plan in block.fields]
            if block.group:
                rows = self.trees[block.group]
                values[block.group] = [{key: row[key] for key in ("_row", *ids) if key in row} for row in rows]
            else:
                values.update((key, self.form[key]) for key in ids if key in self.form)
        return values


def _say(group: Group, de: str, en: str, facts: Mapping[str, int]) -> Message:
    return {
        "de": de.format(label=text(group.title, "de"), **facts),
        "en": en.format(label=text(group.title, "en"), **facts),
    }


def _whole(run: Any, scope: Scope, kind: str) -> Any:
    """A calculated value; money is rounded to the cent, half up."""
    try:
        value = run(scope)
        return int(value // 1 + (value % 1 >= 0.5)) if kind == "money" and isinstance(value, float) else value
    except (OverflowError, ValueError):
        return None
