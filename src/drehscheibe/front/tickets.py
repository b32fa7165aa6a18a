"""Numbers of the waiting room, kept by the browser in a signed cookie."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect

from drehscheibe.catalogue.queries import Offer
from drehscheibe.kernel import waiting

COOKIE = "platz"
_VALID = 4 * 3600  # seconds


def take(request: Any, offer: Offer) -> HttpResponse:
    """Too many start at once: lead to the page that waits."""
    slug = offer.online_service.slug
    ticket = signing.dumps([offer.body_id, slug, waiting.draw(request.now)], salt=COOKIE)
    response = HttpResponseRedirect(f"/antrag/{slug}/warten/")
    response.status_code = 303
    response.set_cookie(
        COOKIE, ticket, max_age=_VALID, path=f"/antrag/{slug}/", httponly=True, samesite="Lax", secure=settings.SECURE
    )
    return response


def number(request: Any, offer: Offer) -> int | None:
    """The number that this browser has drawn for the offer."""
    try:
        body, slug, drawn = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=_VALID)
    except (signing.BadSignature, ValueError):
        return None
    return int(drawn) if (body, slug) == (offer.body_id, offer.online_service.slug) else None
