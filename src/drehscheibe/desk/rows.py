"""A declaration as a clerk reads it: the rows of a group side by side, so that five people fit one look."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

MOST_SIDE_BY_SIDE = 5


class Comparison(NamedTuple):
    """Rows of a group beside each other: a column each. `lines`: the question, then what each row answers."""

    columns: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]


Block = Mapping[str, Any]


def side_by_side(blocks: Sequence[Block]) -> Iterator[Block | Comparison]:
    """The blocks of a section in order; two and more rows of one group become tables of up to five columns."""
    for group, found in groupby(blocks, _group):
        rows = list(found)
        if not group or len(rows) == 1:
            yield from rows
            continue
        for start in range(0, len(rows), MOST_SIDE_BY_SIDE):
            yield _comparison(rows[start : start + MOST_SIDE_BY_SIDE])


def _group(block: Block) -> str:
    """The group a block is a row of: `personen` of `personen.1.vorname`; "" for a section."""
    names = [line["name"].split(".") for line in block["lines"]]
    return str(names[0][0]) if names and len(names[0]) == 3 else ""


def _comparison(rows: Sequence[Block]) -> Comparison:
    answers = [{line["name"].rpartition(".")[2]: line for line in row["lines"]} for row in rows]
    order: list[str] = []
    for answered in answers:  # what only some rows were asked stands where it was asked
        place = 0
        for name in answered:
            if name in order:
                place = order.index(name) + 1
            else:
                order.insert(place, name)
                place += 1
    labels = {name: line["label"] for answered in reversed(answers) for name, line in answered.items()}
    lines = tuple((labels[name], tuple(one[name]["text"] if name in one else "" for one in answers)) for name in order)
    return Comparison(tuple(row["title"] for row in rows), lines)
