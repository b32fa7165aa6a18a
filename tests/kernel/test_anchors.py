"""Anchors hold all chains together: whatever the owner of the tables changes, removes or adds shows (bar 20)."""

import random
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg.types.json import Jsonb

from drehscheibe.kernel import anchors, audit, scope
from drehscheibe.kernel.models import Anchor, AuditEvent
from drehscheibe.tenants.queries import directory
from tests.cast import NOW, tenant
from tests.database import as_owner

CHAINS, LENGTH, ROUNDS, TAMPERINGS = 6, 8, 6, 1000


def record(chain: uuid.UUID, slug: str, number: int) -> None:
    with transaction.atomic(), scope.enter(tenant(slug).pk):
        audit.record(chain, "opened", by=f"account {number}", now=NOW + timedelta(minutes=number), facts={"n": number})


def anchor(minute: int = 0) -> Anchor | None:
    return anchors.anchor(tenants=list(directory().tenants), now=NOW + timedelta(minutes=minute))


def settle() -> None:
    """Anchor what the demo's founding has written."""
    anchor()


@pytest.fixture
def whole(committing_database):
    """Chains of two towns, grown over some rounds with an anchor after each; Django is the owner of the tables."""
    chains = [uuid.UUID(int=number + 1) for number in range(CHAINS)]
    for minute in range(ROUNDS):
        for number, chain in enumerate(chains):
            if number % 3 != minute % 3:
                for _ in range(2):
                    record(chain, ("musterstadt", "auenfeld")[number % 2], minute)
        assert anchor(minute) is not None
    with as_owner(), connection.cursor() as owner:
        owner.execute("ALTER TABLE kernel_auditevent DISABLE TRIGGER append_only")
        owner.execute("ALTER TABLE kernel_anchor DISABLE TRIGGER append_only")
        yield owner


def rewrite(owner, chain: uuid.UUID, change) -> None:
    """Alter a chain's events and compute every hash anew, as a clever forger would."""
    names = "id, tenant_id, chain, position, at, actor, verb, facts, digest"
    owner.execute(f"SELECT {names} FROM kernel_auditevent WHERE chain = %s ORDER BY position", [chain])
    events = [AuditEvent(**dict(zip(names.split(", "), row, strict=True))) for row in owner.fetchall()]
    change(events)
    before = audit.START
    for event in events:
        event.digest = before = audit.digest(before, event)
        owner.execute(
            "UPDATE kernel_auditevent SET actor = %s, verb = %s, facts = %s, digest = %s WHERE id = %s",
            [event.actor, event.verb, Jsonb(event.facts), event.digest, event.pk],
        )


def _tamper(owner, kind: int, chance: random.Random) -> str:
    chain = uuid.UUID(int=chance.randint(1, CHAINS))
    place, position = chance.randint(1, LENGTH), chance.randint(1, ROUNDS - 1)
    one = "WHERE chain = %s AND position = %s"
    columns = [
        "tenant_id = tenant_id + 1",
        "at = at + interval '1 microsecond'",
        "actor = actor || ' '",
        "verb = 'decided'",
        "facts = facts || '{\"x\": 1}'",
        "digest = sha256(digest)",
        "position = position + 100",
        "chain = gen_random_uuid()",
        "id = id + 100000",
    ]
    if kind < len(columns):
        owner.execute(f"UPDATE kernel_auditevent SET {columns[kind]} {one}", [chain, place])
        return columns[kind]
    match kind - len(columns):
        case 0:
            what = "an event removed"
            owner.execute(f"DELETE FROM kernel_auditevent {one}", [chain, place])
        case 1:
            what = "a chain cut off at its end"
            owner.execute("DELETE FROM kernel_auditevent WHERE chain = %s AND position >= %s", [chain, place])
        case 2:
            what = "a whole chain removed"
            owner.execute("DELETE FROM kernel_auditevent WHERE chain = %s", [chain])
        case 3:
            what = "a chain rewritten with right hashes"
            rewrite(owner, chain, lambda events: setattr(events[place - 1], "actor", "account 999"))
        case 4:
            what = "a chain invented with right hashes among old numbers"
            town = tenant("musterstadt").pk
            forged = AuditEvent(tenant_id=town, chain=uuid.uuid4(), position=1, at=NOW, actor="guest", verb="submitted")
            owner.execute(
                "INSERT INTO kernel_auditevent VALUES (%s, %s, %s, 1, %s, 'guest', 'submitted', '{}', %s)",
                [-chance.randint(1, 9), forged.tenant_id, forged.chain, NOW, audit.digest(audit.START, forged)],
            )
        case 5:
            what = "an anchor removed"
            owner.execute("DELETE FROM kernel_anchor WHERE position = %s", [position])
        case 6:
            what = "an anchor altered"
            column = chance.choice(["upto = upto - 1", "after = after + 1", "heads = heads + 1", "at = at + '1 hour'"])
            owner.execute(f"UPDATE kernel_anchor SET {column} WHERE position = %s", [position])
        case _:
            what = "an anchor's hash altered"
            owner.execute("UPDATE kernel_anchor SET digest = sha256(digest) WHERE position = %s", [position])
    return what


