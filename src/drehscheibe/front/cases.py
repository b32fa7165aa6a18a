"""Find the application that a request is about, and whether this browser may open it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect

from drehscheibe.applications import queries
from drehscheibe.applications.models import Application
from drehscheibe.front import browser
from drehscheibe.kernel import references


class NotOpenedError(Http404):
    """The browser may not open the case, or there is none: nobody learns which. Leads to the page for the code."""

    def __init__(self, reference: str) -> None:
        super().__init__()
        self.reference = reference


@contextmanager
def opened(request: Any, reference: str) -> Iterator[Application]:
    """The application in its body's scope, for the browser that sent it or has typed its code, or the account.

    Everybody else gets 404, whether it exists or not.
    """
    read = references.read_reference(reference)
    body = queries.body_of(read) if read else None
    if read is None or body is None:
        raise NotOpenedError(reference[:40])
    with queries.responsible_body(body):
        found = queries.application_by_reference(read)
        if found is None or not may_open(request, found):
            raise NotOpenedError(reference[:40])
        yield found


def may_open(request: Any, application: Application) -> bool:
    """Whether this browser or account holds the application, or has opened it with its code."""
    held = queries.holds(application, browser.key(request), request.account or None)
    return held or str(application.pk) in browser.opened(request)


def by_code(typed: str, code: str) -> Application | None:
    """The application with this reference, for who knows its access code."""
    reference = references.read_reference(typed)
    body = queries.body_of(reference) if reference else None
    if reference is None or body is None:
        return None
    with queries.responsible_body(body):
        found = queries.application_by_reference(reference)
        return found if found and queries.opens(found, code) else None


def see_case(application: Application, done: str = "") -> HttpResponse:
    """Go on to the case (Post/Redirect/Get); `done` names the verb that has just been done, and the page says so."""
    query = f"?erledigt={done}" if done else ""
    response = HttpResponseRedirect(f"/vorgang/{application.reference}/{query}")
    response.status_code = 303
    return response
