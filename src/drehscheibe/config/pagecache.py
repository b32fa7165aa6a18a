"""Public pages are rendered once per publication and then served from memory."""

from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from drehscheibe.kernel import freshness

LIMIT = 4000
Key = tuple[str, str, str]


class PageCache:
    """Serves answers that a view marked `is_shareable`, to browsers that are not signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[Key, tuple[int, bytes, str]] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponse:
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
        if kept and kept[0] == stamp:
            return self._answer(kept[1], kept[2])
        response = self.get_response(request)
        if kept and response.status_code == 503:  # better yesterday's page than none
            return self._answer(kept[1], kept[2])
        if stamp is not None and response.status_code == 200 and getattr(response, "is_shareable", False):
            content_type = response.headers["Content-Type"]
            self.pages[key] = (stamp, response.content, content_type)
            if len(self.pages) > LIMIT:
                self.pages.popitem(last=False)
            return self._answer(response.content, content_type)
        return response

    @staticmethod
    def _answer(content: bytes, content_type: str) -> HttpResponse:
        return HttpResponse(content, content_type=content_type, headers={"Cache-Control": "no-cache"})
