"""The sending browser: a random key in a cookie, and the cases it has opened with a code."""

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

from drehscheibe.applications.models import Application, Draft
from drehscheibe.applications.participation import Participation
from drehscheibe.kernel.keyring import keyed_hash

KEY_COOKIE = "browser"
OPENED_COOKIE = "zugang"
KEY_DAYS = 40
OPENED_SECONDS = 3600
_MOST_OPENED = 20


def key(request: Any) -> bytes | None:
    """The keyed hash of this browser's key, None for a browser without one."""
    value = request.COOKIES.get(KEY_COOKIE, "")
    return hashed(value) if len(value) >= 22 else None


def hashed(value: str) -> bytes:
    return keyed_hash(settings.DREHSCHEIBE_KEYRING.derive("browser"), value)


def new_key() -> str:
    """A fresh key of 132 bits."""
    return secrets.token_urlsafe(17)[:22]


def set_key(response: HttpResponse, value: str) -> None:
    """Give the browser its key."""
    response.set_cookie(
        KEY_COOKIE, value, max_age=KEY_DAYS * 86400, httponly=True, samesite="Lax", secure=settings.SECURE
    )


def address(request: Any) -> str:
    """Where the request comes from; behind the TLS proxy, what that proxy says."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE else ""
    return str(forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))


def page_token(case: Draft | uuid.UUID) -> str:
    """What the pages of a draft, or of somebody's part of it (by its id), carry: opens this one alone.

    A lost cookie loses nothing, and nobody forges it.
    """
    subject = case if isinstance(case, uuid.UUID) else case.pk
    return keyed_hash(settings.DREHSCHEIBE_KEYRING.derive("draft page"), str(subject)).hex()[:40]


def opened(request: Any) -> set[str]:
    """Ids of the applications, and parts of them, this browser has opened with a code within the last hour."""
    try:
        ids = signing.loads(request.COOKIES.get(OPENED_COOKIE, ""), salt=OPENED_COOKIE, max_age=OPENED_SECONDS)
    except signing.BadSignature:
        return set()
    return set(ids)


def close(response: HttpResponse) -> None:
    """The browser opens no case by a code any more that was typed before."""
    response.delete_cookie(OPENED_COOKIE, samesite="Lax")


def note_opened(request: Any, response: HttpResponse, found: Application | Participation) -> None:
    """Let this browser open the application, or the part of it, for an hour."""
    ids = [*sorted(opened(request) - {str(found.pk)})[: _MOST_OPENED - 1], str(found.pk)]
    response.set_cookie(
        OPENED_COOKIE,
        signing.dumps(ids, salt=OPENED_COOKIE),
        max_age=OPENED_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )
