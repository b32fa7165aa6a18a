"""A whole document made ready to run: expressions compiled once, fields in the order their values can be worked out.

`program(document)` is kept on the document. `check` names all an author must mend before the form can be published.
"""

from graphlib import CycleError, TopologicalSorter
from typing import Any

from drehscheibe.forms.faults import Finding, FormError
from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.logic.expressions import Names, compile_expression
from drehscheibe.forms.logic.nodes import Run, Wrong
from drehscheibe.forms.logic.plans import BlockPlan, FieldPlan, Program, StepPlan
from drehscheibe.forms.logic.ruling import Rules
from drehscheibe.forms.messages import say
from drehscheibe.forms.schema import Field, FormDocument, Group, Message, Section, Step

MOST_CONTROLS = 500
DEEPEST_GROUP = 4
APART_FROM = 9  # a row that asks more than this has a page of its own
MOST_OF_ROW = 14  # what asks more than this goes on several pages, of about a dozen questions each
DOZEN = 12
_OPTIONS = sorted(frozenset().union(*(kind.uses for kind in TYPES.values())))
_RESERVED = frozenset({"add", "remove", "detach", "stay", "seite", "csrfmiddlewaretoken"})


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


def _row_controls(plan: BlockPlan) -> int:
    """How many controls a row can bring on a page."""
    own = sum(len(one.kind.parts_of(one.field)) for one in plan.fields)
    return own + sum(_most_controls(group) for group in plan.groups)


def _most_controls(plan: BlockPlan) -> int:
    """How many controls a block can bring on a page: a group as often as it may repeat, if its rows stand there."""
    return 0 if plan.apart else _row_controls(plan) * getattr(plan.block, "max", 1)


def _in_order(fields: list[FieldPlan], groups: list[BlockPlan]) -> list[FieldPlan | BlockPlan]:
    """Each group after the field it names, the others after the last."""
    follow: dict[str | None, list[BlockPlan]] = {}
    known = {one.field.id for one in fields}
    for group in groups:
        after = getattr(group.block, "after", None)
        follow.setdefault(after if after in known else None, []).append(group)
    items: list[FieldPlan | BlockPlan] = []
    for one in fields:
        items += [one, *follow.get(one.field.id, ())]
    return [*items, *follow.get(None, ())]


def _asked(item: FieldPlan | BlockPlan) -> int:
    """How many questions it brings on the page of a row."""
    if isinstance(item, FieldPlan):
        return int(item.kind.has_input)
    return 1 if item.apart else 1 + sum(_asked(inner) for inner in item.items)


