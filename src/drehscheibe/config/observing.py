"""Every answered request leaves a line in the log and a count: by the pattern of its address, never by the address."""

import logging
import threading
from collections.abc import Callable
from functools import lru_cache
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from drehscheibe.kernel import logs, measures

SLOW = 1.0  # seconds
METHODS = frozenset({"GET", "HEAD", "POST"})
log = logging.getLogger("drehscheibe.request")


class _Statements(threading.local):
    """Counts this thread's statements, as Django counts them: those that only enter a scope do not come this way."""

    number = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.number += 1
        return execute(sql, params, many, context)


_statements = _Statements()


_measure = lru_cache(maxsize=1000)(measures.requests.labels)  # finding the labels' place takes longer than counting


def _origin(request: Any) -> tuple[str, str]:
    """The pattern of the address, and the portal. A page from memory brings along what its first request had."""
    kept: tuple[str, str] | None = getattr(request, "origin", None)
    if kept:
        return kept
    portal = getattr(request, "portal", None)
    match = request.resolver_match
    if match is not None:
        route = f"/{match.route}"
    else:
        route = settings.STATIC_URL if request.path_info.startswith(settings.STATIC_URL) else "none"
    return route, portal.slug if portal else ""


class Observation:
    """The outermost layer: measures what all others do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if _statements not in connection.execute_wrappers:
            connection.execute_wrappers.append(_statements)
        _statements.number = 0
        started = perf_counter()
        response = self.get_response(request)
        self._note(request, response, perf_counter() - started)
        return response

    @staticmethod
    def _note(request: Any, response: HttpResponse, seconds: float) -> None:
        route, portal = _origin(request)
        method = request.method if request.method in METHODS else "other"
        status = response.status_code
        _measure(method, route, status).observe(seconds)
        is_slow = seconds >= SLOW
        level = logging.ERROR if status >= 500 else logging.WARNING if is_slow else logging.INFO
        logs.tell(
            log,
            level,
            "slow request" if is_slow else "request",
            request=request.id,
            portal=portal,
            method=method,
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
            statements=_statements.number,
        )
