"""Compiling one expression tree into a function, with its kind and what it refers to.

Kinds: boolean, number, money (cents), text, date (ISO), list (of text), address, files, rows. An answer not given is None, and None is never
an error: comparisons with it are false (`ne` true), sums leave it out, calculations with it give None, conditions take it for false.
Inside a group an `answer` means the own row's field first, then the form's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.schema import Field, Finding, FormDocument, Group

DEEPEST = 40
_NUMERIC = frozenset({"number", "money"})
_SAME = {"money": "number"}
_ADDRESS_PARTS = TYPES["address"].parts


@dataclass(slots=True)
class Scope:
    """What an expression sees: the form's values, the own row's, the town's parameters, the day."""

    form: Mapping[str, Any]
    row: Mapping[str, Any] | None
    parameters: Mapping[str, Any]
    today: date


Run = Callable[[Scope], Any]


@dataclass(frozen=True, slots=True)
class Node:
    """A compiled expression. `refs` are ids of fields and groups; `options` what a choice can be; `literal` its own value."""

    kind: str
    run: Run
    refs: frozenset[str] = frozenset()
    options: frozenset[str] | None = None
    literal: Any = None


class Wrong(ValueError):
    """An expression that cannot be compiled; the message is for its author."""


class Names:
    """What the ids of a document stand for."""

    def __init__(self, document: FormDocument) -> None:
        self.parameters = {name: parameter.type for name, parameter in document.parameters.items()}
        self.groups: dict[str, Group] = {}
        self.fields: dict[str, tuple[Field, str | None]] = {}
        self._kinds: dict[str, str] = {}
        for _, block, field in document.fields():
            group = block.id if isinstance(block, Group) else None
            self.fields.setdefault(field.id, (field, group))
            if isinstance(block, Group):
                self.groups.setdefault(block.id, block)

    def kind(self, name: str) -> str:
        """The kind of a field's values; that of a calculated one follows from its expression. "any" where it has none."""
        if name not in self._kinds:
            field, group = self.fields[name]
            kind = TYPES[field.type].logic_kind(field) if field.type in TYPES else "any"
            self._kinds[name] = "any" if kind == "calculated" else kind
            if kind == "calculated" and field.value is not None:
                try:
                    self._kinds[name] = compile_expression(field.value, self, group).kind
                except Wrong:
                    pass
        return self._kinds[name]


def compile_expression(source: Any, names: Names, row: str | None = None) -> Node:
    """Compile `source` as seen from the form, or from a row of group `row`. Raise Wrong."""
    return _Compiler(names, row, 0).node(source)


def compile_condition(source: Any, names: Names, row: str | None = None) -> Node:
    """Like compile_expression, but it must be true or false."""
    node = compile_expression(source, names, row)
    _expect(node, {"boolean"}, "Eine Bedingung")
    return node


@dataclass(frozen=True, slots=True)
class _Compiler:
    names: Names
    row: str | None
    depth: int

    def node(self, source: Any) -> Node:
        if not isinstance(source, Mapping):
            return _literal(source)
        if len(source) != 1 or self.depth > DEEPEST:
            raise Wrong(f"Ein Ausdruck hat genau einen Schlüssel, den Operator, und höchstens {DEEPEST} Ebenen.")
        [(operator, argument)] = source.items()
        build = _OPERATORS.get(operator)
        if build is None:
            raise Wrong(f"Den Operator „{operator}“ gibt es nicht.")
        return build(_Compiler(self.names, self.row, self.depth + 1), argument)

    def nodes(self, argument: Any, least: int = 1, most: int = 100) -> list[Node]:
        if not isinstance(argument, list | tuple) or not least <= len(argument) <= most:
            raise Wrong(f"Hier steht eine Liste mit {least} bis {most} Ausdrücken.")
        return [self.node(one) for one in argument]

    def inside(self, group: str) -> "_Compiler":
        return _Compiler(self.names, group, self.depth)


