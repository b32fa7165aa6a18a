"""A step as a page shows it: texts in the reader's language, controls with what was typed, errors, buttons."""

from collections.abc import Mapping, Sequence

from drehscheibe.forms.controls import BlockView, Control, ErrorView, FieldView, RowView, StepView, anchor
from drehscheibe.forms.fields.shown import written
from drehscheibe.forms.fields.upload import files_in
from drehscheibe.forms.journey import Journey, Raw, row_title
from drehscheibe.forms.logic.program import BlockPlan, FieldPlan, program
from drehscheibe.forms.messages import MESSAGES, say
from drehscheibe.forms.schema import FormDocument, Group, Phrase, text

Errors = Sequence[tuple[str, str]]


def view_step(
    document: FormDocument, journey: Journey, step_id: str, raw: Raw, *, lang: str, errors: Errors = ()
) -> StepView:
    """Describe a step for the templates. `errors` are (control name, message), as `journey.errors` gives them.

    Raise UnknownStep. A step that is not visible gives a page without blocks.
    """
    step, plan = document.step(step_id), program(document).step(step_id)
    page = _Page(journey, raw, lang, dict(reversed(errors)))
    blocks = tuple(shown for block in plan.blocks if (shown := page.block(block)))
    fields = [field for block in blocks for row in block.rows for field in row.fields]
    targets = {block.id for block in blocks if block.group} | {one.name for field in fields for one in field.controls}
    takes_files = any(field.kind.logic == "files" for block in plan.blocks for field in block.fields)
    lines = tuple(ErrorView(anchor(name) if name in targets else "", message) for name, message in errors)
    title, intro = page.words(step.title), page.phrase(step.intro)
    return StepView(step_id, title, intro, blocks, lines, page.untranslated, takes_files)


class _Page:
    def __init__(self, journey: Journey, raw: Raw, lang: str, errors: dict[str, str]) -> None:
        self.journey = journey
        self.raw = raw
        self.lang = lang
        self.errors = errors
        self.untranslated = False

    def words(self, words: Mapping[str, str]) -> Phrase:
        """The text in the page's language; notes when there is none."""
        found = text(words, self.lang)
        self.untranslated = self.untranslated or found.lang != self.lang
        return found

    def phrase(self, words: Mapping[str, str] | None) -> Phrase | None:
        return None if words is None else self.words(words)

    def block(self, plan: BlockPlan) -> BlockView | None:
        """The block, or None when nothing of it is visible."""
        block = plan.block
        title, intro = self.phrase(block.title), self.phrase(block.intro)
        if not isinstance(block, Group):
            fields = self.fields(plan, "")
            return BlockView(plan.key, False, title, intro, (RowView("", None, fields),)) if fields else None
        if block.id not in self.journey.shown:
            return None
        names = [f"{block.id}.{row}" for row in self.journey.rows[block.id]]
        full, removable = len(names) >= block.max, names if len(names) > block.min else [""] * len(names)
        rows = tuple(
            RowView(name.rpartition(".")[2], self.words(row_title(block, place)), self.fields(plan, f"{name}."), remove)
            for place, (name, remove) in enumerate(zip(names, removable, strict=True), start=1)
        )
        add, note = ("", say("no_more_rows", most=block.max)) if full else (block.id, {})
        add_label, error = self.words(block.add or MESSAGES["add_row"]), self.errors.get(block.id, "")
        return BlockView(block.id, True, title, intro, rows, add, add_label, text(note, self.lang).text, error)

    def fields(self, plan: BlockPlan, prefix: str) -> tuple[FieldView, ...]:
        named = [(prefix + one.field.id, one) for one in plan.fields]
        return tuple(self.field(one, name) for name, one in named if name in self.journey.shown)

    def field(self, plan: FieldPlan, name: str) -> FieldView:
        field, required = self.journey.local.get(plan.field.id, plan.field), name in self.journey.required
        typed = {part: self.raw[control] for part, control in plan.controls(name) if control in self.raw}
        described = plan.kind.controls(field, name, self.lang, typed)
        controls = tuple(self.control(plan, control, name)._replace(required=required) for control in described)
        fieldset = len(controls) > 1 or controls[0].kind in {"radio", "checkboxes"}
        legend, hint = self.words(field.label), self.phrase(field.hint)
        return FieldView(name, field.type, legend, hint, fieldset, required, controls)

    def control(self, plan: FieldPlan, control: Control, name: str) -> Control:
        """The control with what was typed, or calculated, and what is wrong with it."""
        control = control._replace(error=self.errors.get(control.name, ""))
        values = tuple(self.raw.get(control.name, ()))
        if control.kind == "file":
            return control._replace(files=tuple(files_in(values)))
        if control.kind == "output":
            value = self.journey.answers.get(name)
            values = () if value is None else (written(plan.field, plan.result, value, self.lang),)
        return control._replace(values=values)
