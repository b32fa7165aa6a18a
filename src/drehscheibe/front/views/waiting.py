"""The waiting room: a number, a place, and in by itself when it is one's turn. Who is inside notices nothing."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drehscheibe.applications.queries import has_begun, responsible_body
from drehscheibe.front import tickets
from drehscheibe.front.views import start
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import waiting

_SOONEST, _LATEST = 5, 60  # seconds between two looks


@access(Access.PUBLIC)
@require_safe
def room(request: Any, slug: str) -> HttpResponse:
    """The place in the queue; asks again by itself, and begins the application when the number is let in."""
    offer = start.offered(slug)
    with responsible_body(offer.body_id):
        number = tickets.number(request, offer)
        if number is None:
            return HttpResponseRedirect(f"/antrag/{slug}/")
        begins = tickets.draft_id(offer, number)
        if has_begun(begins):
            return HttpResponseRedirect(f"/antrag/{slug}/")
        ahead = waiting.before(number, request.now)
        if not ahead:
            return start.let_in(request, offer, begins)
        seconds = ahead / settings.STARTS_PER_SECOND
        again = int(min(_LATEST, max(_SOONEST, seconds / 2)))
        context = {"offer": offer, "service": offer.online_service.service, "place": ahead, "again": again,
                   "minutes": max(1, round(seconds / 60))}  # fmt: skip
        response = render(request, "front/waiting.html", context)
        response.headers["Refresh"] = str(again)  # works without JavaScript
        return response