def _literal(value: Any) -> Node:
    match value:
        case bool():
            kind = "boolean"
        case int() | float():
            kind = "number"
        case str():
            kind = "text"
        case _:
            raise Wrong(f"Damit lässt sich nicht rechnen: {value!r}")
    return Node(kind, lambda _: value, literal=value)


def _refs(*nodes: Node) -> frozenset[str]:
    return frozenset().union(*(node.refs for node in nodes))


def _expect(node: Node, kinds: set[str] | frozenset[str], what: str) -> None:
    if node.kind not in kinds and node.kind != "any":
        raise Wrong(f"{what} braucht {' oder '.join(sorted(kinds))}, hier steht {node.kind}.")


def _answer(compiler: _Compiler, argument: Any) -> Node:
    name, _, part = str(argument).partition(".")
    if name in compiler.names.groups and not part:
        return Node("rows", lambda scope: scope.form.get(name), frozenset({name}))
    if name not in compiler.names.fields:
        raise Wrong(f"Eine Frage „{name}“ gibt es nicht.")
    field, group = compiler.names.fields[name]
    kind = compiler.names.kind(name)
    if group not in {None, compiler.row}:
        raise Wrong(
            f"„{name}“ steht in der Gruppe „{group}“ und kommt mehrmals vor: zählen (count) oder summieren (sum)."
        )
    if kind == "nothing":
        raise Wrong(f"„{name}“ ist ein Hinweis und hat keine Antwort.")
    if part:
        if kind != "address" or part not in _ADDRESS_PARTS:
            raise Wrong(f"Einen Teil „{part}“ hat „{name}“ nicht.")
        return Node("text", _part_of(name, part, row=group is not None), frozenset({name}))
    options = frozenset(option.value for option in field.options) if field.type == "choice" else None
    run: Run = (lambda scope: (scope.row or {}).get(name)) if group else (lambda scope: scope.form.get(name))
    return Node(kind, run, frozenset({name}), options)


def _part_of(name: str, part: str, *, row: bool) -> Run:
    def run(scope: Scope) -> Any:
        address = (scope.row or {} if row else scope.form).get(name)
        return address.get(part) if address else None

    return run


def _param(compiler: _Compiler, argument: Any) -> Node:
    name = str(argument)
    if name not in compiler.names.parameters:
        raise Wrong(f"Einen Parameter „{name}“ gibt es nicht.")
    return Node(compiler.names.parameters[name], lambda scope: scope.parameters.get(name))


def _today(_compiler: _Compiler, _argument: Any) -> Node:
    return Node("date", lambda scope: scope.today.isoformat())


def _junction(every: bool) -> Callable[[_Compiler, Any], Node]:
    def build(compiler: _Compiler, argument: Any) -> Node:
        nodes = compiler.nodes(argument)
        for node in nodes:
            _expect(node, {"boolean"}, "and/or")
        runs = [node.run for node in nodes]
        if every:
            return Node("boolean", lambda scope: all(run(scope) for run in runs), _refs(*nodes))
        return Node("boolean", lambda scope: any(run(scope) for run in runs), _refs(*nodes))

    return build


def _not(compiler: _Compiler, argument: Any) -> Node:
    node = compiler.node(argument)
    _expect(node, {"boolean"}, "not")
    return Node("boolean", lambda scope: not node.run(scope), node.refs)


def _comparable(left: Node, right: Node) -> None:
    if {left.kind, right.kind} == {"date", "text"}:
        stated = left.literal if left.kind == "text" else right.literal
        try:
            date.fromisoformat(stated or "")
        except ValueError:
            raise Wrong("Mit einem Datum vergleicht man ein Datum, als Text in der Form JJJJ-MM-TT.") from None
    elif "any" not in {left.kind, right.kind} and _SAME.get(left.kind, left.kind) != _SAME.get(right.kind, right.kind):
        raise Wrong(f"{left.kind} und {right.kind} lassen sich nicht vergleichen.")
    for one, other in ((left, right), (right, left)):
        if one.options is not None and other.literal is not None and other.literal not in one.options:
            raise Wrong(f"Die Antwort „{other.literal}“ steht nicht zur Auswahl.")


