"""Slow down guessing: at most ten failed attempts per subject in a quarter of an hour."""

from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import F, Sum

from drehscheibe.kernel.keyring import keyed_hash
from drehscheibe.kernel.models import Attempt

LIMIT = 10
_WINDOW_SECONDS = 900


def _subject(what: str) -> bytes:
    return keyed_hash(settings.DREHSCHEIBE_KEYRING.derive("attempts"), what)


def is_blocked(what: str, now: datetime) -> bool:
    """Whether `what` (an address, a reference) has failed too often within the last two windows."""
    window = int(now.timestamp()) // _WINDOW_SECONDS
    recent = Attempt.objects.filter(subject=_subject(what), window__gte=window - 1)
    return (recent.aggregate(total=Sum("count"))["total"] or 0) >= LIMIT


def take(what: str, now: datetime, limit: int = LIMIT) -> bool:
    """Count one attempt before it is made; whether it is within the limit of the last two windows.

    The counter's row stays locked until the transaction ends: attempts at the same time wait for each other.
    """
    count(what, now)
    window = int(now.timestamp()) // _WINDOW_SECONDS
    recent = Attempt.objects.filter(subject=_subject(what), window__gte=window - 1)
    return (recent.aggregate(total=Sum("count"))["total"] or 0) <= limit


def give_back(what: str, now: datetime) -> None:
    """The attempt taken before was none: it succeeded."""
    window = int(now.timestamp()) // _WINDOW_SECONDS
    Attempt.objects.filter(subject=_subject(what), window=window).update(count=F("count") - 1)


def forget(now: datetime) -> None:
    """Delete the counters that no longer block anybody."""
    Attempt.objects.filter(window__lt=int(now.timestamp()) // _WINDOW_SECONDS - 1).delete()


def count(what: str, now: datetime) -> None:
    """Note one failed attempt."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO kernel_attempt (subject, "window", count) VALUES (%s, %s, 1) '
            'ON CONFLICT (subject, "window") DO UPDATE SET count = kernel_attempt.count + 1',
            [_subject(what), int(now.timestamp()) // _WINDOW_SECONDS],
        )
