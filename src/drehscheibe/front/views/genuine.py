"""How to recognise the portal, and whether a paper or mail came from here, by its check code."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications.genuine import genuine
from drehscheibe.front import browser
from drehscheibe.front.shareable import host_name, shareable
from drehscheibe.front.views.information import with_host
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import attempts
from drehscheibe.tenants import queries
from drehscheibe.tenants.information import TITLES

LONGEST_CODE = 200  # a whole address fits


@access(Access.PUBLIC)
@shareable  # with a code in the address it is not kept
def page(request: Any) -> HttpResponse:
    """What we never do, and a field for the code; with `?code=` (from a QR code or typed) the answer above it."""
    if "code" not in request.GET:
        return _page(request)
    typed = request.GET["code"][:LONGEST_CODE].strip()
    if not typed:
        return _page(request, problem=_("Geben Sie bitte den Prüfcode ein."), status=422)
    guesser = f"check code {browser.address(request)}"
    if attempts.is_blocked(guesser, request.now):
        problem = _("Das waren zu viele Versuche. Warten Sie bitte 15 Minuten und versuchen Sie es dann noch einmal.")
        return _page(request, typed=typed, problem=problem, status=429)
    found = genuine(typed)
    if found is None:
        attempts.count(guesser, request.now)
        problem = _("Vergleichen Sie jedes Zeichen. Ein Prüfcode hat 31 bis 33 Zeichen, ohne die Striche gezählt.")
        return _page(request, typed=typed, problem=problem, is_foreign=True, status=422)
    return _page(request, typed=typed, found=found)


def _page(request: Any, *, status: int = 200, problem: str = "", **context: Any) -> HttpResponse:
    written = queries.page("echt")
    context |= {
        "title": written.title if written else _(TITLES["echt"]),
        "body": with_host(written.body, host_name(request)) if written else None,
        "problem": problem,
        "errors": [("f-code", problem)] if problem else [],
    }
    return render(request, "front/genuine.html", context, status=status)
