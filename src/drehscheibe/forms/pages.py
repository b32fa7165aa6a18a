"""Pages: a step, or one row of a group whose rows have pages of their own.

A row's page is named by the row (`kinder.1`, `kinder.1.schulen.2`), the step's own page by "".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from drehscheibe.forms.journey import Journey, Raw, rows_of
from drehscheibe.forms.logic.plans import BlockPlan, FieldPlan
from drehscheibe.forms.logic.program import program
from drehscheibe.forms.schema import FormDocument, Group, UnknownStep

Rows = Mapping[str, Sequence[str]]
Part = tuple[str, FieldPlan | BlockPlan]


@dataclass(frozen=True, slots=True)
class Page:
    """`blocks` stand on it with the prefix of their names; on a row's page it is the one group, of which one row."""

    step_id: str
    row: str
    blocks: tuple[BlockPlan, ...]

    @property
    def prefix(self) -> str:
        return f"{self.row}." if self.row else ""

    def items(self) -> Iterator[Part]:
        """The names of the fields and groups at the top of the page."""
        for block in self.blocks:
            if self.row or not block.group:
                yield from ((f"{self.prefix}{_id(item)}", item) for item in block.items)
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


def page(document: FormDocument, step_id: str, row: str, rows: Rows) -> Page:
    """The page; `rows` are the journey's. Raise UnknownStep when there is no such step, or no page of such a row."""
    document.step(step_id)
    plan = program(document).step(step_id)
    if not row:
        return Page(step_id, "", tuple(plan.blocks))
    group, _, number = row.rpartition(".")
    found = program(document).groups.get(group.rpartition(".")[2])
    if found is None or not found.apart or found.step is not plan or number not in rows.get(group, ()):
        raise UnknownStep(row)
    return Page(step_id, row, (found,))


def has_page(document: FormDocument, row: str) -> bool:
    """Whether a row of this name would have a page of its own."""
    group = program(document).groups.get(row.rpartition(".")[0].rpartition(".")[2])
    return group is not None and group.apart


def row_of(document: FormDocument, name: str) -> str:
    """The row on whose page a field, control, group or row of this name stands: "" for the step's own page."""
    groups, parts, found = program(document).groups, name.split("."), ""
    for place in range(0, len(parts) - 2, 2):
        group = groups.get(parts[place])
        if group is None:
            break
        if group.apart:
            found = ".".join(parts[: place + 2])
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
    return next((row for row in rows if row in waiting and f"{row}.".startswith(f"{within}." if within else "")), None)
