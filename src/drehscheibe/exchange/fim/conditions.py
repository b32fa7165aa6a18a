"""From rules and optional groups to conditions: what is shown when, what is required when, what is asked beforehand.

A sentence works by itself only where it can be read in one way, and every part it names stands in one place only; other
sentences are kept for the editor to decide on.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from drehscheibe.exchange.fim.choices import Choices
from drehscheibe.exchange.fim.comparing import Compared, UnclearError
from drehscheibe.exchange.fim.model import RuleText
from drehscheibe.exchange.fim.report import Report
from drehscheibe.exchange.fim.sentences import Clause, Meaning, Ref, read
from drehscheibe.exchange.fim.tree import Node

_MANY = ("at_least_one", "exactly_one", "at_most_one")


class Conditions:
    """Puts the rules of a schema to work. `rules`: those of the form; of a group, by its node."""

    def __init__(self, root: Node, choices: Choices, report: Report) -> None:
        self.root = root
        self.compared = Compared(choices.answers)
        self.report = report
        self.rules: list[tuple[Node | None, dict[str, Any]]] = []
        self.given: set[str] = set()

    def work(self) -> None:
        """Read all rules, then ask before each group that may be left out."""
        for node in list(self.root.within()):
            for rule in node.rules:
                self.rule(node, rule)
        for node in self.root.within():
            if node.parent is not None and not node.is_field:
                self.gate(node)

    def note(self, rule: RuleText, owner: Node, sort: Any, message: str) -> None:
        self.report.add(sort, rule.line, f"{owner.way or owner.title} › Regel {rule.name} ({rule.id})", message)

    def rule(self, owner: Node, rule: RuleText) -> None:
        if owner.made is not None and owner.data is None:
            self.note(rule, owner, "understood", "Das prüft die Frage selbst.")
            self.keep(owner, rule, [owner], {"sentence": rule.sentence or rule.name, **_origin(rule)})
            return
        meaning = read(rule.sentence)
        self.compared.doubts = []
        named = [found for ref in meaning.refs for found in self.candidates(owner, ref)]
        about = list(dict.fromkeys(leaf for node in named for leaf in node.leaves()))
        kept: dict[str, Any] = {"sentence": rule.sentence or rule.name or "Regel ohne Text", **_origin(rule)}
        if not meaning.whole:
            told = "wurde nicht verstanden" if rule.sentence else "hat keinen Satz"
            self.keep(owner, rule, about, {**kept, "state": "off"})
            self.note(
                rule, owner, "left", f"Die Regel {told}. Bitte prüfen Sie, ob sie gebraucht wird: {rule.sentence[:300]}"
            )
            return
        try:
            demand = self.apply(owner, meaning)
        except UnclearError as unclear:
            self.keep(owner, rule, about, {**kept, "state": "proposed", **unclear.proposal})
            self.note(
                rule,
                owner,
                "left",
                f"Die Regel ist noch nicht eingeschaltet. {unclear} Sie lautet: {rule.sentence[:300]}",
            )
            return
        made, sort, words = demand
        self.keep(owner, rule, about, {**kept, **made})
        self.note(rule, owner, sort, words)

    def keep(self, owner: Node, rule: RuleText, about: list[Node], kept: dict[str, Any]) -> None:
        """Keep a rule where all that it is about stands: in the form, or in the rows of a group."""
        rows = [node.rows() for node in about]
        shared = rows[0] if rows else owner.rows()
        shared = [
            group for place, group in enumerate(shared) if all(len(one) > place and one[place] is group for one in rows)
        ]
        if "fields" not in kept and about:
            kept["fields"] = [one.id for one in about]
        base = "".join(sign if sign.isalnum() and sign.isascii() else "_" for sign in rule.id) or "R"
        name = base if base[0].isalpha() else f"R{base}"
        number = 1
        while (told := name if number == 1 else f"{name}_{number}") in self.given:
            number += 1
        self.given.add(told)
        kept = {key: value for key, value in kept.items() if value}
        self.rules.append((shared[-1] if shared else None, {"id": told, **kept}))

    def candidates(self, owner: Node, ref: Ref) -> list[Node]:
        """The places of the element named, in the nearest group around the rule that has any."""
        around: Node | None = owner
        while around is not None:
            found = [node for node in around.within() if node.element.id == ref.id and node is not around]
            if found:
                return found
            around = around.parent
        return []

    def one(self, owner: Node, ref: Ref) -> Node:
        found = self.candidates(owner, ref)
        if not found:
            raise UnclearError(f"{ref.id} gibt es im Schema nicht.")
        if len(found) > 1:
            raise UnclearError(f"{ref.id} steht an {len(found)} Stellen.")
        if not found[0].leaves():
            raise UnclearError(f"{ref.id} wird im Formular nicht gefragt.")
        return found[0]

    def apply(self, owner: Node, meaning: Meaning) -> tuple[dict[str, Any], Any, str]:
        """What the rule of the form says in addition, the sort of the remark and its words. Raise UnclearError."""
        if len(meaning.clauses) == 1 and meaning.clauses[0].sort in _MANY and not meaning.clauses[0].tests:
            return self.many(owner, meaning.clauses[0])
        plans = [
            (clause, [self.one(owner, ref) for ref in clause.refs], self.condition(owner, clause))
            for clause in meaning.clauses
        ]
        targets = list(dict.fromkeys(target for _, nodes, _ in plans for target in nodes))
        told = [(target, *self.consequence(target, plans)) for target in targets]
        for target, visible, required, _ in told:
            if target.visible is not None and visible is not None:
                raise UnclearError(f"Für „{target.title}“ gilt schon eine andere Bedingung.")
            self.fits(target, visible if visible is not None else required)
        if self.compared.doubts:
            first = told[0]
            when = first[1] if first[1] is not None else first[2]
            fields = [leaf.id for leaf in first[0].leaves() if leaf.place.least or leaf is first[0]]
            usable = isinstance(when, dict) and fields and not first[0].stacked
            proposal = {"demand": "required", "fields": fields, "when": when} if usable else {}
            raise UnclearError(" ".join(dict.fromkeys(self.compared.doubts)), proposal)
        guessed = ""
        for target, visible, required, is_guess in told:
            if visible is not None:
                target.visible = visible
            target.required = required if required is not None else target.required
            guessed += (
                f" „{target.title}“ erscheint nur dann; die Regel sagt nicht, ob es sonst erlaubt ist."
                if is_guess
                else ""
            )
        names = ", ".join(f"„{target.title}“" for target in targets)
        return {}, "guessed" if guessed else "understood", f"Als Bedingung von {names} eingeschaltet.{guessed}"

    def consequence(self, target: Node, plans: Sequence[tuple[Clause, list[Node], Any]]) -> tuple[Any, Any, bool]:
        """When the target is shown and when it is required, and whether the former is a guess. Raise UnclearError."""
        mine = [(clause, condition) for clause, nodes, condition in plans if target in nodes]
        required = [(clause, condition) for clause, condition in mine if clause.sort == "required"]
        forbidden = [(clause, condition) for clause, condition in mine if clause.sort == "forbidden"]
        if len(required) > 1 or len(forbidden) > 1 or len(required) + len(forbidden) < len(mine):
            raise UnclearError("Die Regel verlangt mehreres auf einmal.")
        if required and forbidden:
            if not _contrary(required[0][0], forbidden[0][0]):
                raise UnclearError("Die beiden Teile der Regel ergänzen sich nicht.")
            return required[0][1], True, False
        if forbidden:
            return {"not": forbidden[0][1]}, None, False
        if target.data is None:
            return required[0][1], True, True
        return None, required[0][1], False

    def many(self, owner: Node, clause: Clause) -> tuple[dict[str, Any], Any, str]:
        nodes = [self.one(owner, ref) for ref in clause.refs]
        if len(nodes) < 2 or len(set(nodes)) < len(nodes):
            raise UnclearError("Die Regel nennt zu wenige Felder.")
        if len({tuple(node.rows()) for node in nodes}) > 1:
            raise UnclearError("Die Felder stehen in verschiedenen wiederholten Gruppen.")
        siblings = len({id(node.parent) for node in nodes}) == 1
        if clause.sort == "exactly_one" and siblings and all(node.data is None and not node.stacked for node in nodes):
            self.choose(nodes)
            names = ", ".join(f"„{node.title}“" for node in nodes)
            return {}, "understood", f"Als Frage eingeschaltet: Welche Angabe soll es sein? {names}"
        if any(node.data is None and not node.stacked for node in nodes):
            raise UnclearError("Sie verbindet Gruppen, die nicht nebeneinanderstehen.")
        words = {"at_least_one": "mindestens eine", "exactly_one": "genau eine", "at_most_one": "höchstens eine"}
        for node in nodes:
            node.required = False
        made = {"demand": clause.sort, "fields": [node.group_id if node.stacked else node.id for node in nodes]}
        return made, "understood", f"Als Regel eingeschaltet: {words[clause.sort]} dieser Angaben."

    def choose(self, nodes: Sequence[Node]) -> None:
        """Ask which of several groups is to be filled in, and show that one."""
        if any(node.visible is not None for node in nodes):
            raise UnclearError("Für eine der Gruppen gilt schon eine andere Bedingung.")
        first = nodes[0]
        name = f"{first.id}{EITHER}"
        options = [{"value": str(number), "label": node.title} for number, node in enumerate(nodes, start=1)]
        told = {"label": CHOOSE, "missing": "Wählen Sie bitte aus, welche Angaben Sie machen möchten."}
        first.gate = {"id": name, "type": "choice", **told, "options": options, "required": True}
        for number, node in enumerate(nodes, start=1):
            node.visible = {"eq": [{"answer": name}, str(number)]}
            node.required = True

    def gate(self, node: Node) -> None:
        """Ask before a group that may be left out, unless a condition says so or none of its fields is required."""
        if node.place.least or node.repeats or node.visible is not None or node.gate is not None:
            return
        asked = [leaf for leaf in node.leaves() if leaf.place.least or leaf.repeats]
        if len(node.leaves()) <= 1 or not asked:
            for leaf in node.leaves():
                leaf.required = False if leaf.required is None else leaf.required
            return
        name = f"{node.id}{WHETHER}"
        missing = f"Wählen Sie bitte aus, ob Sie Angaben zu „{node.title}“ machen möchten."
        told = {"label": ASK.format(node.title), "missing": missing}
        node.gate = {"id": name, "type": "yes_no", **told, "required": True}
        node.visible = {"answer": name}

    def fits(self, target: Node, condition: Any) -> None:
        """Whether what the condition refers to can be seen from the target. Raise UnclearError."""
        around = target.rows()
        for node in self.root.within():
            if node.id in _references(condition) and any(group not in around for group in node.rows()):
                raise UnclearError("Sie vergleicht Zeilen verschiedener Gruppen.")
            if node.id in _references(condition) and (node is target or node in list(target.within())):
                raise UnclearError("Sie hängt von sich selbst ab.")

    def condition(self, owner: Node, clause: Clause) -> Any:
        tests = [self.compared.test(self.one(owner, one.ref), one) for one in clause.tests]
        if not tests:
            raise UnclearError("Es fehlt, wann sie gilt.")
        return tests[0] if len(tests) == 1 else {"or" if clause.any_test else "and": tests}


# how the questions before groups are named, so that they can be told from those of the schema
EITHER, WHETHER = "_oder", "_ja"
ASK = "Möchten Sie Angaben machen zu „{}“?"
CHOOSE = "Welche Angaben möchten Sie machen?"


def _origin(rule: RuleText) -> dict[str, str]:
    return {"source": rule.name, "fim_id": rule.id, "fim_version": rule.version}


def _contrary(left: Clause, right: Clause) -> bool:
    """Whether exactly one of the two holds."""
    if len(left.tests) != 1 or len(right.tests) != 1:
        return False
    one, other = left.tests[0], right.tests[0]
    return (
        one.negated != other.negated
        and one.ref.id == other.ref.id
        and {c for c, _ in one.values} == {c for c, _ in other.values}
    )


def _references(condition: Any) -> set[str]:
    if isinstance(condition, dict):
        if "answer" in condition:
            return {str(condition["answer"])}
        return _references(list(condition.values()))
    return set().union(*(_references(one) for one in condition)) if isinstance(condition, list) else set()


def both(conditions: Iterable[Any]) -> Any:
    """All of the conditions as one; None when there is none."""
    found = [one for one in conditions if one is not None]
    return None if not found else found[0] if len(found) == 1 else {"and": found}
