"""The outermost layer: security headers on every answer."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DEMO_TARGETS = " http://localhost:* http://127.0.0.1:*"  # the tour's buttons lead to the towns' own ports
MOST_DRAINED = 128 * 1024 * 1024
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
}


def _read_to_the_end(request: Any) -> None:
    """Take in what is still being sent, so that the browser gets to read the answer instead of a broken connection."""
    left = MOST_DRAINED if request.META.get("CONTENT_LENGTH") else 0
    with suppress(OSError, ValueError):
        while left > 0 and (chunk := request._stream.read(min(left, 1 << 16))):  # noqa: SLF001  limited to this request
            left -= len(chunk)


class SafetyNet:
    """Nothing leaves without security headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        targets = DEMO_TARGETS if settings.DEMO else ""
        self.headers = {
            **HEADERS,
            "Content-Security-Policy": CSP.replace("form-action 'self'", f"form-action 'self'{targets}"),
        }

    def __call__(self, request: Any) -> HttpResponse:
        request.id = secrets.token_hex(8)
        response = self.get_response(request)
        if response.status_code >= 400:
            _read_to_the_end(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Request-Id"] = request.id
        if settings.SECURE:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response
