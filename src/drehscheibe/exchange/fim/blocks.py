"""Sections and repeating groups made of the tree.

Each names the FIM group it stands for and, in `fim_path`, the groups between it and its step that nothing stands for.
Questions asked before a group (gates) stand among the fields of the group around it.
"""

from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import Any

from drehscheibe.exchange.fim import wording
from drehscheibe.exchange.fim.conditions import both
from drehscheibe.exchange.fim.kinds import named
from drehscheibe.exchange.fim.tree import Node
from drehscheibe.forms.fields import TYPES

_INTRO = 300
_CONTROLS = 150  # of a group with all its rows
_NAMING = ("vorname", "vornamen", "familienname", "nachname", "name")


@dataclass
class Piece:
    """A block on its way to a page. `owner`: the group whose fields it holds; `weight`: its questions; `before`: the
    group that it asks about beforehand.
    """

    owner: Node
    block: dict[str, Any]
    weight: int
    title: str = ""
    before: Node | None = None


class Blocks:
    """Makes the blocks of one page's group `top`, which its step stands for; the root for what is loose."""

    def __init__(self, top: Node, most: int) -> None:
        self.top = top
        self.most = most
        self.headed: set[int] = set()
        self.made: Counter[str] = Counter()

    def of(self, owner: Node, children: list[Node], condition: Any) -> list[Piece]:
        """The blocks of these children of `owner`, all under the condition."""
        pieces: list[Piece] = []
        run: list[dict[str, Any]] = []
        for child in children:
            if child.gate is not None and child is not self.top:
                pieces += self.sections(owner, run, condition)
                pieces += self.sections(owner, [child.gate], condition, child)
                run = []
            if child.is_field and not child.stacked:
                run += [asked(child)] if child.made is not None else []
                continue
            if not child.leaves():
                continue
            pieces += self.sections(owner, run, condition)
            run = []
            if child.stacked:
                pieces.append(self.repeating(child, condition))
            else:
                pieces += self.of(child, child.children, both([condition, child.visible]))
        return [*pieces, *self.sections(owner, run, condition)]

    def sections(
        self, owner: Node, fields: list[dict[str, Any]], condition: Any, before: Node | None = None
    ) -> list[Piece]:
        """The fields under the heading of their group, in parts of about one size that fit on a page."""
        pieces = []
        parts = ceil(len(fields) / self.most)
        size = ceil(len(fields) / parts) if parts else 1
        for start in range(0, len(fields), size):
            part = fields[start : start + size]
            block: dict[str, Any] = {"fields": part}
            if owner is not self.top and owner.parent is not None:
                self.made[owner.id] += 1
                name = owner.id if self.made[owner.id] == 1 else f"{owner.id}_{self.made[owner.id]}"
                block |= {"id": name, **named(owner.element), **self.path(owner)}
                block |= self.heading(owner)
            if condition is not None:
                block["visible"] = condition
            pieces.append(Piece(owner, block, len(part), str(block.get("title", "")), before))
        return pieces

    def heading(self, owner: Node) -> dict[str, Any]:
        """Title and texts of a group, at the first of its sections only."""
        if id(owner) in self.headed:
            return {}
        self.headed.add(id(owner))
        names = [owner.element.label]
        for around in owner.around():
            if around is self.top or id(around) in self.headed:
                break
            if around.element.label and around.element.label not in names[0]:
                names.insert(0, around.element.label)
        return {"title": ": ".join(name for name in names[-2:] if name) or "Weitere Angaben", **texts(owner)}

    def path(self, owner: Node, *, itself: bool = False) -> dict[str, Any]:
        """The groups between a part of the form and its step."""
        between: list[str] = (
            [owner.element.key] if itself and owner is not self.top and owner.parent is not None else []
        )
        for around in owner.around() if owner is not self.top else ():
            if around is self.top:
                break
            between.insert(0, around.element.key)
        return {"fim_path": between} if between else {}

    def repeating(self, node: Node, condition: Any) -> Piece:
        """A repeating group in its place on the page."""
        block = group(node)
        if visible := both([condition, node.visible]):
            block["visible"] = visible
        around = node.parent
        if around is not None:
            block |= self.path(around, itself=True)
        return Piece(node, block, _questions(block), node.title)


