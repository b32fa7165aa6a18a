"""Writing a form document as XDatenfelder 3.0.

The FIM groups are told from what steps, sections and groups name and from the paths between; questions that only stand
before a group for people's sake are left out. Parts without a FIM name get numbers of the range for own elements (99).
"""

import re
from collections.abc import Iterator
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from drehscheibe.exchange.fim import fields, sentences
from drehscheibe.exchange.fim.conditions import EITHER, WHETHER
from drehscheibe.exchange.fim.elements import Numbers, Part, common, rule, text
from drehscheibe.forms.schema import Expr, Field, FormDocument, Group, Rule, Section, Step
from drehscheibe.forms.schema import text as words

_GATE = re.compile(rf"'answer': '(\w+){WHETHER}'")
_COUNTED = re.compile(r" \((?:\d+ von )?\d+\)$")


def write(document: FormDocument, *, now: datetime) -> bytes:
    """The document as a message 0102 of XDatenfelder 3.0, UTF-8."""
    tree = _Tree(document)
    root = etree.Element(fields.tag("xdatenfelder.stammdatenschema.0102"), nsmap={"xdf": fields.NAMESPACE})
    header = text(root, "header", None)
    text(header, "nachrichtID", uuid5(NAMESPACE_URL, f"{document.slug} {now.isoformat()}").hex[:16].upper())
    text(header, "erstellungszeitpunkt", now.isoformat(timespec="seconds"))
    text(header, "produktbezeichnung", "Drehscheibe")
    schema = text(root, "stammdatenschema", None)
    common(schema, tree.root, now)
    text(schema, "bezeichnung", tree.root.label)
    for name, code in (("ableitungsmodifikationenStruktur", "3"), ("ableitungsmodifikationenRepraesentation", "1")):
        fields.coded(schema, name, code)
    text(text(schema, "dokumentsteckbrief", None), "id", "D99000000001")
    _inside(schema, tree.root, now)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _inside(element: etree._Element, part: Part, now: datetime) -> None:
    for one in part.rules:
        rule(element, one, now)
    for child in part.children:
        place = text(element, "struktur", None)
        text(place, "anzahl", f"{child.least}:{'*' if child.most is None else child.most}")
        held = text(place, "enthaelt", None)
        if child.field is not None:
            fields.write(held, child, now)
            continue
        group = text(held, "datenfeldgruppe", None)
        common(group, child, now)
        fields.named(group, child)
        _inside(group, child, now)


