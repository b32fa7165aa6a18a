"""Mark pages that are the same for everybody, so that they are rendered once per publication."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse


def shareable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page depends on nothing but address, language and what is published."""

    @wraps(view)
    def marked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.is_shareable = True  # type: ignore[attr-defined]
        return response

    return marked
