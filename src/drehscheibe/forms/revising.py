"""Changes to a form document: texts, options, order, what is required, conditions. Plain JSON in, plain JSON out.

Nothing here adds or removes a question; ids stay. A changed document is a new one, the old one is left alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

Plain = dict[str, Any]
Change = Callable[[Plain], Plain]


class NoSuchPlaceError(LookupError):
    """The document has no step or question of this id."""


class CannotMoveError(ValueError):
    """There is nothing further in that direction."""


def blocks(document: Mapping[str, Any]) -> Iterator[tuple[Plain, Plain]]:
    """Each section or group with its step; groups within groups after the one around them."""

    def inner(block: Plain) -> Iterator[Plain]:
        yield block
        for group in block.get("groups", ()):
            yield from inner(group)

    for step in document["steps"]:
        for block in step["blocks"]:
            yield from ((step, one) for one in inner(block))


def find_step(document: Mapping[str, Any], step_id: str) -> Plain:
    """Raise NoSuchPlaceError."""
    for step in document["steps"]:
        if step["id"] == step_id:
            return step  # type: ignore[no-any-return]
    raise NoSuchPlaceError(step_id)


def find_field(document: Mapping[str, Any], field_id: str) -> tuple[Plain, Plain, Plain]:
    """Step, block and the question itself. Raise NoSuchPlaceError."""
    for step, block in blocks(document):
        for field in block.get("fields", ()):
            if field["id"] == field_id:
                return step, block, field
    raise NoSuchPlaceError(field_id)


def _place(document: Plain, step_id: str, field_id: str) -> Plain:
    if field_id:
        return find_field(document, field_id)[2]
    return find_step(document, step_id) if step_id else document


def write(facts: Mapping[str, Any], *, step_id: str = "", field_id: str = "") -> Change:
    """Set facts of the form, a step or a question; None or an empty text takes the fact away."""

    def change(document: Plain) -> Plain:
        fresh = deepcopy(document)
        place = _place(fresh, step_id, field_id)
        for name, value in facts.items():
            if value in (None, "", {}, [], ()):
                place.pop(name, None)
            else:
                place[name] = value
        return fresh

    return change


def write_options(options: Sequence[Mapping[str, Any]], *, field_id: str) -> Change:
    """Give a choice these answers, in this order."""

    def change(document: Plain) -> Plain:
        fresh = deepcopy(document)
        find_field(fresh, field_id)[2]["options"] = [dict(one) for one in options]
        return fresh

    return change


def move_step(step_id: str, distance: int) -> Change:
    """Move a step up (-1) or down (1). Raise CannotMoveError at the end."""

    def change(document: Plain) -> Plain:
        fresh = deepcopy(document)
        _swap(fresh["steps"], fresh["steps"].index(find_step(fresh, step_id)), distance)
        return fresh

    return change


def move_field(field_id: str, distance: int) -> Change:
    """Move a question up (-1) or down (1), at the edge of a section on into the next section of the form.

    A question of a group stays in it. Raise CannotMoveError at the end, and where a section would be left empty.
    """

    def change(document: Plain) -> Plain:
        fresh = deepcopy(document)
        _, block, field = find_field(fresh, field_id)
        place = block["fields"].index(field)
        if 0 <= place + distance < len(block["fields"]):
            _swap(block["fields"], place, distance)
            return fresh
        sections = [one for _, one in blocks(fresh) if "item" not in one]
        onward = next((at for at, one in enumerate(sections) if one is block), None)
        if onward is None or not 0 <= onward + distance < len(sections) or len(block["fields"]) == 1:
            raise CannotMoveError(field_id)
        block["fields"].remove(field)
        neighbour = sections[onward + distance]["fields"]
        neighbour.insert(0 if distance > 0 else len(neighbour), field)
        return fresh

    return change


def _swap(row: list[Any], place: int, distance: int) -> None:
    if not 0 <= place + distance < len(row):
        raise CannotMoveError(str(place))
    row[place], row[place + distance] = row[place + distance], row[place]
