"""The waiting room: when more people start at once than is good for those inside, newcomers get a number.

Below the set rate nothing is stored and nothing is asked: each web process counts its own starts (a token bucket per
tenant). Above it, a newcomer draws a number; numbers are let in at the set rate, so a place follows from the clock.
"""

import time
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from drehscheibe.kernel import scope
from drehscheibe.kernel.models import WaitingRoom

BURST = 4  # seconds of starts that may come at once
_KNOWN_FOR = 1.0  # seconds for which a process trusts what it has read of a room
_QUEUE_LIKELY = 30.0  # seconds after the last refusal during which a process asks whether people still wait

_DRAW = """
INSERT INTO kernel_waitingroom (tenant_id, base, since, last) VALUES (%(tenant)s, 0, %(now)s, 1)
ON CONFLICT (tenant_id) DO UPDATE SET
    base = CASE WHEN {is_empty} THEN kernel_waitingroom.last ELSE kernel_waitingroom.base END,
    since = CASE WHEN {is_empty} THEN %(now)s ELSE kernel_waitingroom.since END,
    last = kernel_waitingroom.last + 1
RETURNING last
""".format(
    is_empty="kernel_waitingroom.base + %(rate)s * extract(epoch FROM %(now)s - kernel_waitingroom.since) "
    ">= kernel_waitingroom.last"
)


@dataclass
class _Door:
    """What one process knows of one tenant. Times are monotonic seconds."""

    tokens: float
    at: float
    refused_at: float = -_QUEUE_LIKELY
    room: WaitingRoom | None = None
    read_at: float = -_KNOWN_FOR


_doors: dict[int, _Door] = {}


def _door(tenant_id: int) -> _Door:
    """The door with its tokens as of now."""
    own = settings.STARTS_PER_SECOND / settings.WEB_WORKERS
    now = time.monotonic()
    door = _doors.setdefault(tenant_id, _Door(own * BURST, now))
    door.tokens, door.at = min(own * BURST, door.tokens + own * (now - door.at)), now
    return door


def may_enter(now: datetime) -> bool:
    """Whether somebody may start with the entered tenant at once; counts them if so."""
    if not settings.STARTS_PER_SECOND:
        return True
    door = _door(scope.current().tenant_id)
    if door.at - door.refused_at < _QUEUE_LIKELY and _let_in(door, now) < (door.room.last if door.room else 0):
        door.refused_at = door.at
        return False
    if door.tokens < 1:
        door.refused_at = door.at
        return False
    door.tokens -= 1
    return True


def draw(now: datetime) -> int:
    """A number for the waiting room of the entered tenant."""
    rate: float = settings.STARTS_PER_SECOND
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, {"tenant": scope.current().tenant_id, "now": now, "rate": rate})
        return int(cursor.fetchone()[0])


def before(number: int, now: datetime) -> int:
    """How many people are let in before the one with this number; 0: it is their turn."""
    if not settings.STARTS_PER_SECOND:
        return 0
    return max(0, number - _let_in(_door(scope.current().tenant_id), now))


def _let_in(door: _Door, now: datetime) -> int:
    """The last number that is let in; the room is read once a second at most."""
    if door.at - door.read_at >= _KNOWN_FOR:
        door.room = WaitingRoom.objects.first()
        door.read_at = door.at
    if door.room is None:
        return 0
    passed = max(0.0, (now - door.room.since).total_seconds())
    return door.room.base + int(settings.STARTS_PER_SECOND * passed)
