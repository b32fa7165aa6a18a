"""The tree of what a form asks, as machines see it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from drehscheibe.forms.logic.plans import BlockPlan, FieldPlan
from drehscheibe.forms.logic.program import program
from drehscheibe.forms.schema import Field, FormDocument


@dataclass(slots=True)
class Leaf:
    """A field, or a part of one where each part is a FIM field. `fim`: name and version as in `F60000227V1.2`."""

    own: str
    fim: str
    plan: FieldPlan
    part: str = ""


@dataclass(slots=True)
class Branch:
    """What belongs together: a FIM group, or the rows of a repeating one (`group`)."""

    own: str
    fim: str
    group: BlockPlan | None = None
    members: list["Leaf | Branch"] = field(default_factory=list)

    def named(self) -> Iterator[tuple[str, "Leaf | Branch"]]:
        """The members with the names of their properties: FIM's where it tells them apart, else their own."""
        known = [without_version(member.fim) for member in self.members]
        for member, fim in zip(self.members, known, strict=True):
            yield (fim if fim and known.count(fim) == 1 else member.own), member

    def down(self, fim: str) -> "Branch":
        """The object of a FIM group in this one."""
        for member in self.members:
            if isinstance(member, Branch) and member.group is None and member.fim == fim:
                return member
        made = Branch(without_version(fim), fim)
        self.members.append(made)
        return made


def without_version(fim: str) -> str:
    """`F60000227V1.2` without its version."""
    return fim.rpartition("V")[0] or fim


def shape(document: FormDocument) -> Branch:
    """The tree of the form."""
    root = Branch(document.slug, versioned(document))
    for step in program(document).steps:
        place = root.down(fim) if (fim := versioned(step.step)) else root
        for block in step.blocks:
            if block.group:
                _add_group(_below(place, block.block.fim_path), block)
                continue
            inside = _below(place, block.block.fim_path)
            fim = versioned(block.block)
            _add_items(inside.down(fim) if fim else inside, block)
    return root


def versioned(part: Any) -> str:
    """The FIM name of a part with its version, as XML elements and `fim_path` have it; "" when it has none."""
    if not part.fim_id:
        return ""
    return f"{part.fim_id}V{part.fim_version}" if part.fim_version else str(part.fim_id)


def _below(branch: Branch, path: tuple[str, ...]) -> Branch:
    for fim in path:
        branch = branch.down(fim)
    return branch


def _add_group(branch: Branch, plan: BlockPlan) -> None:
    made = Branch(plan.group, versioned(plan.block), plan)
    branch.members.append(made)
    _add_items(made, plan)


def _add_items(branch: Branch, plan: BlockPlan) -> None:
    for item in plan.items:
        if isinstance(item, BlockPlan):
            _add_group(_below(branch, item.block.fim_path), item)
        elif item.kind.logic != "nothing":
            _add_field(_below(branch, item.field.fim_path), item)


def _add_field(branch: Branch, plan: FieldPlan) -> None:
    one: Field = plan.field
    if one.fim_parts:
        place = branch.down(versioned(one)) if one.fim_id else branch
        place.members += [Leaf(f"{one.id}_{part}", fim, plan, part) for part, fim in one.fim_parts.items()]
    else:
        branch.members.append(Leaf(one.id, versioned(one), plan))
