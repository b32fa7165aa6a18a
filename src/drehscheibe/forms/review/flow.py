"""Logic: conditions that cannot be worked out, that always or never hold, or that come too early; what nobody uses."""

from collections.abc import Iterator, Mapping
from typing import Any

from drehscheibe.forms.logic import check
from drehscheibe.forms.logic.analysis import Analysis
from drehscheibe.forms.logic.expressions import Names, compile_expression
from drehscheibe.forms.logic.nodes import Wrong
from drehscheibe.forms.review.remark import Asked, Remark, Surroundings, Weight, about, asked, remark
from drehscheibe.forms.schema import Field, FormDocument, Group, Step


def remarks(document: FormDocument, _surroundings: Surroundings, /) -> Iterator[Remark]:
    steps = {step.id: step for step in document.steps}
    fields = {one.field.id: one for one in asked(document)}
    for finding in check(document):
        _, _, rest = finding.place.partition("/")
        parts = rest.split("/")
        step, field = steps.get(parts[0]), next((fields[part].field for part in parts[1:] if part in fields), None)
        told = {"de": finding.message, "en": finding.message}
        yield remark(Weight.ERROR, "fault", step, field if step else None, message=told)
    yield from _Conditions(document, fields).remarks()
    yield from _unused(document)


class _Conditions:
    def __init__(self, document: FormDocument, fields: Mapping[str, Asked]) -> None:
        self.document = document
        self.fields = fields
        self.names = Names(document)
        self.analysis = Analysis(document)
        self.order = {step.id: place for place, step in enumerate(document.steps)}

    def remarks(self) -> Iterator[Remark]:
        for step in self.document.steps:
            yield from self.one(step.visible, "step", step)
            for block in step.blocks:
                yield from self.one(block.visible, "block", step)
        for one in self.fields.values():
            row = one.block.id if isinstance(one.block, Group) else None
            yield from self.one(one.field.visible, "field", one.step, one.field, row)
            if isinstance(one.field.required, dict):
                yield from self.one(one.field.required, "required", one.step, one.field, row)
            for refusal in one.field.refuse:
                yield from self.one(refusal.when, "refusal", one.step, one.field, row)

    def one(
        self, source: Any, sort: str, step: Step, field: Field | None = None, row: str | None = None
    ) -> Iterator[Remark]:
        """What is to be said about one condition; nothing where it cannot be compiled, which is a fault of its own."""
        if source is None:
            return
        try:
            node = compile_expression(source, self.names, row, condition=True)
        except Wrong:
            return
        results = self.analysis.outcomes(source, row)
        if results == {True}:
            yield remark(Weight.ERROR if sort == "refusal" else Weight.WARNING, f"always_{sort}", step, field)
        elif results == {False}:
            yield remark(
                Weight.ERROR if sort in {"step", "field", "block"} else Weight.WARNING, f"never_{sort}", step, field
            )
        later = [name for name in node.refs if name in self.fields and self.comes_later(name, step)]
        if later and sort in {"step", "block", "field"}:
            yield remark(Weight.ERROR, "too_early", step, field, later=self.fields[later[0]].field.label)

    def comes_later(self, name: str, step: Step) -> bool:
        return self.order[self.fields[name].step.id] > self.order[step.id]


def _unused(document: FormDocument) -> Iterator[Remark]:
    """Rates that no calculation, condition or list of answers uses."""
    known = str(document.model_dump(include={"steps", "rules"}))
    used = {field.options_from for _, _, field in document.fields()}
    for name, parameter in document.parameters.items():
        if name not in used and f"'param': '{name}'" not in known:
            yield remark(Weight.WARNING, "unused_rate", rate=parameter.label)
    for one in asked(document):
        if one.field.type == "calculated" and one.field.internal and f"'answer': '{one.field.id}'" not in known:
            yield about(Weight.HINT, "unused_value", one)
