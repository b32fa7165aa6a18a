"""The demo's test cases: filled forms of `content/trials` with what should come of them."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any, NamedTuple

from drehscheibe.demo import content
from drehscheibe.demo.filling import typed
from drehscheibe.forms.answers import Kept
from drehscheibe.forms.editing import document_of, keep_trial
from drehscheibe.forms.models import Trial
from drehscheibe.forms.queries import nearest_form, newest_version
from drehscheibe.forms.schema import FormDocument
from drehscheibe.forms.trials import Course
from drehscheibe.kernel import clock

DAY = datetime.combine(datetime(2027, 3, 10, tzinfo=clock.BERLIN), time(12), clock.BERLIN)


class Told(NamedTuple):
    """A test case as the content tells it, with the rates of its portal."""

    name: str
    raw: Kept
    parameters: dict[str, Any]
    wanted: Course


def told(document: FormDocument, specs: list[dict[str, Any]]) -> Iterator[Told]:
    """The test cases of a form. Raises UnfitAnswersError for answers to questions it does not have."""
    for spec in specs:
        parameters = _rates(document.slug, spec["portal"])
        raw = typed(document, spec["answers"], parameters=parameters, today=DAY.date(), with_faults=True)
        course = Course(tuple(spec["steps"]), spec.get("results", {}), tuple(spec.get("errors", ())))
        yield Told(spec["name"], raw, parameters, course)


def _rates(form: str, portal: str) -> dict[str, Any]:
    services = (one for one in content.services() if one["channels"].get("online", {}).get("form") == form)
    own: Mapping[str, Any] = next(one["portals"][portal] for one in services if portal in one["portals"])
    return dict(own.get("parameters", {}))


def keep_trials(*, now: datetime) -> None:
    """Keep the test cases that are not there yet, in the entered tenant."""
    known = set(Trial.objects.values_list("slug", "name"))
    for slug, specs in content.trials().items():
        missing = [one for one in specs if (slug, one["name"]) not in known]
        form = nearest_form(slug) if missing else None
        if form is None:
            continue
        document = document_of(newest_version(form))
        for one in told(document, missing):
            keep_trial(
                document=document,
                name=one.name,
                raw=one.raw,
                parameters=one.parameters,
                wanted=one.wanted,
                today=DAY.date(),
                by="system",
                now=now,
            )
