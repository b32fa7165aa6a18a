"""Correct a decision: write it anew and say why."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications.models import Outcome
from drehscheibe.applications.operations.correcting import NotDecidedError, correct
from drehscheibe.applications.operations.state import ChangedMeanwhileError
from drehscheibe.desk.cases import see_case, visible
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.standing import overtaken
from drehscheibe.desk.views.case import LONGEST_DECISION, LONGEST_MESSAGE, outcomes
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import typeset


@access(Access.CASEWORK)
def page(request: Any, reference: str) -> HttpResponse:
    """GET asks for the new decision and the reason; POST makes it. The former one is kept."""
    application = visible(request, reference)
    decided = getattr(application, "decision", None)
    if decided is None or decided.outcome == Outcome.ANSWERED:
        return see_case(application)
    typed, refusal = Typed(request.POST), ""
    if request.method == "POST":
        choices = {choice["value"] for choice in outcomes(application)}
        outcome = typed.choice("outcome", choices, _("Wählen Sie bitte aus, wie Sie entscheiden."))
        text = typed.text("text", _("Schreiben Sie bitte die Begründung in das Feld."), LONGEST_DECISION)
        reason = typed.text("grund", _("Sagen Sie bitte, warum Sie den Bescheid berichtigen."), LONGEST_MESSAGE)
        if not typeset.can_show(text):
            typed.refuse("text", _("Löschen Sie bitte Emojis und Zeichen, die sich im Bescheid nicht drucken lassen."))
        if not typed.errors:
            try:
                correct(
                    application=application,
                    outcome=Outcome(outcome),
                    text=text,
                    reason=reason,
                    by=request.account,
                    now=request.now,
                    seen=request.POST.get("gesehen", ""),
                )
            except ChangedMeanwhileError:
                application = visible(request, reference)
                refusal = overtaken(application, request.POST.get("gesehen", ""), request.language)
            except NotDecidedError:
                return see_case(application)
            except typeset.TypesettingError:
                refusal = _("Der Bescheid ließ sich nicht als PDF setzen. Es gilt weiter der bisherige.")
            else:
                return see_case(application, "berichtigung")
    context = {
        "application": application,
        "outcomes": outcomes(application),
        "values": typed.values or {"outcome": decided.outcome},
        "errors": typed.errors,
        "refusal": refusal,
        "longest": LONGEST_MESSAGE,
        "longest_decision": LONGEST_DECISION,
        "stand": application.mark,
    }
    return render(
        request, "desk/acts/correction.html", context, status=422 if typed.errors else 409 if refusal else 200
    )
