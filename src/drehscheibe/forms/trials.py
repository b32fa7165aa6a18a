"""Test cases: a filled form with what should come of it, and what comes of it now, in words.

Pure. What is looked at: the steps somebody goes through, everything that is calculated (fees above all), which answers
are refused, and which questions are open.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from drehscheibe.forms import journey
from drehscheibe.forms.fields.calculated import written
from drehscheibe.forms.journey import Raw
from drehscheibe.forms.logic.program import program
from drehscheibe.forms.messages import say
from drehscheibe.forms.schema import FormDocument, Message, text


class Course(NamedTuple):
    """`results`: calculated answers by field name, as values; `errors` and `open`: names of controls and fields."""

    steps: tuple[str, ...]
    results: dict[str, Any]
    errors: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {"steps": [*self.steps], "results": self.results, "errors": [*self.errors], "open": [*self.open]}


def expected(plain: Mapping[str, Any]) -> Course:
    """The course that JSON kept."""
    lists = (tuple(plain.get(name, ())) for name in ("steps", "errors", "open"))
    steps, errors, unasked = lists
    return Course(steps, dict(plain.get("results", {})), errors, unasked)


def observe(document: FormDocument, raw: Raw, *, parameters: Mapping[str, Any], today: date) -> Course:
    """What comes of these answers with this document."""
    walked = journey.compute(document, raw, parameters=parameters, today=today)
    plans = program(document).fields
    results = {
        name: value
        for name, value in walked.answers.items()
        if (plan := plans.get(_field(name))) and not plan.kind.has_input
    }
    visible = [state for state in walked.steps if state.visible]
    errors = tuple(problem.name for state in visible for problem in state.problems)
    unasked = tuple(name for state in visible for name in state.unasked)
    return Course(tuple(state.id for state in visible), results, errors, unasked)


def _field(name: str) -> str:
    return name.rpartition(".")[2]


def differences(document: FormDocument, wanted: Course, found: Course) -> list[Message]:
    """What is different from what was expected, a sentence each; the first lists what concerns the way."""
    return [*_steps(document, wanted, found), *_results(document, wanted, found), *_answers(document, wanted, found)]


def _steps(document: FormDocument, wanted: Course, found: Course) -> Iterator[Message]:
    titles = {step.id: step.title for step in document.steps}
    gone = [one for one in wanted.steps if one not in found.steps]
    fresh = [one for one in found.steps if one not in wanted.steps]
    yield from (say("trial_step_gone", step=titles.get(one, one)) for one in gone)
    yield from (say("trial_step_new", step=titles.get(one, one)) for one in fresh)
    if not gone and not fresh and wanted.steps != found.steps:
        yield say("trial_steps_moved")


def _results(document: FormDocument, wanted: Course, found: Course) -> Iterator[Message]:
    for name in {**wanted.results, **found.results}:
        before, now = wanted.results.get(name), found.results.get(name)
        if before != now:
            facts = {"before": _written(document, name, before), "now": _written(document, name, now)}
            yield say("trial_result", label=_label(document, name), **facts)


def _written(document: FormDocument, name: str, value: Any) -> Message:
    plan = program(document).fields.get(_field(name))
    if value is None:
        return say("trial_nothing")
    if plan is None:
        return {"de": str(value), "en": str(value)}
    return {lang: written(plan.field, plan.result, value, lang) for lang in ("de", "en")}


def _answers(document: FormDocument, wanted: Course, found: Course) -> Iterator[Message]:
    for name in dict.fromkeys((*found.errors, *wanted.errors)):
        if (name in found.errors) != (name in wanted.errors):
            yield say("trial_error_new" if name in found.errors else "trial_error_gone", label=_label(document, name))
    for name in dict.fromkeys((*found.open, *wanted.open)):
        if (name in found.open) != (name in wanted.open):
            yield say("trial_open" if name in found.open else "trial_not_open", label=_label(document, name))


def _label(document: FormDocument, name: str) -> Message:
    """How the question is called; a control's name may end in a part (`anschrift.city`)."""
    known = program(document).fields
    for part in reversed(name.split(".")):
        if part in known:
            return known[part].field.label
    titles = {group.id: group.title for _, group, _ in document.groups()}
    found = titles.get(name.partition(".")[0])
    return found or {"de": name, "en": text({"en": name}, "en").text}
