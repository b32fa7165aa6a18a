"""The outermost layer: security headers on every answer, and a plain page when the database is away."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from drehscheibe.ui.plain import plain_page

log = logging.getLogger(__name__)

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

class SafetyNet:
    """Nothing leaves without security headers; nobody sees a stack trace."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.id = secrets.token_hex(8)
        try:
            response = self.get_response(request)
        except (OperationalError, InterfaceError) as error:
            log.warning("database away", extra={"request": request.id, "error": type(error).__name__})
            response = plain_page(503, "database_away")
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Request-Id"] = request.id
        if settings.SECURE:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response
