"""Restrict the processing of a case, and end that: for whoever leads its department."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications.models import Application
from drehscheibe.applications.operations.restricting import RestrictedError, lift, restrict
from drehscheibe.applications.queries import led_by
from drehscheibe.applications.retention import Ground
from drehscheibe.desk.cases import case_address, see_case
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.restricted import grounds, show_restricted
from drehscheibe.desk.seeing import form_context, go_on
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock, references

LONGEST_REASON = 2_000


def _led(request: Any, reference: str) -> Application:
    read = references.read_reference(reference)
    found = led_by(request.standing).filter(reference=read).first() if read else None
    if found is None:
        raise Http404
    return found


@access(Access.LEADING)
def page(request: Any, reference: str) -> HttpResponse:
    """The question why and until when; POST restricts the case."""
    application = _led(request, reference)
    if application.is_restricted:
        return show_restricted(request, application, request.GET.get("erledigt", ""))
    if request.method != "POST":
        return _show(request, application)
    typed = Typed(request.POST)
    ground = typed.choice("grund", grounds(), _("Wählen Sie bitte aus, warum der Vorgang gesperrt wird."))
    reason = typed.text("anlass", _("Schreiben Sie bitte auf, was der Anlass ist."), LONGEST_REASON)
    until = None
    if request.POST.get("bis", "").strip():
        until = typed.date("bis", _("Geben Sie bitte ein Datum ein, zum Beispiel 14.06.2027, oder lassen Sie es leer."))
        if until and until < clock.day(request.now):
            typed.refuse("bis", _("Dieser Tag ist schon vorbei. Geben Sie bitte einen späteren ein."))
    if typed.errors:
        return _show(request, application, typed)
    acting = {"ground": Ground(ground), "reason": reason, "until": until, "by": request.account, "now": request.now}
    try:
        restrict(application=application, **acting)
    except RestrictedError:  # a colleague was faster: the page says why
        return go_on(f"{case_address(application)}sperre/")
    return go_on(f"{case_address(application)}sperre/", "gesperrt")


def _show(request: Any, application: Application, typed: Typed | None = None) -> HttpResponse:
    options = [{"value": key, "label": label} for key, label in grounds().items()]
    context = {"application": application, "options": options, "longest": LONGEST_REASON}
    context |= form_context(request, typed, {"grund": "", "anlass": "", "bis": ""})
    return render(request, "desk/restricting.html", context, status=422 if typed else 200)


@access(Access.LEADING)
def lifting(request: Any, reference: str) -> HttpResponse:
    """POST ends the restriction."""
    application = _led(request, reference)
    if request.method == "POST":
        lift(application=application, by=request.account, now=request.now)
    return see_case(application, "entsperrt" if request.method == "POST" else "")
