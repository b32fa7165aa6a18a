"""What holds for every answer below `/api/`: open to scripts of other sites, cheap to ask again, errors as JSON."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from drehscheibe.api.problems import CONTENT_TYPE, problem

PREFIX = "/api/"
METHODS = "GET, HEAD, OPTIONS"
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": METHODS,
}


class Answering:
    """Stands outside of everything that answers with a page, so that machines get JSON whatever happens.

    The answers are public, hence any site's script may read them (`*`, never with cookies). `no-cache` means: keep it,
    but ask each time whether it still counts. The ETag is a digest of the content and so the same in every process.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        response = HttpResponse(status=204, headers=PREFLIGHT) if request.method == "OPTIONS" else self._read(request)
        response.cookies.clear()
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, X-Request-Id"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        patch_vary_headers(response, ["Accept-Language"])
        return response

    def _read(self, request: Any) -> HttpResponse:
        asked = request.method
        if asked == "HEAD":  # what GET answers; the server leaves out the body
            request.method = "GET"
        response = self.get_response(request)
        if response.status_code == 200:
            response.headers["Cache-Control"] = "public, no-cache"
            etag = f'"{sha256(response.content).hexdigest()[:32]}"'
            response.headers["ETag"] = etag
            response = get_conditional_response(request, etag=etag, response=response) or response
        request.method = asked
        return _as_problem(response)


def _as_problem(response: HttpResponse) -> HttpResponse:
    """The same answer; a page that tells of an error becomes a problem document with its status and headers."""
    if response.status_code >= 400 and response.headers.get("Content-Type") != CONTENT_TYPE:
        told = problem(response.status_code)
        response.content = told.content
        response.headers["Content-Type"] = CONTENT_TYPE
        response.headers.pop("Content-Length", None)
    if response.status_code == 405:
        response.headers["Allow"] = METHODS
    return response