def _comparison(holds: Callable[[Any, Any], bool], *, ordered: bool) -> Callable[[_Compiler, Any], Node]:
    def build(compiler: _Compiler, argument: Any) -> Node:
        left, right = compiler.nodes(argument, 2, 2)
        _comparable(left, right)
        for node in (left, right):
            _expect(
                node,
                {"number", "money", "date", "text"} if ordered else {*_NUMERIC, "date", "text", "boolean"},
                "Ein Vergleich",
            )
        first, second = left.run, right.run

        def run(scope: Scope) -> bool:
            a, b = first(scope), second(scope)
            return a is not None and b is not None and holds(a, b)

        return Node("boolean", run, _refs(left, right))

    return build


def _ne(compiler: _Compiler, argument: Any) -> Node:
    return _not(compiler, {"eq": argument})


def _in(compiler: _Compiler, argument: Any) -> Node:
    if not isinstance(argument, list | tuple) or len(argument) != 2:
        raise Wrong("in: [Ausdruck, Liste]")
    item = compiler.node(argument[0])
    if isinstance(argument[1], Mapping):
        among = compiler.node(argument[1])
        _expect(among, {"list"}, "in")
        if among.options is not None and item.literal is not None and item.literal not in among.options:
            raise Wrong(f"Die Antwort „{item.literal}“ steht nicht zur Auswahl.")
        return Node("boolean", lambda scope: item.run(scope) in (among.run(scope) or ()), _refs(item, among))
    literals = compiler.nodes(argument[1], 1, 500)
    for literal in literals:
        _comparable(item, literal)
    values = [literal.literal for literal in literals]
    return Node("boolean", lambda scope: item.run(scope) in values, item.refs)


def _empty(compiler: _Compiler, argument: Any) -> Node:
    node = compiler.node(argument)
    return Node("boolean", lambda scope: node.run(scope) in (None, "", [], {}), node.refs)


def _rows(
    compiler: _Compiler, argument: Any, *, needs_of: bool
) -> tuple[Run, Node | None, Node | None, frozenset[str]]:
    """The parts of count and sum: where the rows are, `where`, `of`, and the references."""
    spec = argument if isinstance(argument, Mapping) else {"rows": argument}
    group = spec.get("rows")
    if not isinstance(group, str) or group not in compiler.names.groups or set(spec) - {"rows", "where", "of"}:
        raise Wrong(f"Eine Gruppe „{group}“ gibt es nicht; erlaubt sind rows, where und bei sum of.")
    if needs_of != ("of" in spec):
        raise Wrong("sum braucht „of“, count hat keines.")
    inside = compiler.inside(group)
    where = inside.node(spec["where"]) if "where" in spec else None
    of = inside.node(spec["of"]) if needs_of else None
    if where:
        _expect(where, {"boolean"}, "where")
    if of:
        _expect(of, _NUMERIC, "sum")

    def run(scope: Scope) -> list[Scope]:
        scopes = [Scope(scope.form, row, scope.parameters, scope.today) for row in scope.form.get(group) or ()]
        return [one for one in scopes if where.run(one)] if where else scopes

    return run, where, of, frozenset({group}).union(*(node.refs for node in (where, of) if node))


def _count(compiler: _Compiler, argument: Any) -> Node:
    rows, _, _, refs = _rows(compiler, argument, needs_of=False)
    return Node("number", lambda scope: len(rows(scope)), refs)


def _sum(compiler: _Compiler, argument: Any) -> Node:
    rows, _, of, refs = _rows(compiler, argument, needs_of=True)
    assert of is not None  # noqa: S101 - asked for by needs_of
    run = of.run
    return Node(of.kind, lambda scope: sum(value for value in map(run, rows(scope)) if value is not None), refs)