def _in_parts(items: list[FieldPlan | BlockPlan]) -> list[list[FieldPlan | BlockPlan]]:
    """The items of a row on as many pages of equal length as it takes; a group stays with the question before it."""
    whole = sum(map(_asked, items))
    pages = 1 if whole <= MOST_OF_ROW else -(-whole // DOZEN)
    parts: list[list[FieldPlan | BlockPlan]] = [[]]
    so_far = 0
    for item in items:
        if isinstance(item, FieldPlan) and parts[-1] and so_far >= whole * len(parts) / pages:
            parts.append([])
        parts[-1].append(item)
        so_far += _asked(item)
    return parts


class _Builder:
    def __init__(self, document: FormDocument) -> None:
        self.document = document
        self.names = Names(document)
        self.findings: list[Finding] = []
        self.needs: dict[str, set[str]] = {}
        self.plans: dict[str, StepPlan | BlockPlan | FieldPlan] = {}

    def build(self) -> Program:
        steps = [self.step(step, number) for number, step in enumerate(self.document.steps)]
        order = list(self.plans)
        try:
            order = list(TopologicalSorter({key: sorted(needs) for key, needs in self.needs.items()}).static_order())
        except CycleError as error:
            circle = error.args[1]
            self.note(True, circle[0], f"Die Bedingungen hängen im Kreis voneinander ab: {' → '.join(circle)}")
        fields = {key: plan for key, plan in self.plans.items() if isinstance(plan, FieldPlan)}
        groups = {plan.group: plan for plan in self.plans.values() if isinstance(plan, BlockPlan) and plan.group}
        plans = [self.plans[key] for key in order if key in self.plans]
        self.participants()
        rules = Rules(self.names, self.plans, lambda place, words: self.note(True, place, words)).built(self.document)
        return Program(steps, plans, fields, groups, rules, self.findings)

    def participants(self) -> None:
        """Each has a part, each part somebody who is known, and the applicant begins."""
        known = {one.id for one in self.document.participants}
        named = {step.participant for step in self.document.steps} - {None}
        self.note(len(known) < len(self.document.participants), "participants", "Eine Kennung gibt es zweimal.")
        strange = f"Diese Beteiligten kennt das Formular nicht: {', '.join(sorted(map(str, named - known)))}"
        self.note(bool(named - known), "participants", strange)
        self.note(bool(known - named), "participants", f"Ohne eigene Seite: {', '.join(sorted(known - named))}")
        first = self.document.steps[0]
        words = "Die erste Seite füllt die antragstellende Person aus."
        self.note(first.participant is not None, f"steps/{first.id}/participant", words)
        for one in self.document.participants:
            unknown = [name for name in one.sees if name not in self.plans]
            words = f"Diese Fragen gibt es nicht: {', '.join(unknown)}"
            self.note(bool(unknown), f"participants/{one.id}/sees", words)

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

    def step(self, step: Step, number: int) -> StepPlan:
        place, needs = f"steps/{step.id}", set[str]()
        plan = StepPlan(f"step:{step.id}", "", self.compile(step.visible, f"{place}/visible", needs), step, number)
        self.note(step.id == "pruefen", place, "„pruefen“ heißt schon die letzte Seite jedes Antrags.")
        taken = step.id == "beteiligte" and bool(self.document.participants)
        self.note(taken, place, "„beteiligte“ heißt schon die Seite, auf der man andere einlädt.")
        self.enter(plan.key, place, plan, needs)
        plan.blocks = [self.block(block, number, plan) for number, block in enumerate(step.blocks, start=1)]
        self.note_size(place, sum(_most_controls(block) for block in plan.blocks))
        return plan

    def note_size(self, place: str, most: int) -> None:
        too_many = f"Die Seite kann {most} Felder haben; höchstens {MOST_CONTROLS} passen auf eine Seite."
        self.note(most > MOST_CONTROLS, place, too_many)

    def block(self, block: Section | Group, number: int, step: StepPlan) -> BlockPlan:
        place, needs = f"steps/{step.step.id}/{block.id or number}", {step.key}
        if isinstance(block, Group):
            return self.group(block, place, step, step.key, ())
        visible = self.compile(block.visible, f"{place}/visible", needs)
        plan = BlockPlan(f"{step.step.id}#{number}", step.key, visible, block, "", step, ())
        self.enter(plan.key, place, plan, needs)
        plan.fields = [built for one in block.fields if (built := self.field(one, f"{place}/{one.id}", plan))]
        plan.items = list(plan.fields)
        return plan

    def group(self, block: Group, place: str, step: StepPlan, parent: str, around: tuple[str, ...]) -> BlockPlan:
        needs = {parent}
        visible = self.compile(block.visible, f"{place}/visible", needs, around[-1] if around else "")
        path = (*around, block.id)
        plan = BlockPlan(block.id, parent, visible, block, block.id, step, path)
        self.note(block.id in _RESERVED, place, f"„{block.id}“ kann keine Kennung sein.")
        self.note(block.max < block.min, place, "max ist kleiner als min.")
        self.note(len(path) > DEEPEST_GROUP, place, f"Gruppen stehen höchstens {DEEPEST_GROUP} Ebenen tief.")
        self.note(not (block.fields or block.groups), place, "Die Gruppe fragt nichts.")
        self.enter(plan.key, place, plan, needs)
        plan.fields = [built for one in block.fields if (built := self.field(one, f"{place}/{one.id}", plan))]
        inner = [self.group(one, f"{place}/{one.id}", step, plan.key, path) for one in block.groups]
        plan.items = _in_order(plan.fields, inner)
        asked = sum(one.kind.has_input for one in plan.fields)
        plan.apart = bool(inner) or asked > APART_FROM if block.apart is None else block.apart
        known = {one.id for one in block.fields}
        strange = set(block.named_by) - known
        words = f"Diese Fragen hat die Gruppe nicht: {', '.join(sorted(strange))}"
        self.note(bool(strange), f"{place}/named_by", words)
        for one in block.groups:
            self.note(
                bool({one.after} - known - {None}), f"{place}/{one.id}/after", "Diese Frage hat die Gruppe nicht."
            )
        plan.parts = _in_parts(plan.items) if plan.apart else [plan.items]
        if plan.apart:
            self.note_size(place, _row_controls(plan))
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
