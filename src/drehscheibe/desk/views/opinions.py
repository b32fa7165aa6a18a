"""Ask another department for its opinion, and give one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.applications.acts import Opinion
from drehscheibe.applications.operations import casework, consulting, timing
from drehscheibe.applications.operations.state import ChangedMeanwhileError, ClosedError
from drehscheibe.applications.queries import declaration
from drehscheibe.desk.cases import see_case, visible
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import go_on
from drehscheibe.desk.standing import overtaken
from drehscheibe.desk.views.case import LONGEST_MESSAGE
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock, deadlines
from drehscheibe.tenants.queries import own_departments

USUAL_DAYS = 10  # working days


@access(Access.CASEWORK)
def asking(request: Any, reference: str) -> HttpResponse:
    """GET asks which department and what; POST asks it."""
    application = visible(request, reference)
    if not application.is_open:
        return see_case(application)
    others = {str(one.pk): one for one in own_departments() if one.pk != application.department_id}
    today = clock.day(request.now)
    usual = deadlines.after_working_days(today, USUAL_DAYS, timing.land_of(application))
    values: dict[str, str] = {"bis": usual.isoformat()}
    errors: list[tuple[str, str]] = []
    refusal = ""
    if request.method == "POST":
        typed = Typed(request.POST)
        chosen = typed.choice("amt", others.keys(), _("Wählen Sie bitte ein Amt."))
        text = typed.text("text", _("Schreiben Sie bitte Ihre Frage in das Feld."), LONGEST_MESSAGE)
        due = typed.date("bis", _("Geben Sie bitte ein Datum ein, zum Beispiel 14.06.2027."))
        if due and due <= today:
            typed.refuse("bis", _("Wählen Sie bitte einen Tag in der Zukunft, höchstens in einem Jahr."))
        values, errors = typed.values, typed.errors
        if not errors and due:
            try:
                consulting.ask_for_opinion(
                    application=application,
                    department=others[chosen],
                    question=text,
                    due=due,
                    by=request.account,
                    now=request.now,
                    seen=request.POST.get("gesehen", ""),
                )
            except ChangedMeanwhileError:
                application = visible(request, reference)
                refusal = overtaken(application, request.POST.get("gesehen", ""), request.language)
            except ClosedError:
                return see_case(application)
            else:
                return see_case(application, "stellungnahme")
    context = {
        "application": application,
        "departments": list(others.values()),
        "values": values,
        "errors": errors,
        "refusal": refusal,
        "longest": LONGEST_MESSAGE,
        "stand": application.mark,
    }
    return render(request, "desk/acts/opinion.html", context, status=422 if errors else 409 if refusal else 200)


@access(Access.CASEWORK)
@require_safe
def page(request: Any) -> HttpResponse:
    """What the departments of this person were asked for, the most urgent first."""
    asked = consulting.visible_to(request.standing).filter(answered=None).order_by("due", "pk")
    return render(request, "desk/opinions.html", {"opinions": list(asked[:50])})


@access(Access.CASEWORK)
def opinion(request: Any, opinion_id: int) -> HttpResponse:
    """GET shows question and declaration, which the applicant sees in the history; POST gives the opinion."""
    found: Opinion | None = consulting.visible_to(request.standing).filter(pk=opinion_id).first()
    if found is None:
        raise Http404
    typed = Typed(request.POST)
    if request.method == "POST" and not found.answered:
        text = typed.text("text", _("Schreiben Sie bitte Ihre Stellungnahme in das Feld."), LONGEST_MESSAGE)
        if not typed.errors:
            try:
                consulting.give_opinion(opinion=found, text=text, by=request.account, now=request.now)
            except consulting.AlreadyGivenError:
                return go_on(f"/amt/stellungnahmen/{found.pk}/")
            return go_on("/amt/stellungnahmen/")
    casework.note_opening(application=found.application, by=request.account, now=request.now, purpose="opinion")
    context = {
        "opinion": found,
        "words": consulting.words(found),
        "sections": declaration(found.application).sections["de"],
        "values": typed.values,
        "errors": typed.errors,
        "longest": LONGEST_MESSAGE,
    }
    return render(request, "desk/giving_opinion.html", context, status=422 if typed.errors else 200)