def _arithmetic(
    work: Callable[[list[Any]], Any], *, most: int = 100, product: bool = False
) -> Callable[[_Compiler, Any], Node]:
    def build(compiler: _Compiler, argument: Any) -> Node:
        nodes = compiler.nodes(argument, 2 if most == 2 else 1, most)
        for node in nodes:
            _expect(node, _NUMERIC, "Rechnen")
        money = [node for node in nodes if node.kind == "money"]
        if product and len(money) > 1:
            raise Wrong("Geld mal Geld ergibt nichts: Nur ein Faktor darf ein Betrag sein.")
        if money and not product and any(node.kind == "number" and node.literal is None for node in nodes):
            raise Wrong("Beträge und Zahlen lassen sich nicht zusammenzählen oder vergleichen.")
        runs = [node.run for node in nodes]

        def run(scope: Scope) -> Any:
            values = [one(scope) for one in runs]
            return None if None in values else work(values)

        return Node("money" if money else "number", run, _refs(*nodes))

    return build


def _multiply(values: list[Any]) -> Any:
    product = 1
    for value in values:
        product *= value
    return product


def _if(compiler: _Compiler, argument: Any) -> Node:
    condition, then, other = compiler.nodes(argument, 3, 3)
    _expect(condition, {"boolean"}, "if")
    if then.literal is not None and other.kind == "money" or then.kind == "any":
        kind = other.kind
    elif (
        then.kind == other.kind
        or other.kind == "any"
        or (other.literal is not None and then.kind == "money" and other.kind == "number")
    ):
        kind = then.kind
    else:
        raise Wrong(f"if ergibt einmal {then.kind}, einmal {other.kind}.")
    run = lambda scope: (then if condition.run(scope) else other).run(scope)  # noqa: E731
    return Node(kind, run, _refs(condition, then, other))


def _age(compiler: _Compiler, argument: Any) -> Node:
    node = compiler.node(argument)
    _expect(node, {"date"}, "age")

    def run(scope: Scope) -> int | None:
        born = node.run(scope)
        if born is None:
            return None
        year, month, day = (int(part) for part in born.split("-"))
        return scope.today.year - year - ((scope.today.month, scope.today.day) < (month, day))

    return Node("number", run, node.refs)


def _days_between(compiler: _Compiler, argument: Any) -> Node:
    start, end = compiler.nodes(argument, 2, 2)
    for node in (start, end):
        _expect(node, {"date"}, "days_between")

    def run(scope: Scope) -> int | None:
        since, until = start.run(scope), end.run(scope)
        return None if since is None or until is None else (date.fromisoformat(until) - date.fromisoformat(since)).days

    return Node("number", run, _refs(start, end))


_OPERATORS: dict[str, Callable[[_Compiler, Any], Node]] = {
    "answer": _answer,
    "param": _param,
    "today": _today,
    "and": _junction(every=True),
    "or": _junction(every=False),
    "not": _not,
    "eq": _comparison(lambda a, b: bool(a == b), ordered=False),
    "ne": _ne,
    "lt": _comparison(lambda a, b: bool(a < b), ordered=True),
    "le": _comparison(lambda a, b: bool(a <= b), ordered=True),
    "gt": _comparison(lambda a, b: bool(a > b), ordered=True),
    "ge": _comparison(lambda a, b: bool(a >= b), ordered=True),
    "in": _in,
    "empty": _empty,
    "count": _count,
    "sum": _sum,
    "add": _arithmetic(sum),
    "sub": _arithmetic(lambda values: values[0] - values[1], most=2),
    "mul": _arithmetic(_multiply, product=True),
    "min": _arithmetic(min),
    "max": _arithmetic(max),
    "if": _if,
    "age": _age,
    "days_between": _days_between,
}
