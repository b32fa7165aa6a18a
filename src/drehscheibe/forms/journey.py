"""The journey: what the answers so far mean. Which steps there are, what is missing, what comes next, and the values.

It is worked out anew from the raw answers each time and depends on nothing else but the town's parameters and the day.
Raw answers are control name -> strings as typed: `name`, `anschrift.street`, in groups `hunde.1.rasse`, with the row
ids in `hunde._rows`; groups in groups have `hunde.1.impfungen._rows` and `hunde.1.impfungen.2.am`. Values are a tree
of what is visible and valid: `{"hunde": [{"_row": "1", "rasse": "…"}]}`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from drehscheibe.forms.fields.choice import with_options
from drehscheibe.forms.fields.kind import Invalid
from drehscheibe.forms.logic.nodes import Scope
from drehscheibe.forms.logic.plans import BlockPlan, FieldPlan, Program, RulePlan
from drehscheibe.forms.logic.program import program
from drehscheibe.forms.messages import MESSAGES, say
from drehscheibe.forms.schema import FormDocument, Group, Message, text
from drehscheibe.forms.walked import Journey, Problem, Raw, StepState, row_title, rows_of

__all__ = ["Journey", "Problem", "Raw", "StepState", "compute", "row_title", "rows_of"]

NEED_ONE = frozenset({"at_least_one", "exactly_one"})


class Place(NamedTuple):
    """Where fields stand: the form, or one row. `tree` takes their values; `titles`: the rows it stands in."""

    prefix: str
    tree: dict[str, Any]
    scope: Scope
    titles: tuple[Message, ...] = ()

    def name(self, part: FieldPlan | BlockPlan) -> str:
        """The name that a field or group has as seen from here: its own row's, that of a row around, or the form's."""
        path, own = (part.block.path, part.field.id) if isinstance(part, FieldPlan) else (part.path[:-1], part.group)
        rows = self.prefix.split(".")[: 2 * len(path)]
        return ".".join((*rows, own))


def compute(document: FormDocument, raw: Raw, *, parameters: Mapping[str, Any], today: date) -> Journey:
    """Work out the journey. Never raises for whatever stands in `raw`."""
    return _Reading(program(document), raw, parameters, today).journey()


class _Reading:
    """One pass over the answers, in the order in which values depend on each other."""

    def __init__(self, compiled: Program, raw: Raw, parameters: Mapping[str, Any], today: date) -> None:
        self.compiled = compiled
        self.raw = raw
        self.form: dict[str, Any] = {}
        whole = Place("", self.form, Scope(self.form, {}, parameters, today))
        self.places: dict[str, list[Place]] = {"": [whole]}  # where what is visible stands, by the key of its plan
        self.rows: dict[str, tuple[str, ...]] = {}
        self.answers: dict[str, Any] = {}
        self.shown, self.required, self.unasked, self.linked = set[str](), set[str](), set[str](), set[str]()
        self.problems: dict[str, Problem] = {}
        self.local = {
            name: with_options(plan.field, parameters.get(plan.field.options_from))
            for name, plan in compiled.fields.items()
            if plan.field.options_from
        }
        self.asked: dict[str, tuple[FieldPlan, Place]] = {}
        for plan in compiled.order:
            if isinstance(plan, FieldPlan):
                for place in self.places.get(plan.block.key, ()):
                    self.read(plan, place)
            else:
                around = self.places.get(plan.parent, ())
                found = [place for place in around if plan.visible is None or plan.visible(place.scope)]
                if isinstance(plan, BlockPlan) and isinstance(plan.block, Group):
                    found = [row for place in found for row in self.read_rows(plan.block, place)]
                self.places[plan.key] = found
        self.demand()

    def read_rows(self, group: Group, around: Place) -> list[Place]:
        name = around.prefix + group.id
        rows = self.rows[name] = rows_of(group, name, self.raw)
        trees: list[dict[str, Any]] = [{"_row": row} for row in rows]
        around.tree[group.id] = trees
        self.shown.add(name)
        if f"{name}._rows" not in self.raw:
            self.unasked.add(name)
        elif len(rows) < group.min:
            least = MESSAGES["one_row"] if group.min == 1 else say("several_rows", number=group.min)
            self.note(name, around, Invalid(say("too_few_rows", label=group.title, least=least)))
        elif len(rows) > group.max:
            self.note(name, around, Invalid(say("too_many_rows", label=group.title, most=group.max)))
        return [
            Place(
                f"{name}.{tree['_row']}.",
                tree,
                around.scope._replace(rows={**around.scope.rows, group.id: tree}),
                (*around.titles, row_title(group, number)),
            )
            for number, tree in enumerate(trees, start=1)
        ]

    def read(self, plan: FieldPlan, place: Place) -> None:
        scope = place.scope
        if plan.visible is not None and not plan.visible(scope):
            return
        name = place.prefix + plan.field.id
        if not plan.field.internal:
            self.shown.add(name)
        value = self.typed(plan, name, place) if plan.kind.has_input else plan.result_of(scope)
        if value is None:
            return
        place.tree[plan.field.id] = self.answers[name] = value
        if plan.refusals and (refused := next((words for when, words in plan.refusals if when(scope)), None)):
            del place.tree[plan.field.id], self.answers[name]
            self.note_at(plan, name, place, Invalid(refused))

    def typed(self, plan: FieldPlan, name: str, place: Place) -> Any:
        """The value of what was typed; notes what is unasked or wrong."""
        self.asked[name] = (plan, place)
        parts = {part: self.raw[control] for part, control in plan.controls(name) if control in self.raw}
        if not parts:
            self.unasked.add(name)
            return None
        try:
            return plan.kind.parse(self.local.get(plan.field.id, plan.field), parts, place.scope.today)
        except Invalid as invalid:
            self.note_at(plan, name, place, invalid)
            return None

    def demand(self) -> None:
        """Note what is required, now that all values are known: one answer may be required for want of another."""
        rules = [(rule, place) for rule in self.compiled.rules for place in self.places.get(rule.where, ())]
        rules = [(rule, place) for rule, place in rules if rule.when is None or rule.when(place.scope)]
        for rule, place in rules:
            if rule.rule.demand == "required":
                self.required.update(place.name(part) for part in rule.parts)
        for name, (plan, place) in self.asked.items():
            always = name in self.required
            if always or (plan.required if isinstance(plan.required, bool) else plan.required(place.scope)):
                self.required.add(name)
                if name not in self.answers and name not in self.unasked and name not in self.problems:
                    self.note_at(plan, name, place, Invalid(plan.missing))
        for rule, place in rules:
            self.hold(rule, place)

    def hold(self, rule: RulePlan, place: Place) -> None:
        """Note where a rule is broken; only once all that it is about was asked and could be read."""
        parts = {name: part for part in rule.parts if (name := place.name(part)) in self.shown}
        if rule.rule.demand in NEED_ONE:
            self.linked.update(parts)
        if any(name in self.unasked or name in self.problems for name in parts):
            return
        given = [name for name in parts if name in self.answers or self.rows.get(name)]
        broken = rule.broken_by(list(parts), given, place.scope)
        if not broken:
            return
        latest = max(parts[name].step.number for name in broken)
        name = next(name for name in broken if parts[name].step.number == latest)
        part = parts[name]
        if rule.at and place.name(rule.at) in self.shown:
            part, name = rule.at, place.name(rule.at)
        if isinstance(part, FieldPlan):
            self.note_at(part, name, self.asked[name][1], Invalid(rule.message))
        else:
            self.note(name, place, Invalid(rule.message))

    def note_at(self, plan: FieldPlan, name: str, place: Place, wrong: Invalid) -> None:
        """Note a problem at the very control of a field."""
        controls = dict(plan.controls(name))
        self.note(name, place, wrong, controls.get(wrong.part) or next(iter(controls.values())))

    def note(self, name: str, place: Place, wrong: Invalid, control: str = "") -> None:
        """Note a problem of a field or group; the message begins with the rows it stands in."""
        message = wrong.message
        if place.titles:
            ways = {lang: ", ".join(text(title, lang).text for title in place.titles) for lang in message}
            message = {lang: f"{ways[lang]}: {words}" for lang, words in message.items()}
        self.problems[name] = Problem(control or name, message)

    def journey(self) -> Journey:
        states: list[StepState] = []
        values: dict[str, Any] = {}
        reachable = True
        for step in self.compiled.steps:
            shown: list[str] = []
            for block in step.blocks:
                if block.group:
                    self.tell(block, "", self.form, values, shown)
                elif block.key in self.places:
                    self.tell_items(block, "", self.form, values, shown)
            problems = tuple(self.problems[name] for name in shown if name in self.problems)
            unasked = tuple(name for name in shown if name in self.unasked)
            complete, visible = not problems and not unasked, bool(shown)
            told = (visible, visible and reachable, complete, problems, unasked, tuple(shown))
            states.append(StepState(step.step.id, step.step.title, *told))
            reachable = reachable and complete
        facts = (frozenset(self.shown), frozenset(self.required), self.rows, self.local, frozenset(self.linked))
        return Journey(tuple(states), values, self.answers, *facts)

    def tell_items(
        self, block: BlockPlan, prefix: str, known: dict[str, Any], values: dict[str, Any], shown: list[str]
    ) -> None:
        """Put what is known of a block's fields and groups into `values` and `shown`, in the order of the form."""
        for item in block.items:
            if isinstance(item, BlockPlan):
                self.tell(item, prefix, known, values, shown)
                continue
            field = item.field.id
            if field in known:
                values[field] = known[field]
            if prefix + field in self.shown:
                shown.append(prefix + field)

    def tell(
        self, group: BlockPlan, prefix: str, known: dict[str, Any], values: dict[str, Any], shown: list[str]
    ) -> None:
        name = prefix + group.group
        if name not in self.shown:
            return
        shown.append(name)
        values[group.group] = []
        for row in known[group.group]:
            told = {"_row": row["_row"]}
            self.tell_items(group, f"{name}.{row['_row']}.", row, told, shown)
            values[group.group].append(told)
