"""A step as a page shows it: texts in the reader's language, controls with what was typed, errors, buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from drehscheibe.forms.controls import BlockView, Control, ErrorView, FieldView, RowView, StepView, anchor
from drehscheibe.forms.fields.calculated import written
from drehscheibe.forms.fields.upload import files_in
from drehscheibe.forms.journey import Journey, Raw, row_title
from drehscheibe.forms.logic.program import BlockPlan, FieldPlan, program
from drehscheibe.forms.schema import FormDocument, Group, Phrase, text

_FULL = {"de": "Mehr als {most} Einträge sind nicht möglich.", "en": "More than {most} entries are not possible."}


def view_step(
    document: FormDocument,
    journey: Journey,
    step_id: str,
    raw: Raw,
    *,
    lang: str,
    errors: Sequence[tuple[str, str]] = (),
) -> StepView:
    """Describe a step for the templates. `errors` are (control name, message), as `journey.errors` gives them.

    Raise UnknownStep. A step that is not visible gives a page without blocks.
    """
    step = document.step(step_id)
    plan = next(plan for plan in program(document).steps if plan.step.id == step_id)
    page = _Page(journey, raw, lang, dict(reversed(errors)))
    blocks = tuple(block for block in (page.block(block) for block in plan.blocks) if block is not None)
    targets = {block.id for block in blocks if block.group} | {
        control.name for block in blocks for row in block.rows for field in row.fields for control in field.controls
    }
    takes_files = any(field.kind.logic == "files" for block in plan.blocks for field in block.fields)
    lines = tuple(ErrorView(anchor(name) if name in targets else "", message) for name, message in errors)
    return StepView(step_id, page.words(step.title), page.phrase(step.intro), blocks, lines, page.untranslated, takes_files)


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
        block = plan.block
        title, intro = self.phrase(block.title), self.phrase(block.intro)
        if not isinstance(block, Group):
            fields = self.fields(plan, "")
            return (
                BlockView(plan.key, group=False, title=title, intro=intro, rows=(RowView("", None, fields),))
                if fields
                else None
            )
        if block.id not in self.journey.shown:
            return None
        ids = self.journey.rows[block.id]
        rows = tuple(
            RowView(
                id=row,
                title=self.words(row_title(block, place)),
                fields=self.fields(plan, f"{block.id}.{row}."),
                remove=f"{block.id}.{row}" if len(ids) > block.min else "",
            )
            for place, row in enumerate(ids, start=1)
        )
        full = len(ids) >= block.max
        return BlockView(
            id=block.id,
            group=True,
            title=title,
            intro=intro,
            rows=rows,
            add="" if full else block.id,
            add_label=self.words(block.add),
            note=text(_FULL, self.lang).text.format(most=block.max) if full else "",
            error=self.errors.get(block.id, ""),
        )

    def fields(self, plan: BlockPlan, prefix: str) -> tuple[FieldView, ...]:
        named = [(prefix + one.field.id, one) for one in plan.fields]
        return tuple(self.field(one, name) for name, one in named if name in self.journey.shown)

    def field(self, plan: FieldPlan, name: str) -> FieldView:
        required = name in self.journey.required
        controls = tuple(
            self.control(plan, control, name, required) for control in plan.kind.controls(plan.field, name, self.lang)
        )
        return FieldView(
            name=name,
            type=plan.field.type,
            legend=self.words(plan.field.label),
            hint=self.phrase(plan.field.hint),
            fieldset=len(controls) > 1 or controls[0].kind in {"radio", "checkboxes"},
            required=required,
            controls=controls,
        )

    def control(self, plan: FieldPlan, control: Control, name: str, required: bool) -> Control:
        values = tuple(self.raw.get(control.name, ()))
        if control.kind == "output":
            value = self.journey.answers.get(name)
            values = () if value is None else (written(plan.field, plan.result, value, self.lang),)
        files = tuple(files_in(values)) if control.kind == "file" else ()
        values = () if control.kind == "file" else values
        return replace(control, values=values, files=files, required=required, error=self.errors.get(control.name, ""))
