"""The places of a schema while they become parts of a form: each with its own id, field and conditions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from drehscheibe.exchange.fim.model import DataField, FieldGroup, Place, RuleText, Schema

MOST_ROWS = 50
DEEPEST = 4  # groups that repeat within each other
_LONGEST_ID = 54  # leaves room for what is added


@dataclass(eq=False)
class Node:
    """A field or group in its place. `made` is the field of the form, None where there is none.

    `visible`: the condition of its own, without those around it. `gate`: the field that asks whether it is filled in.
    `required`: as the schema or a rule says. `level`: how many groups that repeat are around it.
    """

    place: Place
    parent: "Node | None"
    id: str = ""
    children: list["Node"] = field(default_factory=list)
    made: dict[str, Any] | None = None
    visible: Any = None
    required: Any = None
    gate: dict[str, Any] | None = None
    level: int = 0

    @property
    def element(self) -> DataField | FieldGroup:
        return self.place.element

    @property
    def data(self) -> DataField | None:
        return self.element if isinstance(self.element, DataField) else None

    @property
    def is_field(self) -> bool:
        """Whether one question stands for it, even for a whole group such as day, month and year."""
        return self.data is not None or self.made is not None

    @property
    def is_composed(self) -> bool:
        """Whether it is a group for which one question stands, with its fields as parts."""
        return self.data is None and self.made is not None

    @property
    def title(self) -> str:
        return self.element.label or "Weitere Angaben"

    @property
    def repeats(self) -> bool:
        """Whether it may stand there more than once."""
        return self.place.most is None or self.place.most > 1

    @property
    def most(self) -> int:
        return min(self.place.most or MOST_ROWS, MOST_ROWS)

    @property
    def least(self) -> int:
        return min(self.place.least, self.most)

    @property
    def stacked(self) -> bool:
        """Whether it becomes a repeating group of the form: several answers to one question do not."""
        return self.repeats and self.level < DEEPEST and not (self.made or {}).get("multiple")

    @property
    def group_id(self) -> str:
        """The id of the repeating group it becomes."""
        return f"{self.id}_alle" if self.is_field else self.id

    def around(self) -> Iterator["Node"]:
        """The groups it stands in, from the inside out; the root is not one of them."""
        node = self.parent
        while node is not None and node.parent is not None:
            yield node
            node = node.parent

    def within(self) -> Iterator["Node"]:
        """Itself and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.within()

    def leaves(self) -> list["Node"]:
        """The fields below it, or itself, that the form asks."""
        return [node for node in self.within() if node.made is not None]

    def rows(self) -> list["Node"]:
        """The repeating groups it stands in, from the outside in, itself not among them."""
        return [node for node in reversed(list(self.around())) if node.stacked]

    @property
    def way(self) -> str:
        """Where it stands, in words, for whoever reads the report."""
        names = [node.element.label or node.element.name for node in reversed([self, *self.around()])]
        return " › ".join(names) + (f" ({self.element.id})" if self.element.id else "")

    @property
    def rules(self) -> tuple[RuleText, ...]:
        return self.element.rules


def grow(schema: Schema) -> Node:
    """The tree of the schema's places below a root that stands for the schema."""
    whole = FieldGroup(
        schema.id, schema.version, schema.name, schema.label, schema.help, schema.bases, schema.line,
        rules=schema.rules, places=schema.places,
    )  # fmt: skip
    root = Node(Place(1, 1, (), whole, schema.line), None)
    _add(root)
    _name(root)
    return root


def _add(node: Node) -> None:
    if isinstance(node.element, FieldGroup):
        level = node.level + int(node.repeats and node.level < DEEPEST)
        node.children = [Node(place, node, level=level) for place in node.element.places]
        for child in node.children:
            _add(child)


def _name(root: Node) -> None:
    """Give each node an id of its own: its FIM id, with those of the groups around it where it repeats."""
    nodes = [node for node in root.within() if node.parent is not None]
    ways = {id(node): [_word(one) for one in (node, *node.around())] for node in nodes}
    length = dict.fromkeys(ways, 1)
    for _ in range(20):
        names = {key: "_".join(reversed(way[: length[key]])) for key, way in ways.items()}
        counts = Counter(names.values())
        longer = [key for key, name in names.items() if counts[name] > 1 and length[key] < len(ways[key])]
        if not longer:
            break
        for key in longer:
            length[key] += 1
    given: Counter[str] = Counter()
    for node in nodes:
        name = names[id(node)]
        if len(name) > _LONGEST_ID:
            name = f"{_word(node)[:30]}_{sha256(name.encode()).hexdigest()[:12]}"
        given[name] += 1
        node.id = name if given[name] == 1 else f"{name}_{given[name]}"


def _word(node: Node) -> str:
    told = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in node.element.id)
    if told[:1].isalpha():
        return told
    sort = "F" if node.data else "G"
    return f"{sort}_{sha256((node.element.name or node.element.label).encode()).hexdigest()[:10]}"