class _Tree:
    """The FIM elements that a document stands for."""

    def __init__(self, document: FormDocument) -> None:
        self.document = document
        self.is_fim = bool(document.fim_id)
        self.numbers = Numbers(document)
        laws = words(document.legal_basis, "de").text
        self.root = Part(document.fim_id or self.numbers.next("S"), document.fim_version or "1.0.0", bases=laws)
        self.root.label = self.root.name = words(document.title, "de").text
        self.places: dict[str, Part] = {}
        self.titles: dict[str, str] = {}
        self.conditions: list[tuple[Part, list[str]]] = []
        for step in document.steps:
            self.step(step)
        self.root.prune()
        self.leave_out()
        for one in document.rules:
            self.keep(one)

    def step(self, step: Step) -> None:
        base = self.root
        if step.fim_id:
            base = self.root.group(step.fim_id, step.fim_version or "")
        elif not self.is_fim:
            base = self.root.group(self.numbers.next("G"), "1.0.0")
        if base is not self.root:
            base.call(_COUNTED.sub("", words(step.title, "de").text))
            base.help = base.help or told(step)
            base.bases = base.bases or (words(step.legal_basis, "de").text if step.legal_basis else "")
        title = words(step.title, "de").text
        for block in step.blocks:
            if isinstance(block, Group):
                self.group(block, base, [*conjuncts(step.visible), *conjuncts(block.visible)])
            else:
                self.section(block, base, title, conjuncts(step.visible))

    def section(self, section: Section, base: Part, title: str, around: list[str]) -> None:
        part = self.down(base, section.fim_path)
        own = words(section.title, "de").text if section.title else ""
        if section.fim_id:
            part = part.group(section.fim_id, section.fim_version or "")
            part.call(own or title)
        elif own and not self.is_fim:
            part = part.group(self.numbers.next("G"), "1.0.0")
            part.call(own)
        part.help = part.help or told(section) if part is not base else part.help
        if section.legal_basis and part is not base:
            part.bases = part.bases or words(section.legal_basis, "de").text
        asked = [one for one in section.fields if not self.is_gate(one)]
        before = [one.id.rpartition("_")[0] for one in section.fields if self.is_gate(one)]
        if asked or any(not _stands_before(gate, part.id) for gate in before):
            self.conditions.append((part, [*around, *conjuncts(section.visible)]))
        for one in asked:
            self.field(one, self.down(part, one.fim_path))

    def group(self, group: Group, base: Part, around: list[str]) -> None:
        part = self.down(base, group.fim_path)
        most = None if group.max >= 50 else group.max
        least = group.min
        if not group.fim_id and len(group.fields) == 1 and not group.groups and self.is_fim:
            self.field(group.fields[0], part, least, most)
            self.places[group.id] = self.places[group.fields[0].id]
            self.conditions.append((part, around))
            return
        name, version = group.fim_id or self.numbers.next("G"), group.fim_version or "1.0.0"
        made = part.add(Part(name, version, least=least, most=most))
        made.call(words(group.title, "de").text)
        made.help, made.bases = told(group), words(group.legal_basis, "de").text if group.legal_basis else ""
        self.places[group.id] = made
        self.conditions.append((made, around))
        inner = list(group.groups)
        for one, own in _own_conditions(group):
            if not self.is_gate(one):
                target = self.down(made, one.fim_path)
                self.field(one, target, None if own or one.required is not True else 1)
                if target is not made:
                    shared = [condition for condition in conjuncts(one.visible) if condition not in own]
                    self.conditions.append((target, [*around, *shared]))
            for nested in [nested for nested in inner if nested.after == one.id]:
                self.group(nested, made, [*around, *conjuncts(nested.visible)])
                inner.remove(nested)
        for nested in inner:
            self.group(nested, made, [*around, *conjuncts(nested.visible)])
        for held in group.rules:
            self.keep(held)

    def field(self, field: Field, part: Part, least: int | None = None, most: int | None = 1) -> None:
        if not fields.is_written(field):
            return
        if least is None:
            least = int(field.required is True and field.visible is None)
        if field.multiple and len(field.options) != 1:
            most = (
                field.max
                if isinstance(field.max, int) and field.type == "upload"
                else 5
                if field.type == "upload"
                else None
            )
        if not fields.has_answer(field):
            least = 1
        name, version = (
            field.fim_id or self.numbers.next("F"),
            field.fim_version or ("1.0.0" if not field.fim_id else ""),
        )
        made = part.add(Part(name, version, least=least, most=most, field=field))
        made.call(words(field.label, "de").text)
        made.help = told(field)
        made.bases = words(field.legal_basis, "de").text if field.legal_basis else ""
        self.places[field.id] = made
        if field.type in fields.COMPOSED:
            fields.take_apart(made, field, self.numbers)

    @staticmethod
    def down(part: Part, path: tuple[str, ...]) -> Part:
        for key in path:
            id_, _, version = key.partition("V")
            part = part.group(id_, version)
        return part

    def is_gate(self, field: Field) -> bool:
        """Whether the question only stands before groups; it tells what they are called."""
        if not self.is_fim or field.fim_id or not field.id.endswith((EITHER, WHETHER)):
            return False
        if found := re.search(r"„(.+)“", words(field.label, "de").text):
            self.titles[repr({"answer": field.id})] = found[1]
        for option in field.options:
            self.titles[repr({"eq": [{"answer": field.id}, option.value]})] = words(option.label, "de").text
        return True

    def leave_out(self) -> None:
        """A group that a question or a rule lets people leave out: 0:1."""
        ruled = {
            ref.id
            for one in _rules(self.document)
            for clause in sentences.read(words(one.sentence or {}, "de").text).clauses
            for ref in clause.refs
        }
        common: dict[int, set[str]] = {id(self.root): set()}
        for part, conditions in self.conditions:
            for node in part.way()[1:]:
                common.setdefault(id(node), set(conditions)).intersection_update(conditions)
        for part, conditions in self.conditions:
            gates = {found[1]: one for one in conditions if (found := _GATE.search(one))}
            around = self.root
            way = part.way()[1:]
            named = {one for gate, one in gates.items() if any(_stands_before(gate, node.id) for node in way)}
            for node in [one for one in way if one.field is None and one.most == 1]:
                before = [one for gate, one in gates.items() if _stands_before(gate, node.id)]
                own = common[id(node)] - common[id(node.around)]
                shared = [one for one in own - named if len(own) == 1]
                for condition in [one for one in (*before, *shared) if one in self.titles]:
                    node.call(self.titles[condition])
                if before:
                    node.least = 0
                elif node.id in ruled and common[id(node)] - common[id(around)]:
                    node.least, around = 0, node

    def keep(self, one: Rule) -> None:
        """Put a rule into the innermost group that holds all that it is about."""
        about = [self.places[name] for name in one.fields if name in self.places]
        ways = [part.way() for part in about]
        owner = self.root
        if len(about) == 1 and about[0].field is not None and about[0].children:
            owner = about[0]
        elif ways:
            for level in zip(*ways, strict=False):
                if any(part is not level[0] for part in level) or level[0].field is not None:
                    break
                owner = level[0]
        if one.sentence:
            owner.rules.append(one)


def told(part: Step | Section | Group | Field) -> str:
    """Intro, hint and help of a part as FIM's one text."""
    texts = [getattr(part, name, None) for name in ("intro", "hint", "help")]
    return "\n\n".join(words(one, "de").text for one in texts if one)


def conjuncts(condition: Expr | None) -> list[str]:
    """The parts of a condition that must all hold, each as text to compare."""
    if condition is None:
        return []
    if isinstance(condition, dict) and set(condition) == {"and"}:
        return [one for part in condition["and"] for one in conjuncts(part)]
    return [repr(condition)]


def _own_conditions(group: Group) -> Iterator[tuple[Field, list[str]]]:
    """The fields of a row with the conditions that are theirs and not those of a FIM group around them."""
    told = {one.id: conjuncts(one.visible) for one in group.fields}
    shared: dict[tuple[str, ...], set[str]] = {}
    for one in group.fields:
        for length in range(1, len(one.fim_path) + 1):
            shared.setdefault(one.fim_path[:length], set(told[one.id])).intersection_update(told[one.id])
    for one in group.fields:
        around = {condition for path, held in shared.items() if one.fim_path[: len(path)] == path for condition in held}
        yield one, [condition for condition in told[one.id] if condition not in around]


def _stands_before(gate: str, id_: str) -> bool:
    """Whether the question of this name, without its ending, is asked before the group of this id."""
    word = re.sub(r"\W", "_", id_)
    return gate == word or re.sub(r"_(?:\d{1,3}|[0-9a-f]{12})$", "", gate).endswith(word)


def _rules(document: FormDocument) -> Iterator[Rule]:
    yield from document.rules
    for _, group, _ in document.groups():
        yield from group.rules
