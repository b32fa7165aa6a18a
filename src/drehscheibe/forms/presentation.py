"""A step as a page shows it: texts in the reader's language, controls with what was typed, errors, buttons."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from drehscheibe.forms.answers import answered, row_name
from drehscheibe.forms.controls import (
    BlockView,
    Control,
    EntryView,
    ErrorView,
    FieldView,
    RowView,
    StepView,
    anchor,
)
from drehscheibe.forms.fields.calculated import written
from drehscheibe.forms.fields.upload import files_in
from drehscheibe.forms.journey import Journey, Raw, row_title
from drehscheibe.forms.logic.plans import BlockPlan, FieldPlan, StepPlan
from drehscheibe.forms.logic.program import program
from drehscheibe.forms.logic.telling import why
from drehscheibe.forms.messages import MESSAGES, say
from drehscheibe.forms.pages import Page, page, row_alone, row_of
from drehscheibe.forms.schema import FormDocument, Group, Message, Phrase, text
from drehscheibe.forms.suggesting import suggestion

Errors = Sequence[tuple[str, str]]
MOST_FACTS = 3


def view_step(
    document: FormDocument,
    journey: Journey,
    step_id: str,
    raw: Raw,
    *,
    lang: str,
    errors: Errors = (),
    row: str = "",
) -> StepView:
    """Describe a page for the templates: that of a step, or of a `row` with a page of its own.

    `errors` are (control name, message), as `journey.errors` gives them; those of other pages are left out, those of
    rows listed here are told at their entries. Raise UnknownStep. A step that is not visible gives a page without
    blocks.
    """
    step, plan = document.step(step_id), page(document, step_id, row, journey.rows)
    elsewhere = [(name, message) for name, message in errors if name and row_of(document, name) != row]
    own = [(name, message) for name, message in errors if not name or row_of(document, name) == row]
    shown = _Page(document, journey, raw, lang, errors=dict(reversed(own)))
    shown.faulty = {row_alone(row_of(document, name)) for name, _ in elsewhere}
    if row:
        title, intro, blocks = shown.row_page(plan)
    else:
        title, intro = shown.words(step.title), shown.phrase(step.intro)
        blocks = tuple(found for block in plan.blocks if (found := shown.block(block, "")))
        if blocks and blocks[0].title == title:  # the page says it already
            blocks = (blocks[0]._replace(title=None), *blocks[1:])
    view = StepView(step_id, title, intro, blocks, (), False, _takes_files(plan.blocks), row=row)
    if row:
        name, _, number = plan.row.rpartition(".")
        [group] = plan.blocks
        remove = shown.removable(group.block, name, number) if plan.part == 1 else ""
        view = view._replace(remove=remove, around=shown.around(group, plan.row))
    else:
        view = view._replace(help=shown.phrase(step.help), why=shown.why(program(document).step(step_id)))
    targets = {group.id for group in view.groups()} | {one.name for field in view.fields() for one in field.controls}
    lines = [ErrorView(anchor(name) if name in targets else "", message) for name, message in own]
    lines += [ErrorView(anchor(one.row), one.error) for group in view.groups() for one in group.entries if one.error]
    return view._replace(errors=tuple(lines), untranslated=shown.untranslated)


def _takes_files(blocks: Iterable[BlockPlan]) -> bool:
    return any(
        any(field.kind.logic == "files" for field in block.fields) or _takes_files(block.groups) for block in blocks
    )


def add_row(group: Group) -> Message:
    """What the button says that adds a row, where the form does not say it: "Hund hinzufügen"."""
    item = {lang: words[:1].lower() + words[1:] if lang == "en" else words for lang, words in group.item.items()}
    return {lang: words for lang, words in say("add_row", item=item).items() if lang in item}


class _Page:
    def __init__(
        self, document: FormDocument, journey: Journey, raw: Raw, lang: str, *, errors: dict[str, str]
    ) -> None:
        self.document = document
        self.journey = journey
        self.raw = raw
        self.lang = lang
        self.errors = errors
        self.faulty = set[str]()  # the rows of other pages on which something is wrong
        self.untranslated = False
        self.waiting = {name for state in journey.steps for name in (*state.unasked, *(p.name for p in state.problems))}

    def words(self, words: Mapping[str, str]) -> Phrase:
        """The text in the page's language; notes when there is none."""
        found = text(words, self.lang)
        self.untranslated = self.untranslated or found.lang != self.lang
        return found

    def phrase(self, words: Mapping[str, str] | None) -> Phrase | None:
        return None if words is None else self.words(words)

    def why(self, part: StepPlan | BlockPlan | FieldPlan) -> str:
        return why(self.document, part, self.lang)

    def items(self, items: Iterable[FieldPlan | BlockPlan], prefix: str) -> Iterator[FieldView | BlockView]:
        """What of these is visible."""
        for item in items:
            if isinstance(item, BlockPlan):
                if found := self.block(item, prefix):
                    yield found
            elif (name := prefix + item.field.id) in self.journey.shown:
                yield self.field(item, name)

    def block(self, plan: BlockPlan, prefix: str) -> BlockView | None:
        """The block, or None when nothing of it is visible."""
        block = plan.block
        if not isinstance(block, Group):
            items = tuple(self.items(plan.items, ""))
            if not items:
                return None
            title, intro, more = self.phrase(block.title), self.phrase(block.intro), self.phrase(block.help)
            return BlockView(plan.key, False, title, intro, (RowView("", None, items),), help=more, why=self.why(plan))
        name = prefix + block.id
        if name not in self.journey.shown:
            return None
        title, intro, more = self.words(block.title), self.phrase(block.intro), self.phrase(block.help)
        ids = self.journey.rows[name]
        rows = (
            tuple(self.row(plan, name, row, place) for place, row in enumerate(ids, start=1)) if not plan.apart else ()
        )
        entries = tuple(self.entry(plan, name, row, place) for place, row in enumerate(ids, start=1) if plan.apart)
        add, note = (name, {}) if len(ids) < block.max else ("", say("no_more_rows", most=block.max))
        add_label, error = self.words(block.add or add_row(block)), self.errors.get(name, "")
        full = text(note, self.lang).text
        return BlockView(name, True, title, intro, rows, entries, add, add_label, full, error, more, self.why(plan))

    def removable(self, block: Any, name: str, row: str) -> str:
        """The value of the button that removes the row, if it may go."""
        return f"{name}.{row}" if len(self.journey.rows[name]) > block.min else ""

    def row(self, plan: BlockPlan, name: str, row: str, place: int) -> RowView:
        block: Any = plan.block
        items = tuple(self.items(plan.items, f"{name}.{row}."))
        return RowView(row, self.words(row_title(block, place)), items, self.removable(block, name, row))

    def entry(self, plan: BlockPlan, name: str, row: str, place: int) -> EntryView:
        """A row as the page lists it that leads to the row's own."""
        block: Any = plan.block
        prefix = f"{name}.{row}."
        lines = list(answered(plan, prefix, self.journey, self.lang))[:MOST_FACTS]
        facts = tuple((Phrase(line.label, line.lang), line.text) for line in lines)
        is_complete = not any(one.startswith(prefix) for one in self.waiting)
        error = ""
        title = row_name(plan, place, prefix, self.journey, self.lang)
        if any(f"{one}.".startswith(prefix) for one in self.faulty):
            error = text(say("row_is_open", row=title.text), self.lang).text
        return EntryView(f"{name}.{row}", title, facts, is_complete, self.removable(block, name, row), error)

    def around(self, group: BlockPlan, row: str) -> str:
        """What the rows are called that a row stands in: "Kind 1: Mia – Schule 2"."""
        plans, numbers, names = program(self.document).groups, row.split("."), []
        for depth, one in enumerate(group.path[:-1], start=1):
            name, number = ".".join(numbers[: 2 * depth - 1]), numbers[2 * depth - 1]
            place = self.journey.rows[name].index(number) + 1
            names.append(row_name(plans[one], place, f"{name}.{number}.", self.journey, self.lang).text)
        return " – ".join(names)

    def row_page(self, plan: Page) -> tuple[Phrase, Phrase | None, tuple[BlockView, ...]]:
        """Title, introduction and blocks of the page of one row."""
        [group] = plan.blocks
        block: Any = group.block
        name, _, row = plan.row.rpartition(".")
        title = row_name(group, self.journey.rows[name].index(row) + 1, plan.prefix, self.journey, self.lang)
        if len(group.parts) > 1:
            told = say("part_of_row", row=title.text, part=str(plan.part), parts=str(len(group.parts)))
            title = title._replace(text=text(told, title.lang).text)
        intro = self.phrase(block.intro) if plan.part == 1 else None
        return title, intro, tuple(self.together(group, group.parts[plan.part - 1], plan.prefix))

    def together(self, group: BlockPlan, parts: Sequence[FieldPlan | BlockPlan], prefix: str) -> Iterator[BlockView]:
        """The fields of a row up to the next group as one block, that group as the next, and so on."""
        for number, (are_groups, items) in enumerate(groupby(parts, lambda item: isinstance(item, BlockPlan))):
            shown = tuple(self.items(items, prefix))
            if are_groups:
                yield from (item for item in shown if isinstance(item, BlockView))
            elif shown:
                yield BlockView(f"{group.group}#{number}", False, None, None, (RowView("", None, shown),))

    def field(self, plan: FieldPlan, name: str) -> FieldView:
        field = self.journey.local.get(plan.field.id, plan.field)
        required = name in self.journey.required or name in self.journey.linked
        typed = {part: self.raw[control] for part, control in plan.controls(name) if control in self.raw}
        described = plan.kind.controls(field, name, self.lang, typed)
        controls = tuple(self.control(plan, control, name)._replace(required=required) for control in described)
        fieldset = len(controls) > 1 or controls[0].kind in {"radio", "checkboxes"}
        foreign = any(option.label.lang != self.lang for control in controls for option in control.options)
        self.untranslated = self.untranslated or foreign
        legend, hint = self.words(field.label), self.phrase(field.hint)
        if note := plan.kind.note(field):
            told = text(note, hint.lang if hint else self.lang)
            hint = told._replace(text=f"{hint.text} {told.text}") if hint else told
        more = self.phrase(field.help)
        return FieldView(name, field.type, legend, hint, fieldset, required, controls, more, self.why(plan))

    def control(self, plan: FieldPlan, control: Control, name: str) -> Control:
        """The control with what was typed, or calculated, and what is wrong with it."""
        control = control._replace(error=self.errors.get(control.name, ""))
        known = suggestion(self.raw, control.name)
        values = tuple(self.raw.get(control.name, known))
        if known and values == known:
            lang = control.hint.lang if control.hint else self.lang
            words = [control.hint.text] if control.hint else []
            control = control._replace(hint=Phrase(" ".join((*words, text(MESSAGES["suggested"], lang).text)), lang))
        if control.kind == "file":
            return control._replace(files=tuple(files_in(values)))
        if control.kind == "output":
            value = self.journey.answers.get(name)
            values = () if value is None else (written(plan.field, plan.result, value, self.lang),)
        return control._replace(values=values)
