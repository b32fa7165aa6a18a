"""Anchors: the heads of all changed chains, hashed together and chained, so that a chain cut off at its end shows.

An anchor covers the events whose ids follow the last anchor's. It is set when no transaction can add to them any more.
Whoever may change the tables could also write all later anchors anew: each anchor therefore stands in the log and in
the manifest of backups, where such a change can be held against it.
"""

import hashlib
import json
import logging
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.db import connection, transaction

from drehscheibe.kernel import audit, logs, scope
from drehscheibe.kernel.models import Anchor, AuditEvent

PATIENCE = 20.0  # seconds for running transactions to end; else the next minute tries again
Head = tuple[uuid.UUID, int, bytes]
log = logging.getLogger(__name__)

_WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE relation = 'kernel_auditevent'::regclass AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
"""
_HEADS = """
SELECT DISTINCT ON (chain) chain, position, digest FROM kernel_auditevent
WHERE id > %s AND id <= %s ORDER BY chain, position DESC
"""


def _digest(before: bytes, anchor: Anchor, heads: Sequence[Head]) -> bytes:
    moment = anchor.at.astimezone(UTC).isoformat(timespec="microseconds")
    facts = json.dumps([anchor.position, moment, anchor.after, anchor.upto, len(heads)])
    pieces = [chain.bytes + position.to_bytes(8) + bytes(digest) for chain, position, digest in sorted(heads)]
    return hashlib.sha256(b"".join([before, facts.encode(), *pieces])).digest()


def _last_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM kernel_auditevent_id_seq")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _are_settled() -> bool:
    """Wait until every transaction that was writing events has ended, without holding up new ones."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS)
        writers = {name for (name,) in cursor.fetchall()}
        deadline = time.monotonic() + PATIENCE
        while writers:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
            cursor.execute(_WRITERS)
            writers &= {name for (name,) in cursor.fetchall()}
    return True


@transaction.atomic
def anchor(*, tenants: Sequence[int], now: datetime) -> Anchor | None:
    """Anchor what `tenants` (all there are) recorded since the last time. None: nothing new, or not settled yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('anchors', 0))")
    last = Anchor.objects.order_by("-position").first()
    fresh = Anchor(position=last.position + 1 if last else 1, at=now, after=last.upto if last else 0, upto=_last_id())
    if fresh.upto == fresh.after or not _are_settled():
        return None
    heads: list[Head] = []
    for tenant in tenants:
        with scope.enter(tenant), connection.cursor() as cursor:
            cursor.execute(_HEADS, [fresh.after, fresh.upto])
            heads += cursor.fetchall()
    if not heads:  # numbers that were drawn and given up
        return None
    fresh.heads = len(heads)
    fresh.digest = _digest(bytes(last.digest) if last else audit.START, fresh, heads)
    fresh.save(force_insert=True)
    logs.tell(log, logging.INFO, "anchor", position=fresh.position, heads=fresh.heads, digest=fresh.digest.hex())
    return fresh


def findings() -> Iterator[str]:
    """What is wrong with chains and anchors; reads all events twice, as the owner of the tables, who sees all."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield from _broken_chains()
        yield from _broken_anchors()


def _broken_chains() -> Iterator[str]:
    chain, position, before, number, is_broken = None, 0, audit.START, 0, False
    for event in AuditEvent._base_manager.order_by("chain", "position", "pk").iterator():  # noqa: SLF001  all tenants'
        if event.chain != chain:
            chain, position, before, number, is_broken = event.chain, 0, audit.START, 0, False
        position += 1
        is_next = event.position == position and event.pk > number  # anchors go by number
        if not is_broken and not (is_next and bytes(event.digest) == audit.digest(before, event)):
            is_broken = True
            yield f"chain {chain}: event {position} is missing or altered"
        before, number = bytes(event.digest), event.pk


def _broken_anchors() -> Iterator[str]:
    rows = AuditEvent._base_manager.order_by("pk").values_list("pk", "chain", "position", "digest")  # noqa: SLF001
    events = rows.iterator()
    waiting = next(events, None)
    before, after = audit.START, 0
    for place, found in enumerate(Anchor.objects.order_by("position"), start=1):
        heads: dict[uuid.UUID, tuple[int, bytes]] = {}
        while waiting and waiting[0] <= found.upto:
            heads[waiting[1]] = max(heads.get(waiting[1], (0, b"")), (waiting[2], bytes(waiting[3])))
            waiting = next(events, None)
        expected = _digest(before, found, [(chain, *head) for chain, head in heads.items()])
        are_in_line = found.position == place and found.after == after and found.heads == len(heads)
        if not are_in_line or bytes(found.digest) != expected:
            yield f"anchor {found.position} of {found.at:%Y-%m-%d %H:%M}: it or what it covers has been altered"
        before, after = bytes(found.digest), found.upto
