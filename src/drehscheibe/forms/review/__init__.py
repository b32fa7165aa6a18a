"""The linter: what is wrong with a form although it can be filled in.

One file a theme: accessibility, data minimisation, plain language, logic, trust and evidence. All are pure functions
of a document and its surroundings (the service that uses it) and give remarks: how heavy, where, what, what to do.
"""

from collections.abc import Callable, Iterable

from drehscheibe.forms.review import accessibility, evidence, flow, language, minimisation, trust
from drehscheibe.forms.review.remark import Remark, Surroundings, Weight
from drehscheibe.forms.schema import FormDocument

__all__ = ["Remark", "Surroundings", "Weight", "review"]

_THEMES: tuple[Callable[[FormDocument, Surroundings], Iterable[Remark]], ...] = (
    flow.remarks,
    accessibility.remarks,
    minimisation.remarks,
    language.remarks,
    trust.remarks,
    evidence.remarks,
)


def review(document: FormDocument, surroundings: Surroundings) -> list[Remark]:
    """All remarks on a document, the heaviest first, else in the order of the form."""
    order = {weight: place for place, weight in enumerate(Weight)}
    found = [remark for theme in _THEMES for remark in theme(document, surroundings)]
    places = {step.id: place for place, step in enumerate(document.steps)}
    return sorted(found, key=lambda one: (order[one.weight], places.get(one.step, -1)))
