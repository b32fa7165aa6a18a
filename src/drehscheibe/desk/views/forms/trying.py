"""Test cases of a form: what comes of them now; keep a walk of the preview as one, update it, drop it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.catalogue.form_uses import rates
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import go_on
from drehscheibe.desk.views.forms.found import ADDRESS, Shown, shown
from drehscheibe.desk.views.forms.preview import kept
from drehscheibe.forms import answers, editing, journey
from drehscheibe.forms.fields.dates import write_date
from drehscheibe.forms.models import Trial
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor
from drehscheibe.kernel import clock


def _own(slug: str) -> Shown:
    found = shown(slug)
    if not found.is_own:
        raise Http404
    return found


@access(Access.FORMS)
def trials(request: Any, slug: str) -> HttpResponse:
    """All test cases with what comes of them; POST keeps what the preview brings (`antworten`) under a `name`."""
    found = _own(slug)
    typed = None
    if request.method == "POST":
        typed = Typed(request.POST)
        name = typed.line("name", _("Geben Sie dem Testfall bitte einen Namen."), 150)
        if not typed.errors:
            editing.keep_trial(
                document=found.document,
                name=name,
                raw=kept(request.POST.get("antworten", "")),
                parameters=rates(slug, found.document),
                today=clock.day(request.now),
                by=actor(request.account),
                now=request.now,
            )
            return go_on(f"{ADDRESS}{slug}/testfaelle/", "gemerkt")
    rows = [
        (trial, write_date(trial.today.isoformat(), request.language), editing.differences_of(trial, found.document))
        for trial in Trial.objects.filter(slug=slug).order_by("name")
    ]
    context = {
        "found": found,
        "rows": rows,
        "errors": typed.errors if typed else [],
        "done": request.GET.get("erledigt", ""),
    }
    return render(request, "desk/forms/trials.html", context, status=422 if typed else 200)


def _trial(slug: str, trial_id: int) -> Trial:
    found = Trial.objects.filter(slug=slug, pk=trial_id).first()
    if found is None:
        raise Http404
    return found


@access(Access.FORMS)
def trial(request: Any, slug: str, trial_id: int) -> HttpResponse:
    """One test case: its answers, and what is different from what was expected."""
    found, one = _own(slug), _trial(slug, trial_id)
    walked = journey.compute(found.document, one.raw, parameters=one.parameters, today=one.today)
    context = {
        "found": found,
        "trial": one,
        "differences": editing.differences_of(one, found.document),
        "sections": answers.summary(found.document, walked, request.language),
    }
    return render(request, "desk/forms/trial.html", context)


@access(Access.FORM_PUBLISHING)
def update(request: Any, slug: str, trial_id: int) -> HttpResponse:
    """POST expects from now on what comes of it now."""
    found, one = _own(slug), _trial(slug, trial_id)
    if request.method == "POST":
        editing.update_trial(trial=one, document=found.document, by=actor(request.account), now=request.now)
    return go_on(f"{ADDRESS}{slug}/testfaelle/", "angepasst")


@access(Access.FORM_EDITING)
def removal(request: Any, slug: str, trial_id: int) -> HttpResponse:
    """POST drops the test case."""
    one = _trial(_own(slug).slug, trial_id)
    if request.method == "POST":
        editing.drop_trial(trial=one, by=actor(request.account), now=request.now)
    return go_on(f"{ADDRESS}{slug}/testfaelle/", "geloescht")
