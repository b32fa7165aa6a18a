"""Two documents compared, in words: which steps, questions, answers, texts and conditions are new, gone or different.

Pure. Ids tell what is the same; what they are called is said, never an id.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from drehscheibe.forms.logic.telling import rule_sentence, told
from drehscheibe.forms.messages import say
from drehscheibe.forms.schema import Field, FormDocument, Message, Part, Step, text
from drehscheibe.kernel.revisions import Difference, moved

_TEXTS = {
    "title": "diff_part_title",
    "purpose": "diff_part_purpose",
    "legal_basis": "diff_part_legal_basis",
    "retention": "diff_part_retention",
    "label": "diff_part_label",
    "hint": "diff_part_hint",
    "help": "diff_part_help",
    "intro": "diff_part_intro",
    "missing": "diff_part_missing",
    "pattern_message": "diff_part_pattern_message",
    "item": "diff_part_item",
    "add": "diff_part_add",
    "unit": "diff_part_unit",
}
_CONDITIONS = {"visible": "diff_visible", "required": "diff_required", "refuse": "diff_refuse", "value": "diff_value"}
_RULES = {"added": "diff_rule_added", "removed": "diff_rule_removed", "changed": "diff_rule_changed"}
_PARTS = ("id", "slug", "steps", "blocks", "fields", "groups", "options", "rules", "parameters")


def compare(old: FormDocument, new: FormDocument) -> list[Difference]:
    """All differences in the order of the new form, gone things first."""
    return list(_Comparing(old, new).differences())


class _Comparing:
    def __init__(self, old: FormDocument, new: FormDocument) -> None:
        self.old = old
        self.new = new

    def differences(self) -> Iterator[Difference]:
        yield from self.part(self.old, self.new, say("diff_form"))
        yield from self.steps()
        yield from self.fields()
        yield from self.rules()

    def steps(self) -> Iterator[Difference]:
        before = {step.id: step for step in self.old.steps}
        now = {step.id: step for step in self.new.steps}
        for name, step in before.items():
            if name not in now:
                yield Difference("removed", _of(step), say("diff_step_removed"))
        for name, step in now.items():
            if name not in before:
                yield Difference("added", _of(step), say("diff_step_added"))
            else:
                yield from self.part(before[name], step, _of(step))
        for name in moved([*before], [*now]):
            yield Difference("moved", _of(now[name]), say("diff_step_moved"))

    def fields(self) -> Iterator[Difference]:
        before = {field.id: (step, field) for step, _, field in self.old.fields()}
        now = {field.id: (step, field) for step, _, field in self.new.fields()}
        for name, (step, field) in before.items():
            if name not in now:
                yield Difference("removed", _of(step, field), say("diff_field_removed"))
        for name, (step, field) in now.items():
            if name not in before:
                yield Difference("added", _of(step, field), say("diff_field_added"))
                continue
            was, old = before[name]
            if was.id != step.id:
                yield Difference("moved", _of(step, field), say("diff_field_to_step", before=was.title, now=step.title))
            yield from self.part(old, field, _of(step, field))
            yield from self.options(step, old, field)
        for step in self.new.steps:
            own = [[name for name, (at, _) in known.items() if at.id == step.id] for known in (before, now)]
            for name in moved(*own):
                yield Difference("moved", _of(step, now[name][1]), say("diff_field_moved"))

    def options(self, step: Step, old: Field, new: Field) -> Iterator[Difference]:
        before, now = ({option.value: option for option in one.options} for one in (old, new))
        for value, option in before.items():
            if value not in now:
                yield Difference("removed", _of(step, new), say("diff_option_removed", option=option.label))
        for value, option in now.items():
            if value not in before:
                yield Difference("added", _of(step, new), say("diff_option_added", option=option.label))
            elif (option.label, option.hint) != (before[value].label, before[value].hint):
                yield Difference("changed", _of(step, new), say("diff_option_text"), before[value].label, option.label)
        for value in moved([*before], [*now]):
            yield Difference("moved", _of(step, new), say("diff_option_moved", option=now[value].label))

    def part(self, old: Part, new: Part, where: Message) -> Iterator[Difference]:
        """What was changed of the form, a step or a question itself."""
        for name in type(new).model_fields:
            was, now = getattr(old, name, None), getattr(new, name)
            if was == now:
                continue
            if name in _TEXTS:
                yield from _texts(name, was, now, where)
            elif name in _CONDITIONS:
                yield self.condition(name, was, now, where)
            elif name not in _PARTS:
                yield Difference("changed", where, say("diff_setting", setting=name), _plain(was), _plain(now))

    def condition(self, name: str, was: Any, now: Any, where: Message) -> Difference:
        if name == "refuse":
            refused = [_joined([refusal.message for refusal in one or ()]) for one in (was, now)]
            return Difference("changed", where, say("diff_refuse"), *refused)
        before, after = self.said(name, was, self.old), self.said(name, now, self.new)
        return Difference("changed", where, say(_CONDITIONS[name]), before, after)

    def said(self, name: str, expression: Any, document: FormDocument) -> Message:
        if name == "required" and isinstance(expression, bool):
            return say("diff_needed" if expression else "diff_optional")
        return say("diff_always") if expression is None else told(document, expression, is_condition=name != "value")

    def rules(self) -> Iterator[Difference]:
        before, now = ({rule.id: rule for rule in one.rules} for one in (self.old, self.new))
        for name in {**before, **now}:
            if before.get(name) != now.get(name):
                sort = "added" if name not in before else "removed" if name not in now else "changed"
                rule = now.get(name) or before[name]
                sentence = rule.sentence or rule_sentence(self.new if name in now else self.old, rule)
                yield Difference(sort, say("diff_form"), say(_RULES[sort], rule=sentence))


def _of(step: Step, field: Field | None = None) -> Message:
    if field is None:
        return say("diff_step", step=step.title)
    return say("diff_field", step=step.title, label=field.label)


def _texts(name: str, was: Message | None, now: Message | None, where: Message) -> Iterator[Difference]:
    """One for German and one for English, where each has changed."""
    for lang in ("de", "en"):
        before, after = (was or {}).get(lang, ""), (now or {}).get(lang, "")
        if before != after:
            what = say("diff_text_de" if lang == "de" else "diff_text_en", part=say(_TEXTS[name]))
            yield Difference("changed", where, what, _same(before), _same(after))


def _same(words: str) -> Message | None:
    return {"de": words, "en": words} if words else None


def _plain(value: Any) -> Message | None:
    if isinstance(value, bool):
        return say("yes" if value else "no")
    if isinstance(value, Mapping):
        return _same(text(value, "de").text if "de" in value else str(dict(value)))
    if isinstance(value, tuple | list):
        return _same(", ".join(map(str, value)))
    return _same("" if value is None else str(value))


def _joined(messages: Sequence[Message]) -> Message | None:
    if not messages:
        return None
    return {lang: " / ".join(text(one, lang).text for one in messages) for lang in ("de", "en")}
