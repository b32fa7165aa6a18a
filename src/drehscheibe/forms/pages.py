"""Pages: a step, or one row of a group whose rows have pages of their own.

A row's page is named by the row (`kinder.1`, `kinder.1.schulen.2`), the step's own page by "". A row that asks much has
several pages: `kinder.1`, then `kinder.1-2` and so on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from drehscheibe.forms.faults import UnknownStep
from drehscheibe.forms.journey import Journey, Raw, rows_of
from drehscheibe.forms.logic.plans import BlockPlan, FieldPlan
from drehscheibe.forms.logic.program import program
from drehscheibe.forms.schema import FormDocument, Group

Rows = Mapping[str, Sequence[str]]
Part = tuple[str, FieldPlan | BlockPlan]


@dataclass(frozen=True, slots=True)
class Page:
    """`blocks` stand on it with the prefix of their names; on a row's page it is the one group, of which one row, or
    that `part` of it.
    """

    step_id: str
    row: str
    blocks: tuple[BlockPlan, ...]
    part: int = 1

    @property
    def prefix(self) -> str:
        return f"{self.row}." if self.row else ""

    def items(self) -> Iterator[Part]:
        """The names of the fields and groups at the top of the page."""
        for block in self.blocks:
            if self.row or not block.group:
                items = block.parts[self.part - 1] if self.row else block.items
                yield from ((f"{self.prefix}{_id(item)}", item) for item in items)
            else:
                yield block.group, block

    def parts(self, raw: Raw) -> Iterator[Part]:
        """All fields and groups that stand on the page, rows included unless they have pages of their own."""
        for name, item in self.items():
            yield from _within(name, item, raw)


def _within(name: str, item: FieldPlan | BlockPlan, raw: Raw) -> Iterator[Part]:
    yield name, item
    if isinstance(item, BlockPlan) and isinstance(item.block, Group) and not item.apart:
        for row in rows_of(item.block, name, raw):
            for inner in item.items:
                yield from _within(f"{name}.{row}.{_id(inner)}", inner, raw)


def _id(item: FieldPlan | BlockPlan) -> str:
    return item.field.id if isinstance(item, FieldPlan) else item.group


def row_alone(named: str) -> str:
    """The row of a page, whichever of its pages that is."""
    return named.partition("-")[0]


def page_before(row: str) -> str:
    """The page of the same row before this one; "" when it is the first."""
    alone, _, part = row.partition("-")
    return "" if not part else alone if part == "2" else f"{alone}-{int(part) - 1}"


def page_after(document: FormDocument, row: str) -> str:
    """The page of the same row after this one; "" when it is the last."""
    alone, _, part = row.partition("-")
    group = program(document).groups[alone.rpartition(".")[0].rpartition(".")[2]]
    following = int(part or 1) + 1
    return _named(alone, following) if following <= len(group.parts) else ""


def page(document: FormDocument, step_id: str, row: str, rows: Rows) -> Page:
    """The page; `rows` are the journey's. Raise UnknownStep when there is no such step, or no page of such a row."""
    document.step(step_id)
    plan = program(document).step(step_id)
    if not row:
        return Page(step_id, "", tuple(plan.blocks))
    alone = row_alone(row)
    group, _, number = alone.rpartition(".")
    found = program(document).groups.get(group.rpartition(".")[2])
    if found is None or not found.apart or found.step is not plan or number not in rows.get(group, ()):
        raise UnknownStep(row)
    part = next((one for one in range(1, len(found.parts) + 1) if row == _named(alone, one)), None)
    if part is None:
        raise UnknownStep(row)
    return Page(step_id, alone, (found,), part)


def _named(row: str, part: int) -> str:
    return row if part == 1 else f"{row}-{part}"


def has_page(document: FormDocument, row: str) -> bool:
    """Whether a row of this name would have a page of its own."""
    group = program(document).groups.get(row.rpartition(".")[0].rpartition(".")[2])
    return group is not None and group.apart


def row_of(document: FormDocument, name: str) -> str:
    """The page of a row on which a field, control, group or row of this name stands: "" for the step's own page."""
    groups, parts, found = program(document).groups, row_alone(name).split("."), ""
    for place in range(0, len(parts) - 2, 2):
        group = groups.get(parts[place])
        if group is None:
            break
        if group.apart:
            standing = (
                number for number, items in enumerate(group.parts, 1) for one in items if _id(one) == parts[place + 2]
            )
            found = _named(".".join(parts[: place + 2]), next(standing, 1))
    return found


def follows_up(document: FormDocument, name: str) -> bool:
    """Whether the field or group of this name stands on its page only because of an answer."""
    plans, own = program(document), name.rpartition(".")[2]
    part = plans.fields.get(own) or plans.groups.get(own)
    if isinstance(part, FieldPlan):
        return part.visible is not None or part.block.visible is not None
    return part is not None and part.visible is not None


def open_row(document: FormDocument, journey: Journey, step_id: str, *, within: str = "") -> str | None:
    """The page on which something is missing: that of `within` (a row, or the step), else the first within it."""
    state = journey.step(step_id)
    waiting = {row_of(document, name) for name in (*(one.name for one in state.problems), *state.unasked)}
    rows = (within, *(row_of(document, name) for name in state.shown))
    around = f"{row_alone(within)}." if within else ""
    return next((row for row in rows if row in waiting and f"{row_alone(row)}.".startswith(around)), None)
