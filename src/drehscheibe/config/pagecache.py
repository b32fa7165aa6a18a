"""Public pages are rendered once per publication and then served from memory.

Each is kept on the disk, too: while the database is away, any process shows the page as it was last.
"""

import json
import os
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from drehscheibe.demo import tour
from drehscheibe.front.shareable import host_name
from drehscheibe.kernel import freshness

LIMIT = 4000
Key = tuple[str, str, str]


class Kept(NamedTuple):
    """A page, since which publication it counts, and (for the log) the pattern of its address and its portal."""

    stamp: int
    content: bytes
    content_type: str
    origin: tuple[str, str]


def _file(key: Key) -> Path:
    return Path(settings.DREHSCHEIBE_VAR, "pages", sha256("\0".join(key).encode()).hexdigest())


def _keep_on_disk(key: Key, kept: Kept) -> None:
    file = _file(key)
    draft = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError):  # a full disk: the page is in memory all the same
        file.parent.mkdir(exist_ok=True)
        draft.write_bytes(json.dumps([kept.content_type, *kept.origin]).encode() + b"\n" + kept.content)
        draft.replace(file)


def _on_disk(key: Key) -> Kept | None:
    try:
        head, _, content = _file(key).read_bytes().partition(b"\n")
    except OSError:
        return None
    content_type, route, portal = json.loads(head)
    return Kept(0, content, content_type, (route, portal))


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
            and not (settings.DEMO and tour.COOKIE in request.COOKIES)  # who takes the tour sees where they are
        )
        if not cacheable:
            return self.get_response(request)
        stamp = freshness.stamp()
        key = (host_name(request), request.path, translation.get_language() or "de")
        kept = self.pages.get(key)
        if kept and kept.stamp == stamp:
            return self._answer(request, kept)
        response = self.get_response(request)
        if response.status_code == 503:  # better yesterday's page than none
            last = kept or _on_disk(key)
            return self._answer(request, last) if last else response
        if stamp is not None and response.status_code == 200 and getattr(response, "is_shareable", False):
            origin = (f"/{request.resolver_match.route}", request.portal.slug)
            self.pages[key] = fresh = Kept(stamp, response.content, response.headers["Content-Type"], origin)
            if len(self.pages) > LIMIT:
                self.pages.popitem(last=False)
            _keep_on_disk(key, fresh)
            return self._answer(request, fresh)
        return response

    @staticmethod
    def _answer(request: Any, kept: Kept) -> HttpResponse:
        request.origin = kept.origin
        return HttpResponse(kept.content, content_type=kept.content_type, headers={"Cache-Control": "no-cache"})
