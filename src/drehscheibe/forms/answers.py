"""Answers: taking in what a page sent, and telling what was answered.

Raw answers never lose what was typed, valid or not; `accept` changes only what stood on the page that was sent.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from drehscheibe.forms.fields.calculated import written
from drehscheibe.forms.fields.kind import Invalid
from drehscheibe.forms.fields.upload import files_in
from drehscheibe.forms.journey import Journey, Raw, compute, row_title, rows_of
from drehscheibe.forms.logic.program import MOST_CONTROLS, BlockPlan, FieldPlan, program
from drehscheibe.forms.schema import FormDocument, Group, Phrase, text

LONGEST = 100_000
_MANY = 100
Kept = dict[str, list[str]]


def accept(
    document: FormDocument,
    step_id: str,
    raw: Raw,
    posted: Mapping[str, Sequence[str]],
    *,
    parameters: Mapping[str, Any],
    today: date,
) -> Kept:
    """The raw answers after a page was sent.

    Takes the visible controls of that step, and follow-up questions that become visible by them; ignores every other name.
    The buttons `add=<group>`, `remove=<group>.<row>` and `detach=<control>/<file>` keep what was typed without demanding anything.
    Uploads never come this way: see `attach`. Raise UnknownStep; raise Invalid when more than 500 controls were sent.
    """
    document.step(step_id)
    if len(posted) > MOST_CONTROLS + 20:
        raise Invalid(
            {
                "de": f"Eine Seite kann höchstens {MOST_CONTROLS} Antworten haben. Laden Sie die Seite neu.",
                "en": f"A page can have at most {MOST_CONTROLS} answers. Reload the page.",
            }
        )
    page = _Page(document, step_id, raw, posted)
    page.take(compute(document, raw, parameters=parameters, today=today), page_was_shown=True)
    while page.pending():
        page.take(compute(document, page.kept, parameters=parameters, today=today), page_was_shown=False)
    page.press()
    return page.kept


class _Page:
    """One sent page on its way into the answers."""

    def __init__(self, document: FormDocument, step_id: str, raw: Raw, posted: Mapping[str, Sequence[str]]) -> None:
        self.posted = posted
        self.kept: Kept = {name: list(values) for name, values in raw.items()}
        self.blocks = next(plan for plan in program(document).steps if plan.step.id == step_id).blocks
        self.saving_only = any(posted.get(button) for button in ("add", "remove", "detach"))
        self.taken: set[str] = set()
        self.stuck = False

    def pending(self) -> bool:
        """Whether controls were sent of fields not taken yet, and the last round found any."""
        if self.stuck or not any(plan.visible or block.visible for block in self.blocks for plan in block.fields):
            return False
        waiting = (
            controls for name, plan in self.fields() if name not in self.taken for controls in [controls_of(plan, name)]
        )
        return any(control in self.posted for controls in waiting for control in controls)

    def fields(self) -> list[tuple[str, FieldPlan]]:
        return [(name, plan) for block in self.blocks for name, plan in _fields(block, self.kept)]

    def take(self, journey: Journey, *, page_was_shown: bool) -> None:
        for block in self.blocks:
            if block.group in journey.rows:
                self.kept.setdefault(f"{block.group}._rows", list(journey.rows[block.group]))
        fresh = [(name, plan) for name, plan in self.fields() if name in journey.shown and name not in self.taken]
        self.stuck = not fresh
        for name, plan in fresh:
            self.taken.add(name)
            if not plan.kind.has_input:
                continue
            for control in controls_of(plan, name):
                self.take_control(control, plan, page_was_shown=page_was_shown)

    def take_control(self, control: str, plan: FieldPlan, *, page_was_shown: bool) -> None:
        sent = self.posted.get(control)
        if plan.kind.logic == "files":
            sent = None
        elif sent is None and (plan.field.multiple or plan.field.type == "statement"):
            sent = [] if page_was_shown else None  # a browser sends nothing for boxes without a tick
        if sent is None:
            if page_was_shown and not self.saving_only:
                self.kept.setdefault(control, [])
        elif control in self.kept or not self.saving_only or any(value.strip() for value in sent):
            self.kept[control] = [value[:LONGEST] for value in sent[:_MANY]]

    def press(self) -> None:
        groups = {
            block.group: block.block for block in self.blocks if block.group and f"{block.group}._rows" in self.kept
        }
        for wanted in self.posted.get("add", ())[:1]:
            group = groups.get(wanted)
            if isinstance(group, Group):
                self.add(group)
        for wanted in self.posted.get("remove", ())[:1]:
            name, _, row = wanted.partition(".")
            group = groups.get(name)
            if isinstance(group, Group):
                self.remove(group, row)
        for wanted in self.posted.get("detach", ())[:1]:
            control, _, file = wanted.partition("/")
            if control in self.taken:
                self.kept[control] = [
                    json.dumps(one) for one in files_in(self.kept.get(control)) if one["file"] != file
                ]

    def next_row(self, group: Group, rows: Sequence[str]) -> int:
        stored = self.kept.get(f"{group.id}._next", [""])[:1]
        return max([int(one) for one in stored if one.isdecimal()] + [int(row) + 1 for row in rows] + [1])

    def add(self, group: Group) -> None:
        rows = rows_of(group, self.kept)
        if len(rows) < group.max:
            number = self.next_row(group, rows)
            self.kept[f"{group.id}._rows"] = [*rows, str(number)]
            self.kept[f"{group.id}._next"] = [str(number + 1)]

    def remove(self, group: Group, row: str) -> None:
        rows = rows_of(group, self.kept)
        if row in rows and len(rows) > group.min:
            self.kept[f"{group.id}._next"] = [str(self.next_row(group, rows))]
            self.kept = {
                name: values for name, values in self.kept.items() if not name.startswith(f"{group.id}.{row}.")
            }
            self.kept[f"{group.id}._rows"] = [one for one in rows if one != row]


def _fields(block: BlockPlan, raw: Raw) -> list[tuple[str, FieldPlan]]:
    if not isinstance(block.block, Group):
        return [(plan.field.id, plan) for plan in block.fields]
    return [
        (f"{block.group}.{row}.{plan.field.id}", plan) for row in rows_of(block.block, raw) for plan in block.fields
    ]


def controls_of(plan: FieldPlan, name: str) -> list[str]:
    """The control names of a field."""
    return [f"{name}.{part}" if part else name for part in plan.kind.parts]


def attach(document: FormDocument, journey: Journey, raw: Raw, control: str, file: Mapping[str, Any]) -> Kept:
    """Raw answers with a stored file's metadata (`file`, `name`, `size`, `media_type`) in an upload control.

    A control that takes one file has the new one instead of the old. Raise LookupError when no such upload is visible.
    """
    plan = program(document).fields.get(control.rpartition(".")[2])
    if plan is None or control not in journey.shown or plan.kind.logic != "files":
        raise LookupError(control)
    earlier = list(raw.get(control, ())) if plan.field.multiple else []
    return {**{name: list(values) for name, values in raw.items()}, control: [*earlier, json.dumps(dict(file))]}


def files(document: FormDocument, raw: Raw) -> list[dict[str, Any]]:
    """The metadata of all files in the raw answers, visible or not: what is missing after `accept` can be deleted."""
    uploads = {name for name, plan in program(document).fields.items() if plan.kind.logic == "files"}
    return [file for name, stored in raw.items() if name.rpartition(".")[2] in uploads for file in files_in(stored)]


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One question as the person saw it. `lang` is the label's language; `kind` is answer, information or calculated."""

    label: str
    text: str
    lang: str
    name: str
    kind: str = "answer"


