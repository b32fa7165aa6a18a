"""Operators that calculate: with amounts, and with days."""

from collections.abc import Callable
from datetime import date
from math import ceil, prod
from typing import Any

from drehscheibe.forms.logic.nodes import NUMERIC, TODAY, Compiler, Node, Wrong, applied, of_known, refuse


def arithmetic(
    work: Callable[[Any], Any], compiler: Compiler, argument: Any, count: int | None = None, *, partly: bool = False
) -> Node:
    """`work` done on amounts; `partly`: on those that are known, however few."""
    nodes = compiler.nodes(argument, count, *NUMERIC)
    money = [node for node in nodes if node.kind == "money"]
    refuse(work is prod and len(money) > 1, "Geld mal Geld ergibt nichts: Nur ein Faktor darf ein Betrag sein.")
    if work is not prod and money and any(node.kind == "number" and node.literal is None for node in nodes):
        raise Wrong("Beträge und Zahlen lassen sich nicht zusammenrechnen.")
    kind = "money" if money else "number"
    if partly:
        return applied(kind, lambda *values: work([value for value in values if value is not None]), *nodes)
    return applied(kind, of_known(lambda *values: work(values)), *nodes)


def round_up(compiler: Compiler, argument: Any) -> Node:
    return applied("number", of_known(ceil), compiler.node(argument, "number"))


def age(compiler: Compiler, argument: Any) -> Node:
    def years(born: str, today: str) -> int:  # ISO dates: what follows the year compares as text
        return int(today[:4]) - int(born[:4]) - (today[4:] < born[4:])

    return applied("number", of_known(years), compiler.node(argument, "date"), TODAY)


def days_between(since: str, until: str) -> int:
    return (date.fromisoformat(until) - date.fromisoformat(since)).days


def weeks_started(since: str, until: str) -> int:
    """Weeks begun from the first day to the last, both counted: seven days are one week, eight are two."""
    return max(0, -(-((date.fromisoformat(until) - date.fromisoformat(since)).days + 1) // 7))


def months_started(since: str, until: str) -> int:
    """Months begun from the first day to the last, both counted (§ 188 BGB): 15.3. to 14.4. is one, to 15.4. two."""
    (year, month, day), (last_year, last_month, last_day) = (map(int, one.split("-")) for one in (since, until))
    return max(0, (last_year - year) * 12 + last_month - month + (last_day >= day))


def span(count: Callable[[str, str], int], compiler: Compiler, argument: Any) -> Node:
    return applied("number", of_known(count), *compiler.nodes(argument, 2, "date"))
