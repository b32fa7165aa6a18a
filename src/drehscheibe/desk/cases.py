"""Find the case that a request is about, among those that the member of staff may see."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect

from drehscheibe.applications import viewing
from drehscheibe.applications.models import Application
from drehscheibe.applications.queries import restricted_to, visible_to
from drehscheibe.desk.purposes import PurposeMissingError
from drehscheibe.desk.restricted import RestrictedCaseError
from drehscheibe.kernel import clock, references


def visible(request: Any, reference: str) -> Application:
    """The case of one of this person's departments, to be worked on; `request.purpose` is what it is opened for.

    Raises PurposeMissingError where somebody else works on it and this person has not said what for.
    """
    found = in_sight(request, reference)
    request.purpose = viewing.purpose(found, request.standing, request.account, request.now)
    if request.purpose is None:
        raise PurposeMissingError(found)
    return found


def in_sight(request: Any, reference: str) -> Application:
    """The case of one of this person's departments; another department's, another body's and unknown ones are 404.

    Only for what shows nothing of its contents: see `visible`. Raises RestrictedCaseError where nobody may work on it.
    """
    read = references.read_reference(reference)
    today = clock.day(request.now)
    found = viewing.marked(visible_to(request.standing), today).filter(reference=read).first() if read else None
    if found is None:
        kept = restricted_to(request.standing).filter(reference=read).first() if read else None
        if kept:
            raise RestrictedCaseError(kept)
        raise Http404
    return found


def case_address(application: Application) -> str:
    """Where the case is shown to staff."""
    return f"/amt/vorgaenge/{application.reference}/"


def see_case(application: Application, done: str = "") -> HttpResponse:
    """Go on to the case (Post/Redirect/Get); `done` names the verb that has just been done, and the page says so."""
    response = HttpResponseRedirect(case_address(application) + (f"?erledigt={done}" if done else ""))
    response.status_code = 303
    return response
