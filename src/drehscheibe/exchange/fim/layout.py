"""From the tree to pages: groups become steps or sections by size, with no more than about twelve questions a step."""

from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from drehscheibe.exchange.fim import wording
from drehscheibe.exchange.fim.blocks import Blocks, Piece, texts
from drehscheibe.exchange.fim.kinds import named
from drehscheibe.exchange.fim.tree import Node

MOST_QUESTIONS = 12
MOST_STEPS = 100
_LONGEST_TITLE = 80
_LOOSE, _MORE = "Weitere Angaben", "weitere Angaben"


@dataclass
class Page:
    """A step in the making. `owner`: the top-level group it stands for, None for loose questions."""

    owner: Node | None
    title: str
    pieces: list[Piece] = field(default_factory=list)
    visible: Any = None

    @property
    def weight(self) -> int:
        return sum(piece.weight for piece in self.pieces)


def steps(root: Node) -> list[dict[str, Any]]:
    """The steps of the form, in the order of the schema."""
    most = MOST_QUESTIONS
    while len(pages := _pages(root, most)) > MOST_STEPS and most < 400:
        most *= 2
    _name_apart(pages)
    given: Counter[str] = Counter()
    begun: set[int] = set()
    return [_step(page, given, begun) for page in pages[:MOST_STEPS]]


def _pages(root: Node, most: int) -> list[Page]:
    pages: list[Page] = []
    loose: list[Node] = []

    def flush() -> None:
        if any(node.made is not None for node in loose):
            pieces = Blocks(root, most).of(root, list(loose), None)
            pages.extend(_packed(None, _loose_title(root, loose), pieces, most, None))
        loose.clear()

    for child in root.children:
        if child.is_field and not child.stacked:
            loose.append(child)
            continue
        flush()
        if child.leaves():
            pages.extend(_top(root, child, most))
    flush()
    return pages


def _top(root: Node, child: Node, most: int) -> list[Page]:
    """The pages of a group of the schema's top level."""
    if child.stacked:
        piece = Blocks(root, most).repeating(child, None)
        visible = piece.block.pop("visible", None)
        return _packed(None, child.title, [piece], most, visible)
    blocks = Blocks(child, most)
    asked = [Piece(child, {"fields": [child.gate]}, 1)] if child.gate else []
    pieces = blocks.of(child, child.children, child.visible if asked else None)
    return _packed(child, child.title, [*asked, *pieces], most, None if asked else child.visible)


def _loose_title(root: Node, loose: list[Node]) -> str:
    free = [node for node in loose if node.visible is None and node.made is not None]
    if len(root.children) == len(loose):
        return root.title if len(root.title) <= 80 else _LOOSE
    if free and all(
        (node.made or {}).get("multiple") and len((node.made or {}).get("options", ())) == 1 for node in free
    ):
        return "Zustimmung" if len(free) == 1 else "Zustimmungen"
    return free[0].title if len(free) == 1 and len(free[0].title) <= 80 else _LOOSE


def _packed(owner: Node | None, title: str, pieces: list[Piece], most: int, visible: Any) -> list[Page]:
    """The pieces on as many pages as they need; what belongs together stays together while it fits."""
    weight = sum(piece.weight for piece in pieces)
    if weight <= most:
        return [Page(owner, title, pieces, visible)]
    units = _units(pieces, owner, most)
    filled = _filled(units, most)
    even = range(ceil(weight / len(filled)), most)
    filled = next((told for limit in even if len(told := _filled(units, limit)) == len(filled)), filled)
    pages = [Page(owner, title, told, visible) for told in filled]
    for page in pages[1:]:
        page.title = _title(page, title)
    bare = [page for page in pages if page.title == title]
    for number, page in enumerate(bare if len(bare) > 1 else [], start=1):
        page.title = f"{title} ({number} von {len(bare)})"
    return pages


def _filled(units: list[list[Piece]], limit: int) -> list[list[Piece]]:
    """The units in their order, as many on a page as it holds."""
    pages: list[list[Piece]] = [[]]
    for unit in units:
        if pages[-1] and sum(piece.weight for piece in (*pages[-1], *unit)) > limit:
            pages.append([])
        pages[-1].extend(unit)
    return pages


def _title(page: Page, otherwise: str) -> str:
    """What a further page is about: the headings on it that stand for themselves."""
    if page.pieces[0].owner is page.owner:
        return otherwise
    names: list[str] = []
    owners: list[Node] = []
    for piece in page.pieces:
        if piece.title and not any(owner in piece.owner.around() for owner in owners):
            names.append(piece.title)
            owners.append(piece.owner)
    if names and any(piece.owner is page.owner and piece.before is None for piece in page.pieces):
        names.append(_MORE)
    told = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}" if names else ""
    return told if 0 < len(told) <= _LONGEST_TITLE else next(iter(names), otherwise)


def _units(pieces: list[Piece], around: Node | None, most: int) -> list[list[Piece]]:
    """What stays together: all of a group while it fits on a page, else its parts."""
    runs: list[tuple[Node | None, list[Piece]]] = []
    for piece in pieces:
        own = piece.before or piece.owner
        way = [own, *own.around()]
        inner = way[way.index(around) - 1] if around in way[1:] else way[-1] if around is None else None
        if not runs or runs[-1][0] is not inner or inner is None:
            runs.append((inner, []))
        runs[-1][1].append(piece)
    units: list[list[Piece]] = []
    for inner, run in runs:
        if len(run) == 1 or sum(piece.weight for piece in run) <= most or inner is None:
            units.append(run)
        else:
            units.extend(_units(run, inner, most))
    return units


def _name_apart(pages: list[Page]) -> None:
    """No two pages have the same title: further ones say which group they belong to, or are counted."""
    counts = Counter(page.title for page in pages)
    for page in pages:
        if counts[page.title] > 1 and page.owner is not None and page.title != page.owner.title:
            page.title = f"{page.owner.title}: {page.title}"
    seen: Counter[str] = Counter()
    for page in pages:
        seen[page.title] += 1
        if seen[page.title] > 1:
            page.title = f"{page.title} ({seen[page.title]})"


def _step(page: Page, given: Counter[str], begun: set[int]) -> dict[str, Any]:
    name = wording.slug(page.title, 50)
    name = f"{name}-seite" if name == "pruefen" else name
    given[name] += 1
    name = name if given[name] == 1 else f"{name}-{given[name]}"
    blocks = [piece.block for piece in page.pieces]
    if blocks[0].get("title") == page.title and "item" not in blocks[0]:
        blocks[0] = {key: value for key, value in blocks[0].items() if key != "title"}
    step: dict[str, Any] = {"id": name, "title": page.title, "blocks": blocks}
    if page.owner is not None:
        step |= named(page.owner.element)
        if id(page.owner) not in begun:
            begun.add(id(page.owner))
            step |= texts(page.owner)
    if page.visible is not None:
        step["visible"] = page.visible
    return step
