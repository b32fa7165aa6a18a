"""Answers: taking in what a page sent, and telling what was answered.

Raw answers never lose what was typed, valid or not; `accept` changes only what stood on the page that was sent.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from drehscheibe.forms.fields.kind import Invalid
from drehscheibe.forms.fields.shown import written
from drehscheibe.forms.fields.upload import files_in
from drehscheibe.forms.journey import Journey, Raw, compute, row_title, rows_of
from drehscheibe.forms.logic.program import MOST_CONTROLS, BlockPlan, FieldPlan, program
from drehscheibe.forms.messages import MESSAGES, say
from drehscheibe.forms.schema import FormDocument, Group, Phrase, phrase, text

LONGEST = 100_000
_MANY = 100
_BUTTONS = ("add", "remove", "detach", "stay")
Kept = dict[str, list[str]]


def accept(
    document: FormDocument, step_id: str, raw: Raw, posted: Raw, *, parameters: Mapping[str, Any], today: date
) -> Kept:
    """The raw answers after a page was sent.

    Takes the visible controls of that step, and follow-up questions that become visible by them; ignores other names.
    The buttons `add=<group>`, `remove=<group>.<row>`, `detach=<control>/<file>`, `stay=<control>` (look up what was
    typed there, or upload what was chosen), and `_refresh` (the page asks what its answers change), keep what was typed
    and demand nothing. Uploads never come this way: see `attach`.
    Raise UnknownStep; raise Invalid when a page sends over 500 controls.
    """
    document.step(step_id)
    if len(posted) > MOST_CONTROLS + 20:
        raise Invalid(say("too_many_controls", most=MOST_CONTROLS))
    page = _Page(document, step_id, raw, posted)
    asked = page.take(compute(document, raw, parameters=parameters, today=today), page_was_shown=True)
    while asked and page.may_follow_up():
        asked = page.take(compute(document, page.kept, parameters=parameters, today=today), page_was_shown=False)
    page.press()
    return page.kept


class _Page:
    """One sent page on its way into the answers."""

    def __init__(self, document: FormDocument, step_id: str, raw: Raw, posted: Raw) -> None:
        self.posted = posted
        self.kept: Kept = {name: list(values) for name, values in raw.items()}
        self.blocks = program(document).step(step_id).blocks
        self.saving_only = any(posted.get(button) for button in (*_BUTTONS, "_refresh"))
        self.taken: set[str] = set()

    def fields(self) -> Iterator[tuple[str, FieldPlan]]:
        for block in self.blocks:
            rows = rows_of(block.block, self.kept) if isinstance(block.block, Group) else None
            for prefix in [""] if rows is None else [f"{block.group}.{row}." for row in rows]:
                yield from ((prefix + plan.field.id, plan) for plan in block.fields)

    def may_follow_up(self) -> bool:
        """Whether the page sent controls of fields that were not visible so far."""
        waiting = ((name, plan) for name, plan in self.fields() if name not in self.taken)
        return any(control in self.posted for name, plan in waiting for _, control in plan.controls(name))

    def take(self, journey: Journey, *, page_was_shown: bool) -> bool:
        """Take the controls of all visible fields not taken yet; say whether there were any."""
        for block in self.blocks:
            if block.group in journey.rows:
                self.kept.setdefault(f"{block.group}._rows", list(journey.rows[block.group]))
        fresh = [(name, plan) for name, plan in self.fields() if name in journey.shown and name not in self.taken]
        for name, plan in fresh:
            self.taken.add(name)
            for part, control in plan.controls(name) if plan.kind.has_input else ():
                if part not in plan.kind.unsent:
                    self.take_control(control, plan, page_was_shown=page_was_shown)
        return bool(fresh)

    def take_control(self, control: str, plan: FieldPlan, *, page_was_shown: bool) -> None:
        sent = None if plan.kind.logic == "files" else self.posted.get(control)
        ticks = plan.kind.control == "checkbox" or plan.kind.logic_kind(plan.field) == "list"
        if sent is None and page_was_shown and ticks:
            sent = []  # a browser sends nothing for boxes without a tick
        if sent is not None and (control in self.kept or not self.saving_only or any(one.strip() for one in sent)):
            self.kept[control] = [one[:LONGEST] for one in sent[:_MANY]]
        elif sent is None and page_was_shown and not self.saving_only:
            self.kept.setdefault(control, [])

    def press(self) -> None:
        button, value = next(((one, self.posted[one][0]) for one in _BUTTONS if self.posted.get(one)), ("", ""))
        if button == "detach":
            control, _, file = value.partition("/")
            if control in self.taken:
                left = [one for one in files_in(self.kept.get(control, [])) if one["file"] != file]
                self.kept[control] = [json.dumps(one) for one in left]
            return
        name, _, row = value.partition(".")
        group = next((block.block for block in self.blocks if block.group == name), None)
        if not isinstance(group, Group) or f"{name}._rows" not in self.kept:
            return
        rows = list(rows_of(group, self.kept))
        stored = [int(one) for one in self.kept.get(f"{name}._next", [])[:1] if one.isdecimal()]
        fresh = max([1, *stored, *(int(one) + 1 for one in rows)])
        if button == "add" and len(rows) < group.max:
            self.kept |= {f"{name}._rows": [*rows, str(fresh)], f"{name}._next": [str(fresh + 1)]}
        elif button == "remove" and row in rows and len(rows) > group.min:
            rows.remove(row)
            self.kept = {key: values for key, values in self.kept.items() if not key.startswith(f"{name}.{row}.")}
            self.kept |= {f"{name}._rows": rows, f"{name}._next": [str(fresh)]}


def attach(document: FormDocument, journey: Journey, raw: Raw, control: str, file: Mapping[str, Any]) -> Kept:
    """Raw answers with a stored file's metadata (`file`, `name`, `size`, `media_type`) in an upload control.

    A control that takes one file has the new one instead of the old. Raise LookupError when no such upload is visible.
    """
    plan = program(document).fields.get(control.rpartition(".")[2])
    if plan is None or control not in journey.shown or plan.kind.logic != "files":
        raise LookupError(control)
    earlier = raw.get(control, ()) if plan.field.multiple else ()
    return {**{name: list(values) for name, values in raw.items()}, control: [*earlier, json.dumps(dict(file))]}


def files(document: FormDocument, raw: Raw) -> list[dict[str, Any]]:
    """The metadata of all files in the raw answers, visible or not: what is missing after `accept` can be deleted."""
    uploads = {name for name, plan in program(document).fields.items() if plan.kind.logic == "files"}
    return [file for name, stored in raw.items() if name.rpartition(".")[2] in uploads for file in files_in(stored)]


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One question as the person saw it. `lang` is the label's language; `kind`: answer, information or calculated.

    `on_top`: the office reads it before all others.
    """

    label: str
    text: str
    lang: str
    name: str
    kind: str = "answer"
    on_top: bool = False


