"""Compiling one expression tree into a function, with its kind and what it refers to.

Kinds: boolean, number, money (cents), text, date (ISO), list (of text), address, files, rows. An answer not given is
None and never an error: comparisons with it are false (`ne` true), `sum` and `total` leave it out, others give None,
conditions take it for false. Inside a group an `answer` means the field of the own row, of the rows around it, or of
the form.
"""

import operator
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from math import ceil, isfinite, prod
from typing import Any, NamedTuple

from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.fields.kind import Kind
from drehscheibe.forms.schema import Field, FormDocument, Group

DEEPEST = 40
_NUMERIC = frozenset({"number", "money"})
_ORDERED = _NUMERIC | {"date", "text"}


class Scope(NamedTuple):
    """What an expression sees: the form's values, the rows it stands in by group, the town's parameters, the day."""

    form: Mapping[str, Any]
    rows: Mapping[str, Mapping[str, Any]]
    parameters: Mapping[str, Any]
    today: date


Run = Callable[[Scope], Any]


class Node(NamedTuple):
    """A compiled tree. `refs`: ids of fields and groups; `options`: what a choice can be; `literal`: its value."""

    kind: str
    run: Run
    refs: frozenset[str] = frozenset()
    options: frozenset[str] | None = None
    literal: Any = None


class Wrong(ValueError):  # noqa: N818 - reads as the sentence it is: raise Wrong
    """An expression that cannot be compiled; the message is for its author."""


def _refuse(is_wrong: bool, message: str) -> None:
    if is_wrong:
        raise Wrong(message)


class Names:
    """What the ids of a document stand for."""

    def __init__(self, document: FormDocument) -> None:
        placed = [(field, block.id if isinstance(block, Group) else None) for _, block, field in document.fields()]
        self.parameters = {name: parameter.type for name, parameter in document.parameters.items()}
        self.around = {group.id: around for _, group, around in document.groups()}
        self.fields = {field.id: (field, group) for field, group in reversed(placed)}  # of two, the first one counts
        self._kinds: dict[str, str] = {}

    def at_hand(self, group: str | None) -> tuple[str, ...]:
        """The groups whose rows somebody in a row of `group` stands in, from the outside in."""
        return (*self.around.get(group, ()), group) if group else ()

    def kind(self, name: str) -> str:
        """The kind of a field's values; of a calculated one by its expression. "any" where it has none."""
        if name not in self._kinds:
            field, group = self.fields[name]
            kind = TYPES[field.type].logic_kind(field) if field.type in TYPES else "any"
            self._kinds[name] = "any" if kind == "calculated" else kind
            if kind == "calculated" and field.value is not None:
                with suppress(Wrong):
                    self._kinds[name] = compile_expression(field.value, self, group).kind
        return self._kinds[name]


def compile_expression(source: Any, names: Names, row: str | None = None, *, condition: bool = False) -> Node:
    """Compile `source` as seen from the form, or a row of group `row`; a condition is true or false. Raise Wrong."""
    node = _Compiler(names, row, 0).node(source)
    return _expect(node, {"boolean"}) if condition else node


class _Compiler(NamedTuple):
    names: Names
    row: str | None
    depth: int

    def node(self, source: Any, *kinds: str) -> Node:
        if not isinstance(source, Mapping):
            return _expect(_literal(source), set(kinds))
        if len(source) != 1 or self.depth > DEEPEST:
            raise Wrong(f"Ein Ausdruck hat genau einen Schlüssel, den Operator, und höchstens {DEEPEST} Ebenen.")
        [(name, argument)] = source.items()
        _refuse(name not in _OPERATORS, f"Den Operator „{name}“ gibt es nicht.")
        return _expect(_OPERATORS[name](self._replace(depth=self.depth + 1), argument), set(kinds))

    def nodes(self, argument: Any, count: int | None, *kinds: str) -> list[Node]:
        if not isinstance(argument, list | tuple) or not argument or len(argument) != (count or len(argument)):
            raise Wrong(f"Hier steht eine Liste von Ausdrücken, Anzahl: {count or 'mindestens 1'}.")
        return [self.node(one, *kinds) for one in argument]


