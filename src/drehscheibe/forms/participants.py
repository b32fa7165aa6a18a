"""Several people in one form: the journey as each of them walks it, what each sees of the others, what each signs.

The journey itself knows all answers, because conditions may look at those of others. `None` is the applicant.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from drehscheibe.forms.answers import Kept, SummarySection, summary
from drehscheibe.forms.journey import Journey, Raw
from drehscheibe.forms.logic.program import program
from drehscheibe.forms.schema import FormDocument, Participant, text


def own_answers(document: FormDocument, raw: Raw, participant: str | None) -> Kept:
    """Of the raw answers those to questions that this person is asked."""
    return {name: list(values) for name, values in raw.items() if _asked(document, name) == participant}


def own_values(document: FormDocument, values: Mapping[str, Any], participant: str | None) -> dict[str, Any]:
    """Of the declared values those that this person has given."""
    return {name: value for name, value in values.items() if _asked(document, name) == participant}


def _asked(document: FormDocument, control: str) -> str | None:
    compiled, name = program(document), control.lstrip("~").partition(".")[0]
    plan = compiled.fields.get(name) or compiled.groups.get(name)
    return plan.step.step.participant if plan else None


def own_part(document: FormDocument, walked: Journey, participant: str | None) -> Journey:
    """Only the steps that this person answers are visible; each is reachable when their own before are complete."""
    states, reachable = [], True
    for step, state in zip(document.steps, walked.steps, strict=True):
        visible = state.visible and step.participant == participant
        states.append(state._replace(visible=visible, reachable=visible and reachable))
        reachable = reachable and (not visible or state.complete)
    return walked._replace(steps=tuple(states))


def needed(document: FormDocument, walked: Journey) -> list[Participant]:
    """Whose part the answers so far ask for, in the order of the document."""
    visible = {state.id for state in walked.steps if state.visible}
    asked = {step.participant for step in document.steps if step.id in visible}
    return [one for one in document.participants if one.id in asked]


def shared(document: FormDocument, walked: Journey, participant: Participant, lang: str) -> list[SummarySection]:
    """What this person sees of the others' answers: nothing but what the form declares."""
    sections = []
    for section in summary(document, walked, lang):
        blocks = [
            block._replace(lines=lines)
            for block in section.blocks
            if (lines := tuple(line for line in block.lines if line.name.partition(".")[0] in participant.sees))
        ]
        if blocks and document.step(section.step_id).participant != participant.id:
            sections.append(section._replace(blocks=tuple(blocks)))
    return sections


def labels(document: FormDocument, participant: Participant, lang: str) -> list[str]:
    """The questions whose answers this person sees."""
    asked = {field.id: field.label for _, _, field in document.fields()}
    asked |= {group.id: group.title for _, group, _ in document.groups()}
    return [text(asked[name], lang).text.rstrip(".?") for name in participant.sees if name in asked]


def digest(document: FormDocument, walked: Journey, participant: Participant) -> str:
    """What is signed: every question of the part that was shown, with its answer, and the answers of others beside it.

    SHA-256 of canonical JSON, in hexadecimal.
    """
    own = own_part(document, walked, participant.id)
    shown = [name for state in own.steps if state.visible for name in state.shown]
    seen = sorted(name for name in walked.shown if name.partition(".")[0] in participant.sees)
    content = [[name, walked.answers.get(name)] for name in (*shown, *seen)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, default=str).encode()).hexdigest()
