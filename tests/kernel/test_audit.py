"""The audit is appended to, told back, and cannot be altered without showing."""

import random
import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg.types.json import Jsonb

from drehscheibe.kernel import audit, scope
from drehscheibe.kernel.models import AuditEvent
from tests.cast import NOW, tenant
from tests.database import at_once

LENGTH = 10
# One change of each column that an event holds.
TAMPERINGS = [
    "tenant_id = tenant_id + 1",
    "at = at + interval '1 microsecond'",
    "actor = 'account 999'",
    "verb = 'decided'",
    'facts = facts || \'{"purpose": "casework"}\'',
    "facts = facts - 'place'",
    "digest = sha256(digest)",
    "digest = ''",
    "position = position + 1000",
    "chain = gen_random_uuid()",
]


def record(chain: uuid.UUID, count: int = 3) -> list[AuditEvent]:
    return [
        audit.record(chain, "opened", by=f"account {place}", now=NOW + timedelta(minutes=place), facts={"place": place})
        for place in range(count)
    ]


def test_history_tells_events_in_order(musterstadt, scope_of):
    chain = uuid.uuid4()
    with scope_of(musterstadt):
        recorded = record(chain)
        told = audit.history(chain)
    assert told == recorded
    assert [(event.position, event.actor, event.facts) for event in told] == [
        (1, "account 0", {"place": 0}),
        (2, "account 1", {"place": 1}),
        (3, "account 2", {"place": 2}),
    ]
    assert {event.tenant_id for event in told} == {musterstadt.pk}


def test_recorded_chain_is_unbroken(musterstadt, scope_of):
    chain = uuid.uuid4()
    with scope_of(musterstadt):
        record(chain)
        assert audit.is_unbroken(audit.history(chain))


def test_same_events_in_two_chains_have_different_digests(musterstadt, scope_of):
    with scope_of(musterstadt):
        (one,), (other,) = record(uuid.uuid4(), 1), record(uuid.uuid4(), 1)
    assert one.digest != other.digest


def test_simultaneous_events_form_one_chain(committing_database):
    town, chain = tenant("musterstadt"), uuid.uuid4()

    def append(number: int) -> int:
        with transaction.atomic(), scope.enter(town.pk):
            return audit.record(chain, "opened", by=f"account {number}", now=NOW, facts={}).position

    assert sorted(at_once(8, append)) == [1, 2, 3, 4, 5, 6, 7, 8]
    with transaction.atomic(), scope.enter(town.pk):
        assert audit.is_unbroken(audit.history(chain))


@pytest.mark.parametrize("change", ["UPDATE kernel_auditevent SET verb = verb", "DELETE FROM kernel_auditevent"])
def test_application_role_has_no_right_to_change_events(musterstadt, scope_of, change):
    with scope_of(musterstadt):
        record(uuid.uuid4())
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(change)


@pytest.mark.parametrize("change", ["UPDATE kernel_auditevent SET verb = verb", "DELETE FROM kernel_auditevent"])
def test_even_the_owner_meets_a_trigger(committing_database, change):
    with transaction.atomic(), scope.enter(tenant("musterstadt").pk):
        record(uuid.uuid4())
    with committing_database() as owner, pytest.raises(Exception, match="never changed or deleted"):
        owner.execute(change)


def test_every_tampering_of_the_owner_is_found(committing_database):
    """The owner can switch the trigger off; what he then changes breaks the chain (bar 20)."""
    town, chains, chance = tenant("musterstadt"), [uuid.uuid4() for _ in range(10)], random.Random(20)  # noqa: S311
    with transaction.atomic(), scope.enter(town.pk):
        for chain in chains:
            record(chain, LENGTH)
    unnoticed = []
    with committing_database() as owner:
        owner.execute("ALTER TABLE kernel_auditevent DISABLE TRIGGER append_only")
        for number in range(100):
            chain, place = chance.choice(chains), chance.randint(1, LENGTH - 1)
            tampering = TAMPERINGS[number % len(TAMPERINGS)]
            before = _copy(owner, chain)
            owner.execute(
                f"UPDATE kernel_auditevent SET {tampering} WHERE chain = %s AND position = %s", [chain, place]
            )
            if _looks_unbroken(town.pk, chain):
                unnoticed.append((tampering, place))
            _restore(owner, chain, before)
    assert unnoticed == []
    with transaction.atomic(), scope.enter(town.pk):
        assert [audit.is_unbroken(audit.history(chain)) for chain in chains] == [True] * 10


def test_tampered_last_event_is_found(committing_database):
    town, unnoticed = tenant("musterstadt"), []
    with committing_database() as owner:
        owner.execute("ALTER TABLE kernel_auditevent DISABLE TRIGGER append_only")
        for tampering in [change for change in TAMPERINGS if not change.startswith(("tenant_id", "chain"))]:
            chain = uuid.uuid4()
            with transaction.atomic(), scope.enter(town.pk):
                record(chain)
            owner.execute(f"UPDATE kernel_auditevent SET {tampering} WHERE chain = %s AND position = 3", [chain])
            if _looks_unbroken(town.pk, chain):
                unnoticed.append(tampering)
    assert unnoticed == []


def test_event_removed_from_the_middle_is_missed(committing_database):
    town, noticed = tenant("musterstadt"), []
    with committing_database() as owner:
        owner.execute("ALTER TABLE kernel_auditevent DISABLE TRIGGER append_only")
        for place in (1, 5, LENGTH - 1):
            chain = uuid.uuid4()
            with transaction.atomic(), scope.enter(town.pk):
                record(chain, LENGTH)
            owner.execute("DELETE FROM kernel_auditevent WHERE chain = %s AND position = %s", [chain, place])
            noticed.append(not _looks_unbroken(town.pk, chain))
            closed = "UPDATE kernel_auditevent SET position = position - 1 WHERE chain = %s AND position > %s"
            owner.execute(closed, [chain, place])
            noticed.append(not _looks_unbroken(town.pk, chain))
    assert noticed == [True] * 6


def _looks_unbroken(tenant_id: int, chain: uuid.UUID) -> bool:
    """What the applicant would be told."""
    with transaction.atomic(), scope.enter(tenant_id):
        return audit.is_unbroken(audit.history(chain))


def _copy(owner, chain):
    return owner.execute("SELECT id, to_jsonb(e) FROM kernel_auditevent e WHERE chain = %s", [chain]).fetchall()


def _restore(owner, chain, rows):
    owner.execute("DELETE FROM kernel_auditevent WHERE id = ANY(%s)", [[number for number, _ in rows]])
    for _, row in rows:
        owner.execute(
            "INSERT INTO kernel_auditevent SELECT * FROM jsonb_populate_record(NULL::kernel_auditevent, %s)",
            [Jsonb(row)],
        )
