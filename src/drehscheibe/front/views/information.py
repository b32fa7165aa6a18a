"""Legal and informational pages, honest where content is missing."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.catalogue import embedding
from drehscheibe.forms.schema import text
from drehscheibe.front.shareable import host_name, shareable
from drehscheibe.identity.access import Access, access
from drehscheibe.tenants import queries
from drehscheibe.tenants.arms import picture
from drehscheibe.tenants.information import TITLES


@access(Access.PUBLIC)
@shareable
def page(request: Any, slug: str) -> HttpResponse:
    found = queries.page(slug)
    if found is None:
        return render(request, "front/page.html", {"title": _(TITLES[slug]), "body": None})
    body = with_host(found.body, host_name(request))
    return render(request, "front/page.html", {"title": found.title, "body": body, "changed": found.changed})


@access(Access.PUBLIC)
@shareable
def open_data(request: Any) -> HttpResponse:
    """Where the catalogue can be had as data, and under which licence."""
    snippet = embedding.snippet(f"{request.scheme}://{host_name(request)}", language=request.language)
    return render(request, "front/open_data.html", {"licence": request.portal.texts.get("licence"), "snippet": snippet})


@access(Access.PUBLIC)
def arms(_request: Any, digest: str) -> HttpResponse:
    """The body's own coat of arms or logo; the digest names its content, so it may be kept for ever."""
    content = picture(digest)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/png", headers={"Cache-Control": "public, max-age=31536000"})
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@access(Access.PUBLIC)
@require_safe
def manifest(request: Any) -> HttpResponse:
    """What a phone needs to put the portal on its home screen (W3C Web Application Manifest)."""
    content = {
        "name": text(request.portal.texts.get("portal") or {"de": request.portal.name}, request.language).text,
        "short_name": request.portal.name,
        "lang": request.language,
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [
            {"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("icon-512.png"), "sizes": "512x512", "type": "image/png"},
        ],
    }
    response = JsonResponse(content, content_type="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


def with_host(blocks: Any, host: str) -> Any:
    """Texts may hold `{host}`: the address under which the visitor sees the portal."""
    if isinstance(blocks, str):
        return blocks.replace("{host}", host)
    if isinstance(blocks, dict):
        return {key: with_host(part, host) for key, part in blocks.items()}
    return [with_host(part, host) for part in blocks]
