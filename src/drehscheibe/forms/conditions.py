"""Conditions as editors write them: up to three comparisons, all of which or one of which must hold.

`read` gives them of an expression that has this shape, `write` makes the expression; any other expression is left to
those who write documents by hand.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

MOST = 3
COMPARISONS = ("eq", "ne", "gt", "lt", "given", "left_out")
_NUMERIC = frozenset({"number", "money", "percentage", "decimal"})


class Comparison(NamedTuple):
    """`field` is a question's id; `value` a literal as expressions have it, None for given and left_out."""

    field: str
    how: str
    value: Any = None


class Condition(NamedTuple):
    """`joined`: and, or."""

    joined: str
    comparisons: tuple[Comparison, ...]


class UnusableValueError(ValueError):
    """What was typed cannot be compared with this question."""


def read(expression: Any) -> Condition | None:
    """The condition in this simple shape; None for any other expression."""
    if isinstance(expression, Mapping) and len(expression) == 1:
        [(name, argument)] = expression.items()
        if name in {"and", "or"} and isinstance(argument, list) and 1 <= len(argument) <= MOST:
            found = [_comparison(one) for one in argument]
            return Condition(name, tuple(one for one in found if one)) if all(found) else None
    single = _comparison(expression)
    return Condition("and", (single,)) if single else None


def _comparison(expression: Any) -> Comparison | None:
    match expression:
        case {"not": {"answer": str(field), **rest}} if not rest:
            return Comparison(field, "eq", False)
        case {"empty": {"answer": str(field)}}:
            return Comparison(field, "left_out")
        case {"not": {"empty": {"answer": str(field)}}}:
            return Comparison(field, "given")
        case {"answer": str(field), **rest} if not rest:
            return Comparison(field, "eq", True)
        case {"in": [bool() | int() | str() as value, {"answer": str(field)}]}:
            return Comparison(field, "eq", value)
    return _two_sided(expression)


def _two_sided(expression: Any) -> Comparison | None:
    """An answer beside a literal."""
    if isinstance(expression, Mapping) and len(expression) == 1:
        [(how, argument)] = expression.items()
        match argument:
            case [{"answer": str(field)}, bool() | int() | float() | str() as value] if how in {"eq", "ne", "gt", "lt"}:
                return Comparison(field, how, value)
    return None


def write(condition: Condition, fields: Mapping[str, Mapping[str, Any]]) -> Any:
    """The expression; None for a condition without comparisons. `fields`: the questions of the document by id."""
    written = [_written(one, fields[one.field]) for one in condition.comparisons]
    return None if not written else written[0] if len(written) == 1 else {condition.joined: written}


def _written(one: Comparison, field: Mapping[str, Any]) -> Any:
    answer = {"answer": one.field}
    if one.how in {"given", "left_out"}:
        return {"empty": answer} if one.how == "left_out" else {"not": {"empty": answer}}
    if field["type"] in {"yes_no", "statement"}:
        return answer if (one.value is True) == (one.how == "eq") else {"not": answer}
    if field.get("multiple"):
        return {"in": [one.value, answer]} if one.how == "eq" else {"not": {"in": [one.value, answer]}}
    return {one.how: [answer, one.value]}


def literal(field: Mapping[str, Any], typed: str) -> Any:
    """What was typed, as a value of the question. Raise UnusableValueError."""
    kind = field["type"]
    if kind in {"yes_no", "statement"}:
        if typed.lower() not in {"ja", "nein", "yes", "no"}:
            raise UnusableValueError(typed)
        return typed.lower() in {"ja", "yes"}
    if kind in _NUMERIC:
        try:
            number = float(typed.replace(".", "").replace(",", "."))
        except ValueError:
            raise UnusableValueError(typed) from None
        number = number * 100 if kind == "money" else number
        return int(number) if number == int(number) else number
    if not typed:
        raise UnusableValueError(typed)
    if field.get("options"):
        for option in field["options"]:
            if typed in {option["value"], *option["label"].values()}:
                return option["value"]
        raise UnusableValueError(typed)
    return typed
