"""The script by which other websites show the portal's search. What it asks for is public under `/api/v1/`."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import condition, require_safe

from drehscheibe import ui
from drehscheibe.identity.access import Access, access


@lru_cache(maxsize=1)
def _content() -> tuple[bytes, str]:

    content = Path(ui.__path__[0], "assets", "embed.js").read_bytes()
    return content, f'"{sha256(content).hexdigest()[:32]}"'


@access(Access.PUBLIC)
@require_safe
@condition(etag_func=lambda _request: _content()[1])
def script(_request: Any) -> HttpResponse:
    """Any website may load it, hence `cross-origin`; it is the same for all portals and everybody."""
    headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=3600"}
    return HttpResponse(_content()[0], content_type="text/javascript; charset=utf-8", headers=headers)
