"""What a document is compiled to: its steps, blocks, fields and rules ready to run."""

from contextlib import suppress
from dataclasses import dataclass, field
from math import floor, isfinite
from typing import Any

from drehscheibe.forms.faults import Finding
from drehscheibe.forms.fields.kind import Kind
from drehscheibe.forms.logic.nodes import Run, Scope
from drehscheibe.forms.schema import Expr, Field, Group, Message, Rule, Section, Step


@dataclass(slots=True)
class StepPlan:
    """A step ready to run. `visible` is None for always; `parent` is the key of what must be visible too."""

    key: str
    parent: str
    visible: Run | None
    step: Step
    number: int
    blocks: list["BlockPlan"] = field(default_factory=list)

    @property
    def condition(self) -> Expr | None:
        return self.step.visible


@dataclass(slots=True)
class BlockPlan:
    """A section or group ready to run; `group` is its id, "" for a section. `path`: the groups around it and itself;
    `items`: its fields and groups in the order of the page; `apart`: each row has pages of its own, `parts`: what
    stands on each of these.
    """

    key: str
    parent: str
    visible: Run | None
    block: Section | Group
    group: str
    step: StepPlan
    path: tuple[str, ...]
    apart: bool = False
    fields: list["FieldPlan"] = field(default_factory=list)
    items: list["FieldPlan | BlockPlan"] = field(default_factory=list)
    parts: list[list["FieldPlan | BlockPlan"]] = field(default_factory=list)

    @property
    def condition(self) -> Expr | None:
        return self.block.visible

    @property
    def groups(self) -> list["BlockPlan"]:
        return [item for item in self.items if isinstance(item, BlockPlan)]


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

    @property
    def key(self) -> str:
        return self.field.id

    @property
    def step(self) -> StepPlan:
        return self.block.step

    @property
    def condition(self) -> Expr | None:
        return self.field.visible

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
class RulePlan:
    """A rule that is on. It holds for each row of the group with the key `where`, or once ("")."""

    rule: Rule
    where: str
    parts: list[FieldPlan | BlockPlan]
    at: FieldPlan | BlockPlan | None
    when: Run | None
    holds: Run | None
    message: Message

    def broken_by(self, names: list[str], given: list[str], scope: Scope) -> list[str]:
        """Of the `names` that were asked, `given` those with an answer, the ones at which to say that it is broken."""
        missing = [name for name in names if name not in given]
        excess = given[::-1] if len(given) > 1 else []  # the last one first
        match self.rule.demand:
            case "at_least_one":
                return names if names and not given else []
            case "exactly_one":
                return names if names and not given else excess
            case "at_most_one":
                return excess
            case "all_or_none":
                return missing if given else []
            case "holds":
                return given if not missing and self.holds and not self.holds(scope) else []
        return []


@dataclass(slots=True)
class Program:
    steps: list[StepPlan]
    order: list[StepPlan | BlockPlan | FieldPlan]
    fields: dict[str, FieldPlan]
    groups: dict[str, BlockPlan]
    rules: list[RulePlan]
    findings: list[Finding]
    told: dict[tuple[str, str], str] = field(default_factory=dict)  # why something is asked, by key and language

    def step(self, step_id: str) -> StepPlan:
        """The plan of a step that the document has."""
        return next(plan for plan in self.steps if plan.step.id == step_id)
