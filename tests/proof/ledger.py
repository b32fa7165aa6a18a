"""What the database holds of what was acknowledged: stored, doubled, lost, processed to the end."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from drehscheibe.kernel import embedded_postgres
from tests.bench import flow
from tests.journeys.portal import Portal
from tests.proof.clients import Tally

_OURS = "JOIN catalogue_onlineservice o ON o.id = a.online_service_id WHERE o.slug = %s"
_UNFINISHED = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name LIKE %s"
_MAILS = """
SELECT count(*), count(DISTINCT message_id) FROM demo_postedmail
WHERE substring(subject FROM '[A-Z]+-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]') = ANY(%s)
"""


@dataclass(frozen=True)
class Ledger:
    """Counts of applications of this run. `doubled`: one and the same declaration stored twice."""

    acknowledged: int
    stored: int
    lost: int
    doubled: int
    receipts: int
    mails: int
    mails_doubled: int
    unfinished: int
    waited: float

    @property
    def is_sound(self) -> bool:
        """Nothing lost, nothing doubled, everything done."""
        whole = self.receipts == self.stored and self.unfinished == 0
        return not (self.lost or self.doubled or self.mails_doubled) and whole

    def told(self) -> str:
        return (
            f"{self.acknowledged} acknowledged, {self.stored} stored, {self.lost} lost, {self.doubled} doubled; "
            f"{self.receipts} receipts, {self.mails} mails ({self.mails_doubled} doubled), {self.unfinished} jobs left"
        )


@contextmanager
def database(portal: Portal) -> Iterator[psycopg.Connection[Any]]:
    """A connection as the owner, who sees all rows."""
    with (
        embedded_postgres.hold(portal.var) as server,
        psycopg.connect(
            host=server.host, user=embedded_postgres.OWNER, dbname=embedded_postgres.DATABASE, autocommit=True
        ) as connection,
    ):
        yield connection


def read(portal: Portal, tally: Tally, *, patience: float = 60) -> Ledger:
    """Wait until the jobs are done (at most `patience` seconds), then count."""
    with database(portal) as connection:
        started = time.monotonic()
        while unfinished(connection) and time.monotonic() - started < patience:
            time.sleep(0.2)
        waited = time.monotonic() - started
        select = f"SELECT a.reference, a.answers_digest, a.receipt_id FROM applications_application a {_OURS}"
        rows = connection.execute(select, [flow.SLUG]).fetchall()
        references = {row[0] for row in rows}
        mails, distinct = _one(connection, _MAILS, list(references))
        left = unfinished(connection)
    return Ledger(
        acknowledged=len(tally.acknowledged),
        stored=len(rows),
        lost=len(set(tally.acknowledged) - references),
        doubled=len(rows) - len({row[1] for row in rows}),
        receipts=sum(row[2] is not None for row in rows),
        mails=mails,
        mails_doubled=mails - distinct,
        unfinished=left,
        waited=waited,
    )


def unfinished(connection: psycopg.Connection[Any]) -> int:
    """How many jobs of applications are not done yet."""
    return int(_one(connection, _UNFINISHED, "applications.%")[0])


def failed(connection: psycopg.Connection[Any]) -> int:
    """How many jobs were given up."""
    return int(_one(connection, "SELECT count(*) FROM procrastinate_jobs WHERE status = %s", "failed")[0])


def _one(connection: psycopg.Connection[Any], query: str, value: object) -> tuple[Any, ...]:
    row = connection.execute(query, [value]).fetchone()
    if row is None:
        raise LookupError(query)
    return tuple(row)
