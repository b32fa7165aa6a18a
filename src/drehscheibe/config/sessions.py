"""End sessions when their time is over: the one place that does."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

from drehscheibe.identity.models import TrustLevel
from drehscheibe.identity.sessions import Times


class SessionLimits:
    """Signs out whoever's session has ended by the limits of its trust level, and notes at most once a minute that it
    is in use. `request.has_session_ended` tells the pages. Guests have no session and cost nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.has_session_ended = False
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._check(request, int(request.now.timestamp()))
        return self.get_response(request)

    @staticmethod
    def _check(request: Any, now: int) -> None:
        session = request.session
        kept = Times(session.get("opened", now), session.get("seen", now))
        if kept.have_ended(TrustLevel(session.get("trust_level", TrustLevel.LOW)), now):
            logout(request)
            request.has_session_ended = True
            return
        times = kept.at(now)
        if times != kept or "opened" not in session:
            session["opened"], session["seen"] = times.opened, times.seen
