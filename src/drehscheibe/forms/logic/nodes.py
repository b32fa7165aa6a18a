"""What expressions are compiled to: nodes that give a value, and the scope they see."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple, Protocol

NUMERIC = frozenset({"number", "money"})


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


def refuse(is_wrong: bool, message: str) -> None:
    if is_wrong:
        raise Wrong(message)


class Compiler(Protocol):
    """What an operator needs to compile its arguments."""

    def node(self, source: Any, *kinds: str) -> Node:
        """The node of one argument, of one of these kinds. Raise Wrong."""
        ...

    def nodes(self, argument: Any, count: int | None, *kinds: str) -> list[Node]:
        """The nodes of a list of arguments. Raise Wrong."""
        ...


def expect(node: Node, kinds: set[str]) -> Node:
    if kinds and node.kind not in kinds and node.kind != "any":
        raise Wrong(f"Hier braucht es {' oder '.join(sorted(kinds))}, nicht {node.kind}.")
    return node


def refs_of(*nodes: Node) -> frozenset[str]:
    return frozenset().union(*(node.refs for node in nodes))


def applied(kind: str, work: Callable[..., Any], *nodes: Node) -> Node:
    """`work` done on the values of the nodes."""
    runs = [node.run for node in nodes]
    return Node(kind, lambda scope: work(*[run(scope) for run in runs]), refs_of(*nodes))


def of_known(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same; None as soon as one of the values is not known."""
    return lambda *values: None if None in values else work(*values)


TODAY = Node("date", lambda scope: scope.today.isoformat())
