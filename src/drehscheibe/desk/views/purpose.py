"""What for somebody opens a case that is not theirs."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from drehscheibe.applications import viewing
from drehscheibe.applications.office import ViewingPurpose
from drehscheibe.desk.cases import case_address, in_sight
from drehscheibe.desk.purposes import ask
from drehscheibe.desk.seeing import go_on
from drehscheibe.identity.access import Access, access


@access(Access.CASEWORK)
def page(request: Any, reference: str) -> HttpResponse:
    """The question; POST keeps the answer and goes on to what was asked for."""
    application = in_sight(request, reference)
    if request.method != "POST":
        return ask(request, application)
    chosen = request.POST.get("zweck", "")
    if chosen not in {purpose.value for purpose in viewing.CHOICES}:
        return ask(request, application, _("Wählen Sie bitte aus, wofür Sie den Vorgang öffnen."))
    purpose = ViewingPurpose(chosen)
    viewing.keep(application=application, account=request.account, chosen=purpose, now=request.now)
    address, onward = case_address(application), request.POST.get("weiter", "")
    return go_on(onward if onward.startswith(address) else address)
