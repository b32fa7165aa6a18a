"""Making the rules of a document ready to run, and finding what is wrong with them."""

from collections.abc import Callable, Iterator, Mapping

from drehscheibe.forms.logic.expressions import Names, compile_expression
from drehscheibe.forms.logic.nodes import Run, Wrong
from drehscheibe.forms.logic.plans import BlockPlan, FieldPlan, RulePlan, StepPlan
from drehscheibe.forms.messages import say
from drehscheibe.forms.schema import Expr, FormDocument, Message, Rule, text

Note = Callable[[str, str], None]
WORDS = {
    "at_least_one": "rule_at_least_one",
    "exactly_one": "rule_exactly_one",
    "at_most_one": "rule_at_most_one",
    "all_or_none": "rule_all_or_none",
    "holds": "rule_holds",
}
Plans = Mapping[str, StepPlan | BlockPlan | FieldPlan]


def placed_rules(document: FormDocument) -> Iterator[tuple[Rule, str, str]]:
    """Each rule with the id of the group in whose rows it holds ("": in the form), and its place for findings."""
    yield from ((rule, "", f"rules/{rule.id}") for rule in document.rules)
    for step, group, around in document.groups():
        path = "/".join((f"steps/{step.id}", *around, group.id))
        yield from ((rule, group.id, f"{path}/rules/{rule.id}") for rule in group.rules)


class Rules:
    """Compiles the rules of one document; `note` hears what is wrong with them."""

    def __init__(self, names: Names, plans: Plans, note: Note) -> None:
        self.names = names
        self.plans = plans
        self.note = note
        self.faults = 0

    def built(self, document: FormDocument) -> list[RulePlan]:
        """Those that are on and whole."""
        built = []
        for rule, where, place in placed_rules(document):
            if rule.state == "on" and rule.demand:
                before = self.faults
                plan = self.plan(rule, where, place)
                built += [plan] if self.faults == before else []
        return built

    def wrong(self, place: str, message: str) -> None:
        self.faults += 1
        self.note(place, message)

    def plan(self, rule: Rule, where: str, place: str) -> RulePlan:
        parts = [part for name in rule.fields if (part := self.part(name, where, place))]
        at = self.part(rule.at, where, place) if rule.at else None
        least = 1 if rule.demand in {"required", "holds"} else 2
        if len(set(rule.fields)) < least:
            self.wrong(place, f"Die Regel braucht mindestens {least} Fragen (fields).")
        if (rule.demand == "holds") != bool(rule.holds):
            self.wrong(place, "„holds“ gehört zu „demand: holds“, und nur dazu.")
        when, holds = (
            self.compiled(rule.when, where, f"{place}/when"),
            self.compiled(rule.holds, where, f"{place}/holds"),
        )
        return RulePlan(rule, where, parts, at, when, holds, rule.message or told(rule, parts))

    def part(self, name: str, where: str, place: str) -> FieldPlan | BlockPlan | None:
        """The field or group of this name, if the rule can see it from where it stands."""
        plan = self.plans.get(name)
        if not isinstance(plan, FieldPlan | BlockPlan):
            self.wrong(place, f"Eine Frage „{name}“ gibt es nicht.")
            return None
        path = plan.block.path if isinstance(plan, FieldPlan) else plan.path[:-1]
        if path != self.names.at_hand(where)[: len(path)]:
            self.wrong(place, f"„{name}“ kommt in einer Gruppe mehrmals vor: Die Regel gehört in diese Gruppe.")
        return plan

    def compiled(self, source: Expr | None, where: str, place: str) -> Run | None:
        if source is None:
            return None
        try:
            return compile_expression(source, self.names, where or None, condition=True).run
        except Wrong as wrong:
            self.wrong(place, str(wrong))
            return None


def told(rule: Rule, parts: list[FieldPlan | BlockPlan]) -> Message:
    """What to say when the rule has no words of its own."""
    labels = [part.field.label if isinstance(part, FieldPlan) else part.block.title or {} for part in parts]
    ways = {"de": "„{}“", "en": "“{}”"}
    named = {lang: ", ".join(way.format(text(label, lang)) for label in labels) for lang, way in ways.items()}
    return say(WORDS[rule.demand], labels=named) if rule.demand in WORDS else {}
