"""A whole document made ready to run: expressions compiled once, fields in the order their values can be worked out.

`program(document)` is kept on the document. `check` names all an author must mend before the form can be published.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from math import floor, isfinite
from typing import Any

from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.fields.kind import Kind
from drehscheibe.forms.logic.expressions import Names, Run, Scope, Wrong, compile_expression
from drehscheibe.forms.messages import say
from drehscheibe.forms.schema import Field, Finding, FormDocument, FormError, Group, Message, Section, Step

MOST_CONTROLS = 500
_OPTIONS = sorted(frozenset().union(*(kind.uses for kind in TYPES.values())))
_RESERVED = frozenset({"add", "remove", "detach", "stay", "csrfmiddlewaretoken"})


@dataclass(slots=True)
class StepPlan:
    """A step ready to run. `visible` is None for always; `parent` is the key of what must be visible too."""

    key: str
    parent: None
    visible: Run | None
    step: Step
    blocks: list["BlockPlan"] = field(default_factory=list)


@dataclass(slots=True)
class BlockPlan:
    """A section or group ready to run; `group` is its id, "" for a section."""

    key: str
    parent: str
    visible: Run | None
    block: Section | Group
    group: str
    fields: list["FieldPlan"] = field(default_factory=list)


@dataclass(slots=True)
class FieldPlan:
    """A field ready to run. `result`: the kind of a calculated value; `missing`: what to say when nothing was given;
    `refusals`: when a value is refused, and the words for it.
    """

    field: Field
    kind: Kind
    block: BlockPlan
    visible: Run | None
    required: Run | bool
    value: Run | None
    result: str
    missing: Message
    refusals: tuple[tuple[Run, Message], ...] = ()

    def controls(self, name: str) -> list[tuple[str, str]]:
        """(part, control name) of each control of the field under this name: (day, `hunde.1.seit.day`) and so on."""
        return [(part, f"{name}.{part}" if part else name) for part in self.kind.parts_of(self.field)]

    def result_of(self, scope: Scope) -> Any:
        """The calculated value, money rounded to the cent, half up; None when it cannot be worked out."""
        with suppress(OverflowError):
            value = self.value(scope) if self.value else None
            if not isinstance(value, float):
                return value
            if isfinite(value):
                return floor(value + 0.5) if self.result == "money" else value
        return None


@dataclass(slots=True)
class Program:
    steps: list[StepPlan]
    order: list[StepPlan | BlockPlan | FieldPlan]
    fields: dict[str, FieldPlan]
    findings: list[Finding]

    def step(self, step_id: str) -> StepPlan:
        """The plan of a step that the document has."""
        return next(plan for plan in self.steps if plan.step.id == step_id)


def program(document: FormDocument) -> Program:
    """The compiled document. What cannot be compiled is left out, so that an unfinished form can be tried."""
    compiled: Program = document._program or _Builder(document).build()  # noqa: SLF001
    document._program = compiled  # noqa: SLF001 - the document keeps what is compiled from it
    return compiled


def check(document: FormDocument) -> list[Finding]:
    """What keeps the document from being published: unknown references, wrong kinds, cycles, options not understood."""
    return list(program(document).findings)


def publishable(document: FormDocument) -> FormDocument:
    """The same document. Raise FormError with all findings when there are any."""
    if findings := check(document):
        raise FormError(findings)
    return document


class _Builder:
    def __init__(self, document: FormDocument) -> None:
        self.document = document
        self.names = Names(document)
        self.findings: list[Finding] = []
        self.needs: dict[str, set[str]] = {}
        self.plans: dict[str, StepPlan | BlockPlan | FieldPlan] = {}

    def build(self) -> Program:
        steps = [self.step(step) for step in self.document.steps]
        order = list(self.plans)
        try:
            order = list(TopologicalSorter({key: sorted(needs) for key, needs in self.needs.items()}).static_order())
        except CycleError as error:
            circle = error.args[1]
            self.note(True, circle[0], f"Die Bedingungen hängen im Kreis voneinander ab: {' → '.join(circle)}")
        fields = {key: plan for key, plan in self.plans.items() if isinstance(plan, FieldPlan)}
        plans = [self.plans[key] for key in order if key in self.plans]
        return Program(steps, plans, fields, self.findings)

    def note(self, is_wrong: bool, place: str, message: str) -> None:
        if is_wrong:
            self.findings.append(Finding(place, message))

    def enter(self, key: str, place: str, plan: StepPlan | BlockPlan | FieldPlan, needs: set[str]) -> None:
        self.note(key in self.plans, place, f"Die Kennung „{key}“ gibt es zweimal.")
        self.plans[key] = plan
        self.needs[key] = needs

    def compile(self, source: Any, place: str, needs: set[str], row: str = "", *, condition: bool = True) -> Run | None:
        if source is None:
            return None
        try:
            node = compile_expression(source, self.names, row or None, condition=condition)
        except Wrong as wrong:
            self.note(True, place, str(wrong))
            return None
        needs |= node.refs
        return node.run

    def step(self, step: Step) -> StepPlan:
        place, needs = f"steps/{step.id}", set[str]()
        plan = StepPlan(f"step:{step.id}", None, self.compile(step.visible, f"{place}/visible", needs), step)
        self.note(step.id == "pruefen", place, "„pruefen“ heißt schon die letzte Seite jedes Antrags.")
        self.enter(plan.key, place, plan, needs)
        plan.blocks = [self.block(block, number, plan) for number, block in enumerate(step.blocks, start=1)]
        # a group counts as often as it may repeat
        most = sum(
            len(one.kind.parts_of(one.field)) * getattr(block.block, "max", 1)
            for block in plan.blocks
            for one in block.fields
        )
        too_many = f"Der Schritt kann {most} Felder haben; höchstens {MOST_CONTROLS} passen auf eine Seite."
        self.note(most > MOST_CONTROLS, place, too_many)
        return plan

    def block(self, block: Section | Group, number: int, step: StepPlan) -> BlockPlan:
        group = block.id if isinstance(block, Group) else ""
        place, needs = f"steps/{step.step.id}/{block.id or number}", {step.key}
        visible = self.compile(block.visible, f"{place}/visible", needs)
        plan = BlockPlan(group or f"{step.step.id}#{number}", step.key, visible, block, group)
        self.note(isinstance(block, Group) and block.max < block.min, place, "max ist kleiner als min.")
        self.enter(plan.key, place, plan, needs)
        plan.fields = [built for one in block.fields if (built := self.field(one, f"{place}/{one.id}", plan))]
        strange = set(getattr(block, "named_by", ())) - {one.id for one in block.fields}
        self.note(
            bool(strange), f"{place}/named_by", f"Diese Fragen hat die Gruppe nicht: {', '.join(sorted(strange))}"
        )
        return plan

    def field(self, one: Field, place: str, block: BlockPlan) -> FieldPlan | None:
        kind = TYPES.get(one.type)
        if kind is None:
            self.note(True, place, f"Einen Feldtyp „{one.type}“ gibt es nicht.")
            return None
        self.note(one.id in _RESERVED, place, f"„{one.id}“ kann keine Kennung sein.")
        for name in _OPTIONS:
            strange = name not in kind.uses and getattr(one, name) != Field.model_fields[name].get_default()
            self.note(strange, f"{place}/{name}", f"Der Typ „{one.type}“ kennt „{name}“ nicht.")
        self.findings.extend(Finding(place, fault) for fault in kind.faults(one))
        told = not kind.has_input and (one.missing or one.refuse)
        self.note(bool(told), place, f"Den Typ „{one.type}“ füllt niemand aus: missing und refuse haben keinen Sinn.")
        unknown = one.options_from is not None and self.names.parameters.get(one.options_from) != "options"
        self.note(unknown, f"{place}/options_from", f"Ein Parameter „{one.options_from}“ vom Typ options fehlt.")
        row, needs = block.group, {block.key}
        visible = self.compile(one.visible, f"{place}/visible", needs, row)
        value = self.compile(one.value, f"{place}/value", needs, row, condition=False)
        required: Run | bool = one.required if isinstance(one.required, bool) else True
        if isinstance(one.required, dict):
            required = self.compile(one.required, f"{place}/required", set(), row) or True
        result = self.names.kind(one.id) if value else ""
        refusals = self.refusals(one, place, needs, row)
        missing = one.missing or say(kind.missing, label=one.label)
        plan = FieldPlan(one, kind, block, visible, required, value, result, missing, refusals)
        self.enter(one.id, place, plan, needs)
        return plan

    def refusals(self, one: Field, place: str, needs: set[str], row: str) -> tuple[tuple[Run, Message], ...]:
        """Read after what they compare the answer with, but for the answer itself."""
        compared = set[str]()
        whens = [self.compile(refusal.when, f"{place}/refuse", compared, row) for refusal in one.refuse]
        needs |= compared - {one.id}
        return tuple((when, refusal.message) for when, refusal in zip(whens, one.refuse, strict=True) if when)
