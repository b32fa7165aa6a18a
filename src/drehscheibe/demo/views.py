"""Pages of the demo installation."""

import os
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from drehscheibe.applications.operations.drafts import discard, open_answers
from drehscheibe.applications.queries import drafts_of
from drehscheibe.demo import tour as tours
from drehscheibe.demo.cases import ready_draft
from drehscheibe.demo.hosts import portals
from drehscheibe.demo.models import PostedMail
from drehscheibe.identity.access import Access, access


@access(Access.DEMO)
def post(request: Any) -> HttpResponse:
    """The mails that would have been sent, the latest first."""
    return render(request, "demo/post.html", {"mails": PostedMail.objects.order_by("-at", "-pk")[:100]})


@access(Access.DEMO)
def tour(request: Any) -> HttpResponse:
    """Where one is on the tour, and what is simulated. On localhost only: its cookies reach every town's port."""
    host = request.get_host()
    if host.partition(":")[0] not in tours.HOSTS:
        return HttpResponseRedirect(f"{tours.origin(host, 0)}/demo/")
    cookie = request.COOKIES.get(tours.COOKIE, "")
    found = tours.progress(cookie, request.browser)
    if found is None:
        cookie = tours.begin(request.now)
        found = tours.progress(cookie, request.browser)
    context = {
        "portals": portals(settings.DEMO_PORT),
        "progress": found,
        "stops": [(stop, tours.button(stop, host)) for stop in tours.STOPS],
    }
    return _keep(render(request, "demo/tour.html", context), cookie)


def _keep(response: HttpResponse, cookie: str) -> HttpResponse:
    response.set_cookie(tours.COOKIE, cookie, httponly=True, samesite="Lax")
    return response


@access(Access.DEMO)
def again(request: Any) -> HttpResponse:
    """Begin the tour anew; only when the button was pressed."""
    response = HttpResponseRedirect("/demo/")
    return _keep(response, tours.begin(request.now)) if request.method == "POST" else response


@access(Access.DEMO)
def stop(request: Any, stop: tours.Stop) -> HttpResponse:
    """The page of a stop, for who has just been signed in; notes that it was looked at."""
    cookie = tours.look_at(request.COOKIES.get(tours.COOKIE, ""), stop.number, request.now)
    progress = tours.progress(cookie, request.browser)
    return _keep(HttpResponseRedirect(tours.path_of(stop, progress.case if progress else None)), cookie)


@access(Access.DEMO)
@csrf_exempt  # as the demo's sign-in: nothing of anybody's is changed
def filled(request: Any) -> HttpResponse:
    """A dog tax form with the answers of the demo's citizen, for who has no time to type; leads to its check page."""
    if request.method != "POST" or request.portal.slug != tours.TOWN:
        return HttpResponseRedirect("/demo/")
    owner = request.account or None
    if owner is None and request.browser is None:
        return HttpResponseRedirect(f"/antrag/{tours.SERVICE}/")
    for begun in drafts_of(tours.SERVICE, request.browser or b"", owner, request.now):
        if not open_answers(begun):  # what "Starten" has made a moment ago would wait in the mailbox for ever
            discard(draft=begun)
    draft = ready_draft(
        tenant=request.portal,
        slug=tours.SERVICE,
        account=owner,
        browser=request.browser or os.urandom(32),  # the account opens it; the browser gets its key by sending
        now=request.now,
    )
    response = HttpResponseRedirect(f"/antrag/{tours.SERVICE}/{draft.pk}/pruefen/")
    response.status_code = 303
    return response
