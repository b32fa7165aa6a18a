"""What the account knows, suggested as answers: shown as if typed until a page is sent, and changed like any other.

A suggestion stands in the raw answers under the control's name behind a `~`. It is no answer: the question is still
asked, and nothing is declared that nobody has seen.
"""

from collections.abc import Mapping

from drehscheibe.forms.fields.kind import OneLine
from drehscheibe.forms.journey import Raw
from drehscheibe.forms.logic.program import program
from drehscheibe.forms.schema import FormDocument

_MARK = "~"


def suggested(document: FormDocument, facts: Mapping[str, str]) -> dict[str, list[str]]:
    """Suggestions for the questions about the person, by their autocomplete token (`name`, `email`, `organization`).

    Questions of groups, and those that somebody else answers, are about others and left alone.
    """
    return {
        f"{_MARK}{name}": [facts[token]]
        for name, plan in program(document).fields.items()
        if isinstance(plan.kind, OneLine) and not plan.block.group and plan.step.step.participant is None
        if facts.get(token := plan.field.autocomplete or plan.kind.autocomplete)
    }


def suggestion(raw: Raw, control: str) -> tuple[str, ...]:
    """What is suggested for a control."""
    return tuple(raw.get(_MARK + control, ()))
