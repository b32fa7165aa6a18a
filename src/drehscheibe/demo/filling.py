"""Turn answers as the demo's content writes them into what somebody would have typed, checked by the form engine."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from drehscheibe.forms import journey
from drehscheibe.forms.answers import Kept
from drehscheibe.forms.fields.dates import read_bound
from drehscheibe.forms.logic.plans import FieldPlan
from drehscheibe.forms.logic.program import program
from drehscheibe.forms.schema import FormDocument, text


class UnfitAnswersError(ValueError):
    """The answers do not fit the form; the message names what is wrong."""


def typed(
    document: FormDocument,
    given: Mapping[str, Any],
    *,
    parameters: Mapping[str, Any],
    today: date,
    with_faults: bool = False,
) -> Kept:
    """Complete raw answers. `given`: field -> value, lists of mappings for groups; what is not given stays empty.

    Dates may be relative ("today-20d"). Raises UnfitAnswersError where the engine would not let a person
    send them, unless they are meant to be `with_faults`.
    """
    raw: Kept = {}
    for name, value in given.items():
        if value == []:
            continue  # an empty group: nobody added a row
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            raw[f"{name}._rows"] = [str(place) for place in range(1, len(value) + 1)]
            for place, row in enumerate(value, start=1):
                for field, inner in row.items():
                    raw |= _one(document, f"{name}.{place}.{field}", inner, today)
        else:
            raw |= _one(document, name, value, today)
    return _asked(document, raw, parameters, today, with_faults=with_faults)


def _one(document: FormDocument, name: str, value: Any, today: date) -> Kept:
    plan = program(document).fields.get(name.rpartition(".")[2])
    if plan is None:
        raise UnfitAnswersError(f"the form {document.slug} has no field {name}")
    parts = _parts(plan, value, today)
    return {control: parts[part] for part, control in plan.controls(name) if part in parts}


def _parts(plan: FieldPlan, value: Any, today: date) -> Kept:
    if plan.field.type == "date" and value:
        day = read_bound(value, today) or today
        return {"year": [str(day.year)], "month": [str(day.month)], "day": [str(day.day)]}
    match value:
        case {"file": _}:
            value = json.dumps(value)
        case dict():
            return {part: [str(words)] for part, words in value.items()}
        case bool():
            value = "yes" if value else "no"
    return {"": [str(one) for one in value] if isinstance(value, list) else [str(value)]}


def _asked(document: FormDocument, raw: Kept, parameters: Mapping[str, Any], today: date, *, with_faults: bool) -> Kept:
    """Leave empty what the person saw and left empty; refuse what they would have been told to mend."""
    while True:
        walked = journey.compute(document, raw, parameters=parameters, today=today)
        problems = [
            f"{problem.name}: {text(problem.message, 'de').text}" for step in walked.steps for problem in step.problems
        ]
        if problems and not with_faults:
            raise UnfitAnswersError(f"the form {document.slug} refuses: {'; '.join(problems)}")
        unasked = [name for state in walked.steps if state.visible for name in state.unasked]
        if not unasked:
            return raw
        for name in unasked:
            plan = program(document).fields.get(name.rpartition(".")[2])
            raw |= {control: [""] for _, control in plan.controls(name)} if plan else {f"{name}._rows": []}