def asked(node: Node) -> dict[str, Any]:
    """The finished field of a node."""
    made = {"id": node.id, **(node.made or {})}
    kind = TYPES[made["type"]]
    if kind.has_input:
        required = True if node.stacked else node.place.least > 0 if node.required is None else node.required
        if required is not True:
            made["required"] = required
    if node.visible is not None and not node.stacked:
        made["visible"] = node.visible
    return made


def texts(node: Node) -> dict[str, Any]:
    """Help and legal bases of a group."""
    told: dict[str, Any] = {}
    if node.element.help and node.element.help != node.element.label:
        told["intro" if len(node.element.help) <= _INTRO else "help"] = node.element.help[:5_000]
    if laws := [base for base in (*node.element.bases, *node.place.bases) if wording.is_law(base)]:
        told["legal_basis"] = "; ".join(dict.fromkeys(laws))[:5_000]
    return told


def group(node: Node) -> dict[str, Any]:
    """The repeating group that a node becomes; groups in it that do not repeat are dissolved into its fields."""
    row = _Row()
    if node.is_field:
        row.fields.append(asked(node))
    else:
        row.take(node, node.children, [], None)
    least = max(node.least, 1) if node.required is True else node.least
    controls = sum(len(TYPES[one["type"]].parts) for one in row.fields) or 1
    most = max(least, 1, min(node.most, max(_CONTROLS // controls, 2)))
    made: dict[str, Any] = {"id": node.group_id, "title": node.title, "item": wording.item(node.title)}
    made |= {"min": least, "max": most, "fields": row.apart(), "groups": row.placed()}
    if not node.is_field:
        made |= {**named(node.element), **texts(node)}
        naming = [one["id"] for one in row.fields if str(one["label"]).lower() in _NAMING and one["type"] == "text"]
        made |= {"named_by": naming[:2]} if naming else {}
    return {key: value for key, value in made.items() if value not in ((), [])}


class _Row:
    """The fields and groups of one row."""

    def __init__(self) -> None:
        self.fields: list[dict[str, Any]] = []
        self.groups: list[dict[str, Any]] = []
        self.owners: dict[str, str] = {}

    def take(self, owner: Node, children: list[Node], path: list[Node], condition: Any) -> None:
        between = {"fim_path": [one.element.key for one in path]} if path else {}
        for child in children:
            if child.gate is not None:
                self.fields.append(
                    {**child.gate, **between, **({"visible": condition} if condition is not None else {})}
                )
            visible = both([condition, child.visible])
            shown = {"visible": visible} if visible is not None else {}
            if child.stacked and child.leaves():
                after = {"after": self.fields[-1]["id"]} if self.fields else {}
                self.groups.append({**group(child), **between, **shown, **after})
            elif child.made is not None:
                self.fields.append({**asked(child), **between, **shown})
                self.owners[child.id] = owner.element.label if path else ""
            elif child.children:
                self.take(child, child.children, [*path, child], visible)

    def apart(self) -> list[dict[str, Any]]:
        """The fields, those of the same name told apart by the groups they come from."""
        counts = Counter(one["label"] for one in self.fields)
        for one in self.fields:
            owner = self.owners.get(one["id"], "")
            if counts[one["label"]] > 1 and owner and not one["label"].startswith(f"{owner}: "):
                one["label"] = f"{owner}: {one['label']}"
        return self.fields

    def placed(self) -> list[dict[str, Any]]:
        """The groups in the order in which they stand; what says no more than "behind the last field" is left out."""
        ids = [one["id"] for one in self.fields]
        for one in self.groups:
            if one.get("after") == (ids[-1] if ids else None):
                one.pop("after", None)
        return sorted(self.groups, key=lambda one: ids.index(one["after"]) if "after" in one else len(ids))


def _questions(block: dict[str, Any]) -> int:
    return len(block.get("fields", ())) + sum(_questions(one) for one in block.get("groups", ()))
