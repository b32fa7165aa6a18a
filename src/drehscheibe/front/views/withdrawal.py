"""The applicant takes an application back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications.operations import answering
from drehscheibe.applications.operations.state import AlreadyDecidedError, WithdrawnError
from drehscheibe.forms.fields.cleaning import clean_lines
from drehscheibe.front.cases import opened, see_case
from drehscheibe.front.views.case import show
from drehscheibe.identity.access import Access, access

LONGEST_REASON = 2000


@access(Access.HOLDER)
def page(request: Any, reference: str) -> HttpResponse:
    """GET asks once more and for a reason, which is voluntary; POST withdraws."""
    with opened(request, reference) as application:
        if request.method != "POST":
            return _ask(request, application) if application.is_open else see_case(application)
        reason = clean_lines(request.POST.get("text", ""))
        if len(reason) > LONGEST_REASON:
            problem = _("Ihr Text ist zu lang. Kürzen Sie ihn bitte auf höchstens 2.000 Zeichen.")
            return _ask(request, application, problem=problem, typed=reason, status=422)
        try:
            answering.withdraw(application=application, reason=reason, by=request.account or None, now=request.now)
        except WithdrawnError:  # by an earlier press of the button: the page says that it is done
            return see_case(application, "rueckzug")
        except AlreadyDecidedError:
            refusal = _("Über Ihren Antrag ist inzwischen entschieden. Er lässt sich nicht mehr zurückziehen.")
            return show(request, application, refusal=refusal, status=409)
        return see_case(application, "rueckzug")


def _ask(request: Any, application: Any, *, problem: str = "", typed: str = "", status: int = 200) -> HttpResponse:
    context = {
        "application": application,
        "typed": typed,
        "longest": LONGEST_REASON,
        "errors": [("f-text", problem)] if problem else [],
    }
    return render(request, "front/withdraw.html", context, status=status)
