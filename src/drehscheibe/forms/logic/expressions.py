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
from math import isfinite, prod
from typing import Any, NamedTuple

from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.fields.kind import Kind
from drehscheibe.forms.logic.calculating import (
    age,
    arithmetic,
    days_between,
    months_started,
    round_up,
    span,
    weeks_started,
)
from drehscheibe.forms.logic.nodes import (
    NUMERIC,
    TODAY,
    Node,
    Run,
    Scope,
    Wrong,
    applied,
    expect,
    refs_of,
    refuse,
)
from drehscheibe.forms.schema import Field, FormDocument, Group

DEEPEST = 40
_ORDERED = NUMERIC | {"date", "text"}


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
    return expect(node, {"boolean"}) if condition else node


class _Compiler(NamedTuple):
    names: Names
    row: str | None
    depth: int

    def node(self, source: Any, *kinds: str) -> Node:
        if not isinstance(source, Mapping):
            return expect(_literal(source), set(kinds))
        if len(source) != 1 or self.depth > DEEPEST:
            raise Wrong(f"Ein Ausdruck hat genau einen Schlüssel, den Operator, und höchstens {DEEPEST} Ebenen.")
        [(name, argument)] = source.items()
        refuse(name not in _OPERATORS, f"Den Operator „{name}“ gibt es nicht.")
        return expect(_OPERATORS[name](self._replace(depth=self.depth + 1), argument), set(kinds))

    def nodes(self, argument: Any, count: int | None, *kinds: str) -> list[Node]:
        if not isinstance(argument, list | tuple) or not argument or len(argument) != (count or len(argument)):
            raise Wrong(f"Hier steht eine Liste von Ausdrücken, Anzahl: {count or 'mindestens 1'}.")
        return [self.node(one, *kinds) for one in argument]


def _literal(value: Any) -> Node:
    kind = {bool: "boolean", int: "number", float: "number", str: "text"}.get(type(value), "")
    refuse(not kind or (kind == "number" and not isfinite(value)), f"Damit lässt sich nicht rechnen: {value!r}")
    return Node(kind, lambda _: value, literal=value)


def _answer(compiler: _Compiler, argument: Any) -> Node:
    name, _, part = str(argument).partition(".")
    if name in compiler.names.around and not part:
        each = _each_row(compiler, name)
        return Node("rows", lambda scope: [within.rows[name] for within in each(scope)], frozenset({name}))
    refuse(name not in compiler.names.fields, f"Eine Frage „{name}“ gibt es nicht.")
    field, group = compiler.names.fields[name]
    kind = compiler.names.kind(name)
    if group is not None and group not in compiler.names.at_hand(compiler.row):
        raise Wrong(f"„{name}“ kommt in der Gruppe „{group}“ mehrmals vor: zählen (count) oder summieren (sum).")
    refuse(kind == "nothing", f"„{name}“ ist ein Hinweis und hat keine Antwort.")
    own: Run = (lambda scope: scope.rows[group].get(name)) if group else (lambda scope: scope.form.get(name))
    if part:
        known = TYPES[field.type].parts_known(field) if field.type in TYPES else {}
        refuse(part not in known, f"Einen Teil „{part}“ hat „{name}“ nicht.")
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
    refuse(name not in compiler.names.parameters, f"Einen Parameter „{name}“ gibt es nicht.")
    kind = compiler.names.parameters[name]
    refuse(kind == "options", f"Mit „{name}“ lässt sich nicht rechnen: Es sind Antworten einer Auswahl.")
    expected = str if kind == "text" else int | float
    given = Node(kind, lambda scope: scope.parameters.get(name))
    return applied(kind, lambda value: value if isinstance(value, expected) else None, given)


def _junction(holds: Callable[[Any], bool], compiler: _Compiler, argument: Any) -> Node:
    nodes = compiler.nodes(argument, None, "boolean")
    runs = [node.run for node in nodes]
    return Node("boolean", lambda scope: holds(run(scope) for run in runs), refs_of(*nodes))


