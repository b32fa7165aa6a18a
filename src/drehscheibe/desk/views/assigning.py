"""Who works on a case: to a colleague, back to the department, or on to another one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications.models import Application
from drehscheibe.applications.operations import assigning
from drehscheibe.applications.operations.state import ChangedMeanwhileError, ClosedError
from drehscheibe.applications.queries import CASEWORKERS
from drehscheibe.desk.cases import see_case, visible
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import form_context, go_on
from drehscheibe.desk.standing import overtaken
from drehscheibe.desk.views.case import show
from drehscheibe.forms.schema import text
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.models import Account
from drehscheibe.identity.queries import colleagues
from drehscheibe.tenants.models import Department
from drehscheibe.tenants.queries import own_departments

NOBODY = "niemand"


def _people(application: Application) -> list[Account]:
    return colleagues(frozenset({application.department_id}), CASEWORKERS)


def _departments(application: Application) -> list[Department]:
    return [one for one in own_departments() if one.pk != application.department_id]


@access(Access.CASEWORK)
def page(request: Any, reference: str) -> HttpResponse:
    """Both forms; POST gives the case to a colleague of the department, or back to it."""
    application = visible(request, reference)
    if request.method != "POST":
        return _show(request, application)
    typed, people = Typed(request.POST), {str(one.pk): one for one in _people(application)}
    chosen = typed.choice("person", {NOBODY, *people}, _("Wählen Sie bitte aus, wer den Vorgang bearbeitet."))
    if typed.errors:
        return _show(request, application, typed)
    try:
        assigning.assign(application=application, to=people.get(chosen), **_acting(request))
    except ClosedError:
        return _too_late(request, application)
    except ChangedMeanwhileError:
        return _overtaken(request, reference, typed)
    return see_case(application, "zustaendigkeit")


@access(Access.CASEWORK)
def handover(request: Any, reference: str) -> HttpResponse:
    """POST hands the case over to another department of the body, with a reason that stays among staff."""
    application = visible(request, reference)
    if request.method != "POST":
        return see_case(application)
    typed, targets = Typed(request.POST), {str(one.pk): one for one in _departments(application)}
    chosen = typed.choice("amt", targets, _("Wählen Sie bitte das Amt, an das Sie den Vorgang abgeben."))
    reason = typed.text("grund", _("Schreiben Sie bitte, warum das andere Amt zuständig ist."), longest=2_000)
    if typed.errors:
        return _show(request, application, typed)
    try:
        assigning.hand_over(application=application, target=targets[chosen], reason=reason, **_acting(request))
    except ClosedError:
        return _too_late(request, application)
    except ChangedMeanwhileError:
        return _overtaken(request, reference, typed)
    return go_on("/amt/vorgaenge/", "abgabe")


def _acting(request: Any) -> dict[str, Any]:
    return {"by": request.account, "now": request.now, "seen": request.POST.get("gesehen", "")}


def _overtaken(request: Any, reference: str, typed: Typed) -> HttpResponse:
    """Somebody else was faster: nothing is done, the page says what happened, and what was typed is kept."""
    application = visible(request, reference)
    told = overtaken(application, request.POST.get("gesehen", ""), request.language)
    return _show(request, application, typed, told)


def _too_late(request: Any, application: Application) -> HttpResponse:
    sentence = _("Der Vorgang ist schon abgeschlossen. Wer zuständig ist, lässt sich nicht mehr ändern.")
    return show(request, application, refusal=sentence, status=409)


def _show(request: Any, application: Application, typed: Typed | None = None, refusal: str = "") -> HttpResponse:
    people = [{"value": str(one.pk), "label": one.name} for one in _people(application)]
    departments = [
        {"value": str(one.pk), "label": text(one.name, request.language)} for one in _departments(application)
    ]
    context = {
        "application": application,
        "people": [*people, {"value": NOBODY, "label": _("Niemand: zurück in den Eingang")}],
        "departments": departments,
        "refusal": refusal,
        **form_context(request, typed, {"person": str(application.assignee_id or "")}),
    }
    return render(request, "desk/assigning.html", context, status=409 if refusal else 422 if typed else 200)
