"""Public pages are rendered once per publication and then served from memory."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from drehscheibe.kernel import freshness

LIMIT = 4000
Key = tuple[str, str, str]


class Kept(NamedTuple):
    """A page, since which publication it counts, and (for the log) the pattern of its address and its portal."""

    stamp: int
    content: bytes
    content_type: str
    origin: tuple[str, str]


class PageCache:
    """Serves answers that a view marked `is_shareable`, to browsers that are not signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[Key, Kept] = OrderedDict()

    def __call__(self, request: Any) -> HttpResponse:
        cacheable = (
            request.method == "GET"
            and not request.META.get("QUERY_STRING")
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
        )
        if not cacheable:
            return self.get_response(request)
        stamp = freshness.stamp()
        key = (request.META.get("HTTP_HOST", ""), request.path, translation.get_language() or "de")
        kept = self.pages.get(key)
        if kept and kept.stamp == stamp:
            return self._answer(request, kept)
        response = self.get_response(request)
        if kept and response.status_code == 503:  # better yesterday's page than none
            return self._answer(request, kept)
        if stamp is not None and response.status_code == 200 and getattr(response, "is_shareable", False):
            origin = (f"/{request.resolver_match.route}", request.portal.slug)
            self.pages[key] = fresh = Kept(stamp, response.content, response.headers["Content-Type"], origin)
            if len(self.pages) > LIMIT:
                self.pages.popitem(last=False)
            return self._answer(request, fresh)
        return response

    @staticmethod
    def _answer(request: Any, kept: Kept) -> HttpResponse:
        request.origin = kept.origin
        return HttpResponse(kept.content, content_type=kept.content_type, headers={"Cache-Control": "no-cache"})
