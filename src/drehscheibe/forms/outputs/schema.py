"""The JSON Schema (draft 2020-12) of a form's answers.

It takes everything the form takes, and refuses wrong types, what is always required and missing, unknown options and
names, and texts that are too long. What depends on other answers is left to the form.
"""

from collections.abc import Mapping
from typing import Any

from drehscheibe.forms.fields.choice import with_options
from drehscheibe.forms.fields.dates import ISO_DAY
from drehscheibe.forms.logic.plans import BlockPlan, FieldPlan
from drehscheibe.forms.outputs.shape import Branch, Leaf, shape
from drehscheibe.forms.schema import FormDocument, Group, text

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_CALCULATED: dict[str, dict[str, Any]] = {
    "money": {"type": "integer"},
    "number": {"type": "number"},
    "date": ISO_DAY,
    "boolean": {"type": "boolean"},
    "text": {"type": "string"},
    "list": {"type": "array"},
}
_WORDS = {"type": "string"}
_PARTICIPANTS = {
    "title": "Wer einen Teil ausgefüllt und unterschrieben hat",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            **dict.fromkeys(("role", "name", "signer", "sha256"), _WORDS),
            "signed": {"type": "string", "format": "date-time"},
            "answers": {"type": "array", "items": _WORDS},
        },
    },
}


def json_schema(document: FormDocument, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of what `outputs.values.as_json` gives; `parameters` may hold the options that a town sets itself."""
    head = {"$schema": DIALECT, "title": text(document.title, "de").text}
    told = {**head, "description": text(document.purpose, "de").text, **_object(shape(document), parameters)}
    if document.participants:
        told["properties"]["_participants"] = _PARTICIPANTS
    return told


def _object(branch: Branch, parameters: Mapping[str, Any]) -> dict[str, Any]:
    named = list(branch.named())
    required = [name for name, member in named if _is_always_there(member)]
    told = {name: _member(member, parameters) for name, member in named}
    return {"type": "object", "properties": told, "required": required, "additionalProperties": False}


def _member(member: Leaf | Branch, parameters: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(member, Leaf):
        return _leaf(member, parameters)
    if member.group is None or not isinstance(member.group.block, Group):
        return _object(member, parameters)
    group = member.group.block
    bounds = {"minItems": group.min, "maxItems": group.max}
    return {"title": text(group.title, "de").text, "type": "array", **bounds, "items": _object(member, parameters)}


def _leaf(leaf: Leaf, parameters: Mapping[str, Any]) -> dict[str, Any]:
    plan, one = leaf.plan, leaf.plan.field
    title = {"title": text(one.label, "de").text}
    if plan.kind.logic == "calculated":
        return {**title, **_CALCULATED.get(plan.result, {})}
    if one.options_from:
        if one.options_from not in parameters:
            return {**title, "type": "string"}
        one = with_options(one, parameters[one.options_from])
    return {**title, **(plan.kind.part_schema(one, leaf.part) if leaf.part else plan.kind.json_schema(one))}


def _is_always_there(member: Leaf | Branch) -> bool:
    """Whether every complete answer has it: asked of everybody who gets there, and required."""
    if isinstance(member, Leaf):
        needed = not member.part or member.part in member.plan.kind.needed_parts(member.plan.field)
        return needed and _is_always_answered(member.plan)
    if member.group is not None:
        return _is_always_shown(member.group)
    return any(_is_always_there(one) for one in member.members)


def _is_always_answered(plan: FieldPlan) -> bool:
    asked = plan.kind.has_input and plan.field.required is True and plan.field.visible is None
    return asked and (bool(plan.block.group) or _is_always_shown(plan.block))


def _is_always_shown(block: BlockPlan) -> bool:
    """A block that everybody sees who gets there; a group within another only has to be shown in each row."""
    return block.block.visible is None and (len(block.path) > 1 or block.step.step.visible is None)