def _comparable(left: Node, right: Node) -> None:
    kinds = {"number" if node.kind == "money" else node.kind for node in (left, right)} - {"any"}
    if kinds == {"date", "text"}:
        stated = left.literal if left.kind == "text" else right.literal
        with suppress(ValueError):
            if date.fromisoformat(stated or "").isoformat() == stated:
                return
        raise Wrong("Mit einem Datum vergleicht man ein Datum, als Text in der Form JJJJ-MM-TT.")
    refuse(len(kinds) > 1, f"{left.kind} und {right.kind} lassen sich nicht vergleichen.")
    _in_options(left, right)


def _in_options(left: Node, right: Node) -> None:
    for chosen, stated in ((left.options, right.literal), (right.options, left.literal)):
        unknown = chosen is not None and stated is not None and stated not in chosen
        refuse(unknown, f"Die Antwort „{stated}“ steht nicht zur Auswahl.")


def _comparison(holds: Callable[..., bool], compiler: _Compiler, argument: Any, kinds: Any = _ORDERED) -> Node:
    left, right = compiler.nodes(argument, 2, *kinds)
    _comparable(left, right)
    return applied("boolean", lambda a, b: a is not None and b is not None and holds(a, b), left, right)


def _in(compiler: _Compiler, argument: Any) -> Node:
    refuse(not isinstance(argument, list | tuple) or len(argument) != 2, "in: [Ausdruck, Liste]")
    item = compiler.node(argument[0])
    if isinstance(argument[1], Mapping):
        among = compiler.node(argument[1], "list")
        _in_options(among, item)
        return applied("boolean", lambda value, values: value in (values or ()), item, among)
    literals = compiler.nodes(argument[1], None)
    for literal in literals:
        _comparable(item, literal)
    stated = [literal.literal for literal in literals]
    return applied("boolean", lambda value: value in stated, item)


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
    of = inside.node(spec.get("of", 1), *NUMERIC)
    each = _each_row(compiler, group)

    def run(scope: Scope) -> Any:
        return sum(of.run(row) or 0 for row in each(scope) if where.run(row))

    return Node(of.kind, run, refs_of(where, of) | {group})


def _if(compiler: _Compiler, argument: Any) -> Node:
    condition, then, other = compiler.nodes(argument, 3)
    expect(condition, {"boolean"})
    kinds = {node.kind for node in (then, other)} - {"any"}
    amounts = kinds == NUMERIC and all(node.kind == "money" or node.literal is not None for node in (then, other))
    refuse(len(kinds) > 1 and not amounts, f"if ergibt einmal {then.kind}, einmal {other.kind}.")
    kind = "money" if amounts else kinds.pop() if kinds else "any"
    return Node(
        kind, lambda scope: (then if condition.run(scope) else other).run(scope), refs_of(condition, then, other)
    )


_OPERATORS: dict[str, Callable[[_Compiler, Any], Node]] = {
    "answer": _answer,
    "param": _param,
    "today": lambda _compiler, _argument: TODAY,
    "and": partial(_junction, all),
    "or": partial(_junction, any),
    "not": lambda compiler, argument: applied("boolean", operator.not_, compiler.node(argument, "boolean")),
    "eq": partial(_comparison, operator.eq, kinds=_ORDERED | {"boolean"}),
    "ne": lambda compiler, argument: applied("boolean", operator.not_, compiler.node({"eq": argument})),
    "lt": partial(_comparison, operator.lt),
    "le": partial(_comparison, operator.le),
    "gt": partial(_comparison, operator.gt),
    "ge": partial(_comparison, operator.ge),
    "in": _in,
    "empty": lambda compiler, argument: applied("boolean", _is_empty, compiler.node(argument)),
    "count": partial(_over_rows, {"rows"}),
    "sum": partial(_over_rows, {"rows", "of"}),
    "add": partial(arithmetic, sum),
    "total": partial(arithmetic, sum, partly=True),
    "sub": partial(arithmetic, lambda values: values[0] - values[1], count=2),
    "mul": partial(arithmetic, prod),
    "min": partial(arithmetic, min),
    "max": partial(arithmetic, max),
    "if": _if,
    "age": age,
    "round_up": round_up,
    "days_between": partial(span, days_between),
    "weeks_started": partial(span, weeks_started),
    "months_started": partial(span, months_started),
}
