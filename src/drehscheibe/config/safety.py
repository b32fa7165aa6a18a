"""The outermost layer: security headers on every answer, and a plain page when the database is away."""

import logging
import secrets
from collections.abc import Callable
from html import escape
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_noop as _

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
TEXTS = {
    "unknown_host": (
        _("Unter dieser Adresse gibt es kein Portal"),
        _("Prüfen Sie die Adresse in der Zeile oben im Browser. Steht sie in einem Schreiben, fragen Sie bitte dort nach."),
    ),
    "database_away": (
        _("Wir sind gleich wieder für Sie da"),
        _("Das Portal ist gerade kurz nicht erreichbar. Was Sie gespeichert haben, ist sicher. Laden Sie die Seite in einer Minute neu."),
    ),
    "broken": (
        _("Das hat leider nicht geklappt"),
        _("Bei uns ist ein Fehler aufgetreten. Was Sie gespeichert haben, ist sicher. Bitte versuchen Sie es in ein paar Minuten noch einmal."),
    ),
}


def plain_page(status: int, key: str) -> HttpResponse:
    """A page that needs no database, no template and no portal."""
    title, sentence = (escape(translation.gettext(text)) for text in TEXTS[key])
    language = translation.get_language() or "de"
    body = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'</head><body><main><h1>{title}</h1><p>{sentence}</p></main></body></html>'
    )
    response = HttpResponse(body, status=status)
    if status == 503:
        response["Retry-After"] = "10"
    return response


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
