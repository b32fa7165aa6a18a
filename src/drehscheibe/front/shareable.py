"""Mark pages that are the same for everybody, so that they are rendered once per publication."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse


def host_name(request: Any) -> str:
    """The portal's host name as the visitor has named it; in a demo with the port, which says which town is meant.

    Elsewhere anybody may invent ports, which must neither show on a page for everybody nor make it another page.
    """
    host: str = request.META.get("HTTP_HOST", "")
    return host if settings.DEMO else (host.rsplit(":", 1)[0] if ":" in host else host).lower().rstrip(".")


def shareable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page depends on nothing but address, language and what is published."""

    @wraps(view)
    def marked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.is_shareable = True  # type: ignore[attr-defined]
        return response

    return marked
