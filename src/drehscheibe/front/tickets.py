"""Numbers of the waiting room, kept by the browser in a signed cookie.

The id of the draft that a number begins follows from the number, so a number is good for one start, copied or not.
"""

import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect

from drehscheibe.catalogue.online import Offer
from drehscheibe.kernel import waiting
from drehscheibe.kernel.keyring import keyed_hash

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


def draft_id(offer: Offer, number: int) -> uuid.UUID:
    """The draft that this number of the offer's body begins."""
    key = settings.DREHSCHEIBE_KEYRING.derive("numbers of the waiting room")
    return uuid.UUID(bytes=keyed_hash(key, str(offer.body_id), str(number))[:16], version=4)