@dataclass(frozen=True, slots=True)
class SummaryBlock:
    """A section, or a row of a group ("Hund 1")."""

    title: Phrase | None
    lines: tuple[SummaryLine, ...]


@dataclass(frozen=True, slots=True)
class SummarySection:
    """A visible step with everything it showed."""

    title: Phrase
    step_id: str
    blocks: tuple[SummaryBlock, ...]

    @property
    def lines(self) -> tuple[SummaryLine, ...]:
        return tuple(line for block in self.blocks for line in block.lines)


_NOTHING = {"de": "keine Angabe", "en": "not answered"}
_OPEN = {"de": "noch offen", "en": "still open"}


def summary(document: FormDocument, journey: Journey, lang: str) -> list[SummarySection]:
    """Everything shown to the person, in order; for the check page, the PDF and the desk."""
    sections = []
    for step, state in zip(program(document).steps, journey.steps, strict=True):
        if not state.visible:
            continue
        blocks: list[SummaryBlock] = []
        for block in step.blocks:
            blocks.extend(_summary_blocks(block, journey, lang))
        sections.append(SummarySection(text(step.step.title, lang), state.id, tuple(blocks)))
    return sections


def _summary_blocks(block: BlockPlan, journey: Journey, lang: str) -> list[SummaryBlock]:
    title = None if block.block.title is None else text(block.block.title, lang)
    if not isinstance(block.block, Group):
        lines = tuple(
            _line(plan, plan.field.id, journey, lang) for plan in block.fields if plan.field.id in journey.shown
        )
        return [SummaryBlock(title, lines)] if lines else []
    if block.group not in journey.shown:
        return []
    rows = journey.rows[block.group]
    if not rows:
        words = text(_NOTHING, lang)
        return [
            SummaryBlock(None, (SummaryLine(str(title), words.text, title.lang if title else words.lang, block.group),))
        ]
    blocks = []
    for place, row in enumerate(rows, start=1):
        named = [(f"{block.group}.{row}.{plan.field.id}", plan) for plan in block.fields]
        lines = tuple(_line(plan, name, journey, lang) for name, plan in named if name in journey.shown)
        blocks.append(SummaryBlock(text(row_title(block.block, place), lang), lines))
    return blocks


