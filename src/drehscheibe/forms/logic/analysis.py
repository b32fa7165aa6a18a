"""Whether a condition can be true, and whether it can be false: tried with every answer that makes a difference.

What is tried are answers to the questions a condition depends on, directly or because one is only asked where another
was answered so: a question that is not asked has no answer. Where the answers that matter cannot be listed (sums,
rates, counted rows, today), both are taken for possible.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from itertools import combinations, product
from math import prod
from typing import Any

from drehscheibe.forms.logic.expressions import Names, compile_expression
from drehscheibe.forms.logic.nodes import Scope, Wrong
from drehscheibe.forms.logic.plans import BlockPlan, FieldPlan, StepPlan
from drehscheibe.forms.logic.program import program
from drehscheibe.forms.schema import Expr, FormDocument

BOTH = frozenset({True, False})
MOST_COMBINATIONS = 3_000
MOST_OPTIONS = 30
MOST_CHOSEN = 8
_COMPARED = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})
_DAY = date(2000, 2, 29)
_OTHER = "\N{REPLACEMENT CHARACTER}"


class _UnknownError(ValueError):
    """The answers that matter cannot be listed."""


class Analysis:
    """Tries the conditions of one document."""

    def __init__(self, document: FormDocument) -> None:
        self.names = Names(document)
        self.program = program(document)

    def outcomes(self, source: Expr, row: str | None = None) -> frozenset[bool]:
        """What a condition, as seen from a row of group `row`, can come to; both where that cannot be tried."""
        try:
            node = compile_expression(source, self.names, row, condition=True)
            return self._tried(source, node.run, node.refs)
        except (Wrong, _UnknownError):
            return BOTH

    def _tried(self, source: Expr, run: Any, refs: frozenset[str]) -> frozenset[bool]:
        plans, stated = self._needed(source, refs)
        tried = {plan.field.id: self._answers(plan, stated) for plan in plans if isinstance(plan, FieldPlan)}
        if prod(len(answers) for answers in tried.values()) > MOST_COMBINATIONS:
            raise _UnknownError
        found: set[bool] = set()
        for given in product(*tried.values()):
            with suppress(TypeError, ValueError, OverflowError, KeyError):
                found.add(bool(run(self._scope(plans, dict(zip(tried, given, strict=True))))))
            if found == BOTH:
                break
        return frozenset(found) or BOTH

    def _scope(self, plans: list[StepPlan | BlockPlan | FieldPlan], given: Mapping[str, Any]) -> Scope:
        """What the condition sees with these answers, but for those to questions that are not asked then."""
        form: dict[str, Any] = {}
        rows: dict[str, dict[str, Any]] = {group: {} for group in self.names.around}
        scope = Scope(form, rows, {}, _DAY)
        asked = {""}
        for plan in plans:
            parent = plan.block.key if isinstance(plan, FieldPlan) else plan.parent
            if parent not in asked or (plan.visible is not None and not plan.visible(scope)):
                continue
            if not isinstance(plan, FieldPlan):
                asked.add(plan.key)
                continue
            answer = given[plan.field.id]
            if answer is not None:
                (rows[plan.block.group] if plan.block.group else form)[plan.field.id] = answer
        return scope

    def _needed(
        self, source: Expr, refs: frozenset[str]
    ) -> tuple[list[StepPlan | BlockPlan | FieldPlan], dict[str, set[Any]]]:
        """All that the condition depends on, in the order of working it out, and the values compared with by name."""
        stated: dict[str, set[Any]] = {}
        needed: set[str] = set()
        _note(source, stated)
        waiting = list(refs)
        while waiting:
            name = waiting.pop()
            if name in needed:
                continue
            needed.add(name)
            plan = self.program.fields.get(name)
            if plan is None:
                raise _UnknownError  # the rows of a group
            blocks = [self.program.groups[group] for group in plan.block.path] or [plan.block]
            parts: list[StepPlan | BlockPlan | FieldPlan] = [plan.step, *blocks, plan]
            for part in parts:
                needed.add(part.key)
                visible = part.condition
                if visible is not None:
                    _note(visible, stated)
                    waiting += self._refs(visible, plan.block.group or None)
        return [plan for plan in self.program.order if plan.key in needed], stated

    def _refs(self, source: Expr, row: str | None) -> frozenset[str]:
        return compile_expression(source, self.names, row, condition=True).refs

    def _answers(self, plan: FieldPlan, stated: Mapping[str, set[Any]]) -> list[Any]:
        """The answers that make a difference; None for none."""
        field = plan.field
        told = stated.get(field.id, set())
        nothing = [] if plan.required is True else [None]
        kind = plan.kind.logic_kind(field)
        possible = plan.kind.possible(field)
        match kind:
            case "boolean":
                return [True, *([False] if field.type != "statement" else []), *nothing]
            case "text" if possible is not None:
                listed = sorted(possible)
                return [*(listed if len(listed) <= MOST_OPTIONS else _few(listed, told)), *nothing]
            case "text":
                return [*sorted(one for one in told if isinstance(one, str)), _OTHER, *nothing]
            case "list" if possible is not None and len(possible) <= MOST_CHOSEN:
                sizes = range(1, len(possible) + 1)
                return [*(list(some) for size in sizes for some in combinations(sorted(possible), size)), *nothing]
            case "number" | "money":
                return [*_around(told, field.min, field.max), *nothing]
            case "date":
                return [*_days(told), *nothing]
        raise _UnknownError


def _note(source: Any, stated: dict[str, set[Any]]) -> None:
    """Collect what each answer is compared with. Raise _UnknownError for what is more than comparing."""
    if not isinstance(source, Mapping):
        return
    [(way, argument)] = source.items()
    if way == "answer":
        return
    if way in {"and", "or"}:
        for one in argument:
            _note(one, stated)
    elif way in {"not", "empty"}:
        _note(argument, stated)
    elif way in _COMPARED or way == "in":
        left, right = argument
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Mapping):
                if set(one) != {"answer"} or "." in str(one["answer"]) or (isinstance(other, Mapping) and way != "in"):
                    raise _UnknownError
                stated.setdefault(one["answer"], set()).update(_plain(other))
    else:
        raise _UnknownError


def _plain(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple):
        yield from value
    elif not isinstance(value, Mapping):
        yield value


def _few(listed: list[str], told: set[Any]) -> list[str]:
    return [*(one for one in listed if one in told), *[one for one in listed if one not in told][:1]]


def _around(told: set[Any], low: Any, high: Any) -> list[float]:
    """Numbers just below, at and just above what is compared with, within the bounds."""
    bounds = [one for one in (low, high) if isinstance(one, int | float)]
    near = {one + step for one in told if isinstance(one, int | float) for step in (-1, 0, 1)}
    fits: list[float] = [
        one
        for one in sorted({*near, *bounds} or {0})
        if (not isinstance(low, int | float) or one >= low) and (not isinstance(high, int | float) or one <= high)
    ]
    return list(fits or [0])


def _days(told: set[Any]) -> list[str]:
    days = [date.fromisoformat(one) for one in told if isinstance(one, str)]
    return sorted({(day + timedelta(days=step)).isoformat() for day in days or [_DAY] for step in (-1, 0, 1)})
