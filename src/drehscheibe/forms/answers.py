"""Answers: taking in what a page sent, and telling what was answered.

Raw answers never lose what was typed, valid or not; `accept` changes only what stood on the page that was sent.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from drehscheibe.forms.fields.calculated import written
from drehscheibe.forms.fields.kind import Invalid
from drehscheibe.forms.fields.upload import files_in
from drehscheibe.forms.journey import Journey, Raw, compute, row_title, rows_of
from drehscheibe.forms.logic.plans import BlockPlan, FieldPlan
from drehscheibe.forms.logic.program import MOST_CONTROLS, program
from drehscheibe.forms.messages import MESSAGES, say
from drehscheibe.forms.pages import Page, page
from drehscheibe.forms.schema import FormDocument, Group, Phrase, phrase, text

LONGEST = 100_000
MOST_ROWS = 500
_MANY = 100
_BUTTONS = ("add", "remove", "detach", "stay")
Kept = dict[str, list[str]]


def accept(
    document: FormDocument,
    step_id: str,
    raw: Raw,
    posted: Raw,
    *,
    parameters: Mapping[str, Any],
    today: date,
    row: str = "",
) -> Kept:
    """The raw answers after a page was sent: that of a step, or of a `row` with a page of its own.

    Takes the visible controls of that page, and follow-up questions that become visible by them; ignores other names.
    The buttons `add=<group>`, `remove=<group>.<row>`, `detach=<control>/<file>`, `stay=<control>` (look up what was
    typed there, or upload what was chosen), `_refresh` (the page asks what its answers change) and `_save` (what was
    typed meanwhile) keep what was typed and demand nothing. Uploads never come this way: see `attach`.
    Raise UnknownStep; raise Invalid when a page sends over 500 controls, or adds a row when there are 500.
    """
    if len(posted) > MOST_CONTROLS + 20:
        raise Invalid(say("too_many_controls", most=MOST_CONTROLS))
    journey = compute(document, raw, parameters=parameters, today=today)
    sent = _Sent(page(document, step_id, row, journey.rows), raw, posted)
    asked = sent.take(journey, page_was_shown=True)
    while asked and sent.may_follow_up():
        asked = sent.take(compute(document, sent.kept, parameters=parameters, today=today), page_was_shown=False)
    sent.press()
    return sent.kept


class _Sent:
    """One sent page on its way into the answers."""

    def __init__(self, shown: Page, raw: Raw, posted: Raw) -> None:
        self.page = shown
        self.posted = posted
        self.kept: Kept = {name: list(values) for name, values in raw.items()}
        self.saving_only = any(posted.get(button) for button in (*_BUTTONS, "_refresh", "_save"))
        self.taken: set[str] = set()

    def fields(self) -> Iterator[tuple[str, FieldPlan]]:
        parts = self.page.parts(self.kept)
        return ((name, plan) for name, plan in parts if isinstance(plan, FieldPlan) and name not in self.taken)

    def may_follow_up(self) -> bool:
        """Whether the page sent controls of fields that were not visible so far."""
        return any(control in self.posted for name, plan in self.fields() for _, control in plan.controls(name))

    def take(self, journey: Journey, *, page_was_shown: bool) -> bool:
        """Take the controls of all visible fields not taken yet; say whether there were any."""
        for name, plan in self.page.parts(self.kept):
            if isinstance(plan, BlockPlan) and name in journey.rows:
                self.kept.setdefault(f"{name}._rows", list(journey.rows[name]))
        fresh = [(name, plan) for name, plan in self.fields() if name in journey.shown]
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
        elif button:
            self.change_rows(button, *((value, "") if button == "add" else _split(value)))

    def change_rows(self, button: str, name: str, row: str) -> None:
        """Add a row to a group of this page, or remove one; its own page removes its row as well."""
        plans = dict(self.page.parts(self.kept))
        if button == "remove" and self.page.row == f"{name}.{row}":
            plans[name] = self.page.blocks[0]
        plan = plans.get(name)
        if not isinstance(plan, BlockPlan) or not isinstance(plan.block, Group) or f"{name}._rows" not in self.kept:
            return
        rows = list(rows_of(plan.block, name, self.kept))
        stored = [int(one) for one in self.kept.get(f"{name}._next", [])[:1] if one.isdecimal()]
        fresh = max([1, *stored, *(int(one) + 1 for one in rows)])
        if button == "add" and len(rows) < plan.block.max:
            if sum(len(kept) for key, kept in self.kept.items() if key.endswith("._rows")) >= MOST_ROWS:
                raise Invalid(say("too_many_rows_in_all", most=MOST_ROWS))
            self.kept |= {f"{name}._rows": [*rows, str(fresh)], f"{name}._next": [str(fresh + 1)]}
        elif button == "remove" and row in rows and len(rows) > plan.block.min:
            rows.remove(row)
            self.kept = {key: values for key, values in self.kept.items() if not key.startswith(f"{name}.{row}.")}
            self.kept |= {f"{name}._rows": rows, f"{name}._next": [str(fresh)]}


def _split(value: str) -> tuple[str, str]:
    name, _, row = value.rpartition(".")
    return name, row


def attach(document: FormDocument, journey: Journey, raw: Raw, control: str, file: Mapping[str, Any]) -> Kept:
    """Raw answers with a stored file's metadata (`file`, `name`, `size`, `media_type`) in an upload control.

    A control that takes one file has the new one instead of the old. Raise LookupError when no such upload is visible.
    """
    plan = program(document).fields.get(control.rpartition(".")[2])
    if plan is None or control not in journey.shown or plan.kind.logic != "files":
        raise LookupError(control)
    earlier = raw.get(control, ()) if plan.field.multiple else ()
    return {**{name: list(values) for name, values in raw.items()}, control: [*earlier, json.dumps(dict(file))]}


def takes_files(document: FormDocument) -> bool:
    """Whether any question of the form takes files."""
    return any(plan.kind.logic == "files" for plan in program(document).fields.values())


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
    """A section, or a row of a group ("Hund 1", "Kind 1: Mia – Schule 2")."""

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
    if block.group:
        yield from _group_blocks(block, "", journey, lang, ())
    elif told := tuple(_lines(block.fields, "", journey, lang)):
        yield SummaryBlock(phrase(block.block.title, lang), told)


def _lines(items: Iterable[FieldPlan], prefix: str, journey: Journey, lang: str) -> Iterator[SummaryLine]:
    named = ((prefix + plan.field.id, plan) for plan in items)
    return (_line(plan, name, journey, lang) for name, plan in named if name in journey.shown)


def _group_blocks(
    group: BlockPlan, prefix: str, journey: Journey, lang: str, around: tuple[str, ...]
) -> Iterator[SummaryBlock]:
    """Each row with its own lines, and behind it what repeats within: "Kind 1: Mia – Schule 2"."""
    name = prefix + group.group
    if name not in journey.shown or not isinstance(group.block, Group):
        return
    for place, row in enumerate(journey.rows[name], start=1):
        inside = f"{name}.{row}."
        title = row_name(group, place, inside, journey, lang)
        whole = title._replace(text=" – ".join((*around, title.text)))
        yield SummaryBlock(whole, tuple(_lines(group.fields, inside, journey, lang)))
        for inner in group.groups:
            yield from _group_blocks(inner, inside, journey, lang, (*around, title.text))
    if not journey.rows[name]:
        title, nothing = text(group.block.title, lang), text(MESSAGES["not_answered"], lang)
        line = SummaryLine(title.text, nothing.text, title.lang, name)
        heading = title._replace(text=" – ".join(around)) if around else None
        yield SummaryBlock(heading, (line,))


def answered(group: BlockPlan, prefix: str, journey: Journey, lang: str) -> Iterator[SummaryLine]:
    """What was answered in a row, but for what names it."""
    named = getattr(group.block, "named_by", ())
    told = [one for one in group.fields if one.field.id not in named and prefix + one.field.id in journey.answers]
    return _lines(told, prefix, journey, lang)


def row_name(group: BlockPlan, place: int, prefix: str, journey: Journey, lang: str) -> Phrase:
    """What a row is called and known by: "Kind 2: Mia Muster"."""
    block = group.block
    if not isinstance(block, Group):
        raise TypeError(block)
    plans = {plan.field.id: plan for plan in group.fields}
    known = " ".join(
        _line(plans[name], prefix + name, journey, lang).text
        for name in block.named_by
        if prefix + name in journey.answers
    )
    title = text(row_title(block, place), lang)
    return title._replace(text=f"{title}: {known}") if known else title


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
