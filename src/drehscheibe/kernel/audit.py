"""The append-only audit: one hash chain per application, so that a missing or altered row shows."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime

from django.db import connection

from drehscheibe.kernel import rows, scope
from drehscheibe.kernel.models import AuditEvent

START = b"\0" * 32


def digest(before: bytes, event: AuditEvent) -> bytes:
    """The hash of an event that follows the one with the hash `before`."""
    content = [
        event.tenant_id,
        str(event.chain),
        event.position,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor,
        event.verb,
        event.facts,
    ]
    return hashlib.sha256(before + json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).digest()


def record(
    chain: uuid.UUID, verb: str, *, by: str, now: datetime, facts: Mapping[str, object], opens: bool = False
) -> AuditEvent:
    """Append an event to `chain` in the entered tenant's name.

    `by` is an opaque actor ("account 12", "guest", "system"); `facts` hold ids and plain facts, never contents.
    `opens` says that this is the chain's first event (which spares looking for the last one).
    """
    position, before = 1, START
    if not opens:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(chain)])
        last = AuditEvent.objects.filter(chain=chain).order_by("-position").values_list("position", "digest").first()
        if last:
            position, before = last[0] + 1, bytes(last[1])
    event = AuditEvent(
        tenant_id=scope.current().tenant_id,
        chain=chain,
        position=position,
        at=now,
        actor=by,
        verb=verb,
        facts=dict(facts),
    )
    event.digest = digest(before, event)
    rows.insert(event)
    return event


def history(chain: uuid.UUID) -> list[AuditEvent]:
    """All events of a chain, oldest first."""
    return list(AuditEvent.objects.filter(chain=chain).order_by("position"))


def is_unbroken(events: list[AuditEvent]) -> bool:
    """Whether the events, oldest first, still are what was recorded: nothing altered, nothing missing in between."""
    before = START
    for position, event in enumerate(events, start=1):
        if event.position != position or bytes(event.digest) != digest(before, event):
            return False
        before = bytes(event.digest)
    return True