def _literal(value: Any) -> Node:
    kind = {bool: "boolean", int: "number", float: "number", str: "text"}.get(type(value), "")
    _refuse(not kind or (kind == "number" and not isfinite(value)), f"Damit lässt sich nicht rechnen: {value!r}")
    return Node(kind, lambda _: value, literal=value)


def _expect(node: Node, kinds: set[str]) -> Node:
    if kinds and node.kind not in kinds and node.kind != "any":
        raise Wrong(f"Hier braucht es {' oder '.join(sorted(kinds))}, nicht {node.kind}.")
    return node


def _refs(*nodes: Node) -> frozenset[str]:
    return frozenset().union(*(node.refs for node in nodes))


def _applied(kind: str, work: Callable[..., Any], *nodes: Node) -> Node:
    """`work` done on the values of the nodes."""
    runs = [node.run for node in nodes]
    return Node(kind, lambda scope: work(*[run(scope) for run in runs]), _refs(*nodes))


def _of_known(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same; None as soon as one of the values is not known."""
    return lambda *values: None if None in values else work(*values)


def _answer(compiler: _Compiler, argument: Any) -> Node:
    name, _, part = str(argument).partition(".")
    if name in compiler.names.around and not part:
        each = _each_row(compiler, name)
        return Node("rows", lambda scope: [within.rows[name] for within in each(scope)], frozenset({name}))
    _refuse(name not in compiler.names.fields, f"Eine Frage „{name}“ gibt es nicht.")
    field, group = compiler.names.fields[name]
    kind = compiler.names.kind(name)
    if group is not None and group not in compiler.names.at_hand(compiler.row):
        raise Wrong(f"„{name}“ kommt in der Gruppe „{group}“ mehrmals vor: zählen (count) oder summieren (sum).")
    _refuse(kind == "nothing", f"„{name}“ ist ein Hinweis und hat keine Antwort.")
    own: Run = (lambda scope: scope.rows[group].get(name)) if group else (lambda scope: scope.form.get(name))
    if part:
        known = TYPES[field.type].parts_known(field) if field.type in TYPES else {}
        _refuse(part not in known, f"Einen Teil „{part}“ hat „{name}“ nicht.")
        return Node(known[part], partial(_part_of, TYPES[field.type], field, part, own), frozenset({name}))
    options = TYPES[field.type].possible(field) if field.type in TYPES else None
    return Node(kind, own, frozenset({name}), options)


def _part_of(kind: Kind, field: Field, part: str, own: Run, scope: Scope) -> Any:
    value = own(scope)
    return None if value is None else kind.part(field, value, part)


def _each_row(compiler: _Compiler, group: str) -> Callable[[Scope], list[Scope]]:
    """The rows of a group as seen from where the expression stands: of the rows around it, or of the whole form."""
    around = compiler.names.around[group]
    known = compiler.names.at_hand(compiler.row)
    levels = zip((None, *around), (*around, group), strict=True)
    held_by = [(holder, name) for holder, name in levels if name == group or name not in known]

    def each(scope: Scope) -> list[Scope]:
        found = [scope]
        for holder, name in held_by:
            found = [
                one._replace(rows={**one.rows, name: row})
                for one in found
                for row in (one.rows[holder] if holder else one.form).get(name) or ()
            ]
        return found

    return each


def _param(compiler: _Compiler, argument: Any) -> Node:
    name = str(argument)
    _refuse(name not in compiler.names.parameters, f"Einen Parameter „{name}“ gibt es nicht.")
    kind = compiler.names.parameters[name]
    _refuse(kind == "options", f"Mit „{name}“ lässt sich nicht rechnen: Es sind Antworten einer Auswahl.")
    expected = str if kind == "text" else int | float
    given = Node(kind, lambda scope: scope.parameters.get(name))
    return _applied(kind, lambda value: value if isinstance(value, expected) else None, given)


_TODAY = Node("date", lambda scope: scope.today.isoformat())


def _junction(holds: Callable[[Any], bool], compiler: _Compiler, argument: Any) -> Node:
    nodes = compiler.nodes(argument, None, "boolean")
    runs = [node.run for node in nodes]
    return Node("boolean", lambda scope: holds(run(scope) for run in runs), _refs(*nodes))


def _comparable(left: Node, right: Node) -> None:
    kinds = {"number" if node.kind == "money" else node.kind for node in (left, right)} - {"any"}
    if kinds == {"date", "text"}:
        stated = left.literal if left.kind == "text" else right.literal
        with suppress(ValueError):
            if date.fromisoformat(stated or "").isoformat() == stated:
                return
        raise Wrong("Mit einem Datum vergleicht man ein Datum, als Text in der Form JJJJ-MM-TT.")
    _refuse(len(kinds) > 1, f"{left.kind} und {right.kind} lassen sich nicht vergleichen.")
    _in_options(left, right)


def _in_options(left: Node, right: Node) -> None:
    for chosen, stated in ((left.options, right.literal), (right.options, left.literal)):
        unknown = chosen is not None and stated is not None and stated not in chosen
        _refuse(unknown, f"Die Antwort „{stated}“ steht nicht zur Auswahl.")


def _comparison(holds: Callable[..., bool], compiler: _Compiler, argument: Any, kinds: Any = _ORDERED) -> Node:
    left, right = compiler.nodes(argument, 2, *kinds)
    _comparable(left, right)
    return _applied("boolean", lambda a, b: a is not None and b is not None and holds(a, b), left, right)


def _in(compiler: _Compiler, argument: Any) -> Node:
    _refuse(not isinstance(argument, list | tuple) or len(argument) != 2, "in: [Ausdruck, Liste]")
    item = compiler.node(argument[0])
    if isinstance(argument[1], Mapping):
        among = compiler.node(argument[1], "list")
        _in_options(among, item)
        return _applied("boolean", lambda value, values: value in (values or ()), item, among)
    literals = compiler.nodes(argument[1], None)
    for literal in literals:
        _comparable(item, literal)
    stated = [literal.literal for literal in literals]
    return _applied("boolean", lambda value: value in stated, item)


def _is_empty(value: Any) -> bool:
    return value in (None, "", [], {})


def _over_rows(needed: set[str], compiler: _Compiler, argument: Any) -> Node:
    """count: how many rows; sum: `of` added up; both only rows where `where` holds."""
    spec = argument if isinstance(argument, Mapping) else {"rows": argument}
    group = spec.get("rows")
    if not isinstance(group, str) or group not in compiler.names.around or set(spec) - {"where"} != needed:
        raise Wrong(f"count: {{rows, where}} und sum: {{rows, of, where}} brauchen eine Gruppe, nicht „{group}“.")
    inside = compiler._replace(row=group)
    where = inside.node(spec.get("where", True), "boolean")
    of = inside.node(spec.get("of", 1), *_NUMERIC)
    each = _each_row(compiler, group)

    def run(scope: Scope) -> Any:
        return sum(of.run(row) or 0 for row in each(scope) if where.run(row))

    return Node(of.kind, run, _refs(where, of) | {group})


def _arithmetic(
    work: Callable[[Any], Any], compiler: _Compiler, argument: Any, count: int | None = None, *, partly: bool = False
) -> Node:
    """`work` done on amounts; `partly`: on those that are known, however few."""
    nodes = compiler.nodes(argument, count, *_NUMERIC)
    money = [node for node in nodes if node.kind == "money"]
    _refuse(work is prod and len(money) > 1, "Geld mal Geld ergibt nichts: Nur ein Faktor darf ein Betrag sein.")
    if work is not prod and money and any(node.kind == "number" and node.literal is None for node in nodes):
        raise Wrong("Beträge und Zahlen lassen sich nicht zusammenrechnen.")
    kind = "money" if money else "number"
    if partly:
        return _applied(kind, lambda *values: work([value for value in values if value is not None]), *nodes)
    return _applied(kind, _of_known(lambda *values: work(values)), *nodes)


def _round_up(compiler: _Compiler, argument: Any) -> Node:
    return _applied("number", _of_known(ceil), compiler.node(argument, "number"))


def _if(compiler: _Compiler, argument: Any) -> Node:
    condition, then, other = compiler.nodes(argument, 3)
    _expect(condition, {"boolean"})
    kinds = {node.kind for node in (then, other)} - {"any"}
    amounts = kinds == _NUMERIC and all(node.kind == "money" or node.literal is not None for node in (then, other))
    _refuse(len(kinds) > 1 and not amounts, f"if ergibt einmal {then.kind}, einmal {other.kind}.")
    kind = "money" if amounts else kinds.pop() if kinds else "any"
    return Node(kind, lambda scope: (then if condition.run(scope) else other).run(scope), _refs(condition, then, other))


def _age(compiler: _Compiler, argument: Any) -> Node:
    def years(born: str, today: str) -> int:  # ISO dates: what follows the year compares as text
        return int(today[:4]) - int(born[:4]) - (today[4:] < born[4:])

    return _applied("number", _of_known(years), compiler.node(argument, "date"), _TODAY)


def _days_between(since: str, until: str) -> int:
    return (date.fromisoformat(until) - date.fromisoformat(since)).days


def _weeks_started(since: str, until: str) -> int:
    """Weeks begun from the first day to the last, both counted: seven days are one week, eight are two."""
    return max(0, -(-((date.fromisoformat(until) - date.fromisoformat(since)).days + 1) // 7))


def _months_started(since: str, until: str) -> int:
    """Months begun from the first day to the last, both counted (§ 188 BGB): 15.3. to 14.4. is one, to 15.4. two."""
    (year, month, day), (last_year, last_month, last_day) = (map(int, one.split("-")) for one in (since, until))
    return max(0, (last_year - year) * 12 + last_month - month + (last_day >= day))


def _span(count: Callable[[str, str], int], compiler: _Compiler, argument: Any) -> Node:
    return _applied("number", _of_known(count), *compiler.nodes(argument, 2, "date"))


_OPERATORS: dict[str, Callable[[_Compiler, Any], Node]] = {
    "answer": _answer,
    "param": _param,
    "today": lambda _compiler, _argument: _TODAY,
    "and": partial(_junction, all),
    "or": partial(_junction, any),
    "not": lambda compiler, argument: _applied("boolean", operator.not_, compiler.node(argument, "boolean")),
    "eq": partial(_comparison, operator.eq, kinds=_ORDERED | {"boolean"}),
    "ne": lambda compiler, argument: _applied("boolean", operator.not_, compiler.node({"eq": argument})),
    "lt": partial(_comparison, operator.lt),
    "le": partial(_comparison, operator.le),
    "gt": partial(_comparison, operator.gt),
    "ge": partial(_comparison, operator.ge),
    "in": _in,
    "empty": lambda compiler, argument: _applied("boolean", _is_empty, compiler.node(argument)),
    "count": partial(_over_rows, {"rows"}),
    "sum": partial(_over_rows, {"rows", "of"}),
    "add": partial(_arithmetic, sum),
    "total": partial(_arithmetic, sum, partly=True),
    "sub": partial(_arithmetic, lambda values: values[0] - values[1], count=2),
    "mul": partial(_arithmetic, prod),
    "min": partial(_arithmetic, min),
    "max": partial(_arithmetic, max),
    "if": _if,
    "age": _age,
    "round_up": _round_up,
    "days_between": partial(_span, _days_between),
    "weeks_started": partial(_span, _weeks_started),
    "months_started": partial(_span, _months_started),
}