class SummaryBlock(NamedTuple):
    """A section, or a row of a group ("Hund 1")."""

    title: Phrase | None
    lines: tuple[SummaryLine, ...]


class SummarySection(NamedTuple):
    """A visible step with everything it showed."""

    title: Phrase
    step_id: str
    blocks: tuple[SummaryBlock, ...]


def summary(document: FormDocument, journey: Journey, lang: str) -> list[SummarySection]:
    """Everything shown to the person, in order; for the check page, the PDF and the desk."""
    told = []
    for plan, state in zip(program(document).steps, journey.steps, strict=True):
        if state.visible:
            blocks = tuple(one for block in plan.blocks for one in _blocks(block, journey, lang))
            told.append(SummarySection(text(state.title, lang), state.id, blocks))
    return told


def _blocks(block: BlockPlan, journey: Journey, lang: str) -> Iterator[SummaryBlock]:
    def lines(prefix: str) -> tuple[SummaryLine, ...]:
        named = [(prefix + plan.field.id, plan) for plan in block.fields]
        return tuple(_line(plan, name, journey, lang) for name, plan in named if name in journey.shown)

    if not isinstance(block.block, Group):
        if told := lines(""):
            yield SummaryBlock(phrase(block.block.title, lang), told)
    elif block.group in journey.shown:
        for place, row in enumerate(journey.rows[block.group], start=1):
            prefix = f"{block.group}.{row}."
            title, named = text(row_title(block.block, place), lang), _named(block, prefix, journey, lang)
            yield SummaryBlock(title._replace(text=f"{title}: {named}") if named else title, lines(prefix))
        if not journey.rows[block.group]:
            title, nothing = text(block.block.title, lang), text(MESSAGES["not_answered"], lang)
            yield SummaryBlock(None, (SummaryLine(title.text, nothing.text, title.lang, block.group),))


def _named(block: BlockPlan, prefix: str, journey: Journey, lang: str) -> str:
    """What a row is known by: "Mia Muster"."""
    names = block.block.named_by if isinstance(block.block, Group) else ()
    plans = {plan.field.id: plan for plan in block.fields}
    known = [
        _line(plans[name], prefix + name, journey, lang).text for name in names if prefix + name in journey.answers
    ]
    return " ".join(known)


def _line(plan: FieldPlan, name: str, journey: Journey, lang: str) -> SummaryLine:
    label, value = text(plan.field.label, lang), journey.answers.get(name)
    if plan.kind.control == "info":
        return SummaryLine(label.text, text(plan.field.hint or {}, lang).text, label.lang, name, "information")
    if value is None:
        is_open = name in journey.required or not plan.kind.has_input
        words = text(MESSAGES["still_open" if is_open else "not_answered"], lang).text
    elif plan.value is not None:
        words = written(plan.field, plan.result, value, lang)
    else:
        words = plan.kind.summary(journey.local.get(plan.field.id, plan.field), value, lang)
    sort = "answer" if plan.kind.has_input else "calculated"
    return SummaryLine(label.text, words, label.lang, name, sort, plan.field.on_top and value is not None)
