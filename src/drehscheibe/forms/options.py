"""Options that a body sets itself: a field's `options_from` names the parameter that holds them."""

from collections.abc import Mapping
from typing import Any


def choices(document: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The parameters of a plain document that are lists of options, with what is set for them."""
    declared = document.get("parameters", {})
    return {name: parameters.get(name, []) for name, facts in declared.items() if facts["type"] == "choices"}


def with_choices(document: Mapping[str, Any], chosen: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The plain document with these options in the fields that take them."""

    def filled(field: Mapping[str, Any]) -> Mapping[str, Any]:
        wanted = field.get("options_from", "")
        return {**field, "options": chosen[wanted]} if wanted in chosen else field

    def block(one: Mapping[str, Any]) -> dict[str, Any]:
        return {**one, "fields": [filled(field) for field in one["fields"]]}

    steps = [{**step, "blocks": [block(one) for one in step["blocks"]]} for step in document["steps"]]
    return {**document, "steps": steps}