def findings() -> list[str]:
    """What is found within the running transaction."""
    return [*anchors._broken_chains(), *anchors._broken_anchors()]


def test_whole_chains_and_anchors_are_found_whole(whole):
    assert list(anchors.findings()) == []


def test_a_thousand_tamperings_of_every_kind_are_found(whole):
    chance, unnoticed, kinds = random.Random(20), [], set()  # noqa: S311  reproducible
    for number in range(TAMPERINGS):
        with transaction.atomic():
            what = _tamper(whole, number % 17, chance)
            kinds.add(what.split()[0] if "=" in what else what)
            if not findings():
                unnoticed.append(what)
            transaction.set_rollback(True)
    assert unnoticed == []
    assert len(kinds) == 17
    assert findings() == []


def test_the_command_finds_what_was_committed(whole):
    grown = [uuid.UUID(int=number + 1) for number in range(CHAINS)]
    whole.execute("UPDATE kernel_auditevent SET actor = 'account 999' WHERE position = 2 AND chain = ANY(%s)", [grown])
    assert len(list(anchors.findings())) == CHAINS


def test_nothing_is_written_when_nothing_changed(committing_database):
    record(uuid.uuid4(), "musterstadt", 1)
    assert anchor() is not None
    assert anchor(1) is None
    assert Anchor.objects.count() == 1


def test_each_changed_chain_counts_once(committing_database):
    settle()
    before = Anchor.objects.count()
    one, other = uuid.uuid4(), uuid.uuid4()
    for chain, slug in ((one, "musterstadt"), (one, "musterstadt"), (other, "auenfeld")):
        record(chain, slug, 1)
    found = anchor()
    assert found is not None
    assert (found.position, found.heads) == (before + 1, 2)


def test_an_anchor_waits_for_events_that_are_being_written(committing_database):
    """Numbers are drawn before the commit: an event with a lower number may come to light later."""
    chain, other, town = uuid.uuid4(), uuid.uuid4(), tenant("musterstadt").pk
    written, may_commit = threading.Event(), threading.Event()
    settle()

    def write_slowly() -> None:
        with transaction.atomic(), scope.enter(town):
            audit.record(chain, "opened", by="guest", now=NOW, facts={})
            written.set()
            may_commit.wait(60)
        connection.close()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    assert written.wait(60)
    record(other, "musterstadt", 1)
    threading.Timer(0.5, may_commit.set).start()
    found = anchor()
    slow.join()
    assert found is not None
    assert found.heads == 2


def test_an_anchor_is_put_off_while_somebody_writes_for_long(committing_database, monkeypatch):
    monkeypatch.setattr(anchors, "PATIENCE", 0.2)
    with committing_database() as owner:
        owner.execute("BEGIN")
        owner.execute("LOCK TABLE kernel_auditevent IN ROW EXCLUSIVE MODE")
        record(uuid.uuid4(), "musterstadt", 1)
        assert anchor() is None
        owner.execute("ROLLBACK")
    assert anchor() is not None


@pytest.mark.parametrize("change", ["UPDATE kernel_anchor SET heads = heads", "DELETE FROM kernel_anchor"])
def test_the_application_may_not_change_anchors(db, change):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(change)