def _line(plan: FieldPlan, name: str, journey: Journey, lang: str) -> SummaryLine:
    label = text(plan.field.label, lang)
    value = journey.answers.get(name)
    if plan.field.type == "information":
        words = "" if plan.field.hint is None else text(plan.field.hint, lang).text
        return SummaryLine(label.text, words, label.lang, name, "information")
    if value is None:
        is_open = name in journey.required or not plan.kind.has_input
        words = text(_OPEN if is_open else _NOTHING, lang).text
    elif plan.value is not None:
        words = written(plan.field, plan.result, value, lang)
    else:
        words = plan.kind.summary(plan.field, value, lang)
    return SummaryLine(label.text, words, label.lang, name, "answer" if plan.kind.has_input else "calculated")


def plain_text(sections: Sequence[SummarySection]) -> str:
    """The summary as lines of text."""
    written_lines: list[str] = []
    for section in sections:
        written_lines += ["", section.title.text, "=" * len(section.title.text)]
        for block in section.blocks:
            written_lines += ["", block.title.text] if block.title else []
            written_lines += [f"{line.label}: {line.text}".replace("\n", "\n    ") for line in block.lines]
    return "\n".join(written_lines).strip() + "\n"


def to_json(document: FormDocument, journey: Journey) -> dict[str, Any]:
    """The answers for machines: JSON, money in cents, dates in ISO form."""
    return {"form": document.slug, "title": dict(document.title), "values": journey.values}


def to_raw(document: FormDocument, values: Mapping[str, Any]) -> Kept:
    """Raw answers that give these values; fields without a value count as left empty. The inverse of `Journey.values`."""
    raw: Kept = {}
    for step in program(document).steps:
        for block in step.blocks:
            if not block.group:
                _spell(block, values, "", raw)
                continue
            rows = values.get(block.group, [])
            raw[f"{block.group}._rows"] = [row.get("_row", str(place)) for place, row in enumerate(rows, start=1)]
            for row, identity in zip(rows, raw[f"{block.group}._rows"], strict=True):
                _spell(block, row, f"{block.group}.{identity}.", raw)
    return raw


def _spell(block: BlockPlan, values: Mapping[str, Any], prefix: str, raw: Kept) -> None:
    for plan in block.fields:
        if not plan.kind.has_input:
            continue
        value = values.get(plan.field.id)
        typed = {} if value is None else plan.kind.to_raw(plan.field, value)
        for control, part in zip(controls_of(plan, prefix + plan.field.id), plan.kind.parts, strict=True):
            raw[control] = typed.get(part, [])


def example(document: FormDocument, seed: int, *, parameters: Mapping[str, Any], today: date) -> Kept:
    """Valid raw answers to the whole form, others for each seed; for trying a form out and for measuring."""
    raw: Kept = {}
    for _ in range(len(program(document).fields) + 1):
        journey = compute(document, raw, parameters=parameters, today=today)
        unasked = [name for state in journey.steps for name in state.unasked]
        if not unasked:
            break
        for place, name in enumerate(unasked):
            if name in journey.rows:
                raw[f"{name}._rows"] = list(journey.rows[name]) or ["1"]
                continue
            plan = program(document).fields[name.rpartition(".")[2]]
            for part, typed in plan.kind.example(plan.field, seed + place, today).items():
                raw[f"{name}.{part}" if part else name] = typed
    return raw
