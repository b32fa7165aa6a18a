"""A whole document made ready to run: every expression compiled once, fields in the order their values can be worked out.

`program(document)` is kept on the document. `check` names everything an author must mend before the form can be published.
"""

from dataclasses import dataclass, field
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any

from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.fields.kind import Kind
from drehscheibe.forms.logic.expressions import Names, Node, Run, Scope, Wrong, compile_condition, compile_expression
from drehscheibe.forms.schema import Field, Finding, FormDocument, FormError, Group, Message, Section, Step, text

MOST_CONTROLS = 500
_OPTIONS = frozenset().union(*(kind.uses for kind in TYPES.values()))
_RESERVED = frozenset({"add", "remove", "detach", "csrfmiddlewaretoken"})


@dataclass(slots=True)
class StepPlan:
    """A step, or a block, ready to run: `visible` is None for always."""

    step: Step
    visible: Run | None
    blocks: list["BlockPlan"] = field(default_factory=list)


@dataclass(slots=True)
class BlockPlan:
    key: str
    block: Section | Group
    group: str
    visible: Run | None
    step: StepPlan
    fields: list["FieldPlan"] = field(default_factory=list)


@dataclass(slots=True)
class FieldPlan:
    """A field ready to run. `result` is the kind of a calculated value, `missing` what to say when nothing was given."""

    field: Field
    kind: Kind
    block: BlockPlan
    visible: Run | None
    required: Run | bool
    value: Run | None
    result: str
    missing: Message


@dataclass(slots=True)
class Program:
    steps: list[StepPlan]
    order: list[StepPlan | BlockPlan | FieldPlan]
    fields: dict[str, FieldPlan]
    names: Names
    findings: list[Finding]


def program(document: FormDocument) -> Program:
    """The compiled document. What cannot be compiled is left out, so that an unfinished form can be tried."""
    if document._program is None:  # noqa: SLF001 - the document keeps what is compiled from it
        document._program = _Builder(document).build()  # noqa: SLF001
    compiled: Program = document._program  # noqa: SLF001
    return compiled


def check(document: FormDocument) -> list[Finding]:
    """What keeps the document from being published: unknown references, wrong kinds, cycles, options a type does not know."""
    return list(program(document).findings)


def publishable(document: FormDocument) -> FormDocument:
    """The same document. Raise FormError with all findings when there are any."""
    findings = check(document)
    if findings:
        raise FormError(findings)
    return document


def evaluate(
    document: FormDocument, expression: Any, *, values: dict[str, Any], parameters: dict[str, Any], today: date
) -> Any:
    """The value of an expression over the values of a journey, for fees and routing. Raise FormError when it is wrong."""
    try:
        node = compile_expression(expression, program(document).names)
    except Wrong as wrong:
        raise FormError([Finding("", str(wrong))]) from wrong
    return node.run(Scope(values, None, parameters, today))


class _Builder:
    def __init__(self, document: FormDocument) -> None:
        self.document = document
        self.names = Names(document)
        self.findings: list[Finding] = []
        self.needs: dict[str, set[str]] = {}
        self.plans: dict[str, StepPlan | BlockPlan | FieldPlan] = {}

    def build(self) -> Program:
        steps = [self.step(step) for step in self.document.steps]
        try:
            order = list(TopologicalSorter(self.needs).static_order())
        except CycleError as error:
            circle = " → ".join(str(key) for key in error.args[1])
            self.findings.append(
                Finding(str(error.args[1][0]), f"Die Bedingungen hängen im Kreis voneinander ab: {circle}")
            )
            order = list(self.plans)
        fields = {key: plan for key, plan in self.plans.items() if isinstance(plan, FieldPlan)}
        return Program(
            steps, [self.plans[key] for key in order if key in self.plans], fields, self.names, self.findings
        )

    def found(self, place: str, message: str) -> None:
        self.findings.append(Finding(place, message))

    def enter(self, key: str, place: str, plan: StepPlan | BlockPlan | FieldPlan, needs: set[str]) -> None:
        if key in self.plans:
            self.found(place, f"Die Kennung „{key}“ gibt es zweimal.")
        self.plans[key] = plan
        self.needs[key] = needs

    def compile(
        self, source: Any, place: str, needs: set[str], row: str | None, *, condition: bool = True
    ) -> Run | None:
        if source is None:
            return None
        try:
            node: Node = (compile_condition if condition else compile_expression)(source, self.names, row)
        except Wrong as wrong:
            self.found(place, str(wrong))
            return None
        needs |= node.refs
        return node.run

    def step(self, step: Step) -> StepPlan:
        place = f"steps/{step.id}"
        needs: set[str] = set()
        plan = StepPlan(step, self.compile(step.visible, f"{place}/visible", needs, None))
        if step.id == "pruefen":
            self.found(place, "„pruefen“ heißt schon die letzte Seite jedes Antrags.")
        self.enter(f"step:{step.id}", place, plan, needs)
        plan.blocks = [self.block(block, number, plan) for number, block in enumerate(step.blocks, start=1)]
        most = sum(_controls(block) for block in step.blocks)
        if most > MOST_CONTROLS:
            self.found(
                place, f"Der Schritt kann {most} Felder haben; mehr als {MOST_CONTROLS} sind zu viel für eine Seite."
            )
        return plan

    def block(self, block: Section | Group, number: int, step: StepPlan) -> BlockPlan:
        group = block.id if isinstance(block, Group) else ""
        place = f"steps/{step.step.id}/{block.id or number}"
        needs = {f"step:{step.step.id}"}
        visible = self.compile(block.visible, f"{place}/visible", needs, None)
        key = group or f"{step.step.id}#{number}"
        plan = BlockPlan(key, block, group, visible, step)
        if isinstance(block, Group) and block.max < block.min:
            self.found(place, "max ist kleiner als min.")
        self.enter(key, place, plan, needs)
        plan.fields = [built for one in block.fields if (built := self.field(one, place, plan))]
        return plan

    def field(self, one: Field, place: str, block: BlockPlan) -> FieldPlan | None:
        place = f"{place}/{one.id}"
        kind = TYPES.get(one.type)
        if kind is None:
            self.found(place, f"Einen Feldtyp „{one.type}“ gibt es nicht.")
            return None
        if one.id in _RESERVED:
            self.found(place, f"„{one.id}“ kann keine Kennung sein.")
        for name in sorted(_OPTIONS - kind.uses):
            if getattr(one, name) != type(one).model_fields[name].get_default():
                self.found(f"{place}/{name}", f"Der Typ „{one.type}“ kennt „{name}“ nicht.")
        self.findings.extend(Finding(place, fault) for fault in kind.faults(one))
        row = block.group or None
        needs = {block.key}
        visible = self.compile(one.visible, f"{place}/visible", needs, row)
        value = self.compile(one.value, f"{place}/value", needs, row, condition=False)
        required: Run | bool = one.required if isinstance(one.required, bool) else True
        if isinstance(one.required, dict):
            required = self.compile(one.required, f"{place}/required", set(), row) or True
        missing = {
            lang: words.format(label=text(one.label, lang))
            for lang, words in zip(("de", "en"), kind.missing, strict=True)
        }
        result = self.names.kind(one.id) if value else ""
        plan = FieldPlan(one, kind, block, visible, required, value, result, missing)
        self.enter(one.id, place, plan, needs)
        return plan


def _controls(block: Section | Group) -> int:
    once = sum(len(TYPES[one.type].parts) for one in block.fields if one.type in TYPES)
    return once * block.max if isinstance(block, Group) else once
