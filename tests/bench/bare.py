"""The bare Django response that pages are compared with: no middleware, no database, no template."""

from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[])  # noqa: S106
django.setup()


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("Guten Tag")


urlpatterns = [path("", hello)]
_django = WSGIHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """In one piece, as the portal's own application hands its pages to the server."""
    response = _django(environ, start_response)
    response.close()
    return [response.content]
