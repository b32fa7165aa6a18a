"""Processes killed at random moments while guests apply (bars 6, 7, 8)."""

import random
import statistics
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from psycopg import Connection

from tests.bench import flow
from tests.bench.report import Row
from tests.journeys import killing
from tests.journeys.portal import Portal
from tests.proof import ledger
from tests.proof.clients import Tally, guests
from tests.proof.delivering import MOMENTS, Receiver, held, workers

GUESTS = 12
SERVICE = "/leistungen/hundesteuer-anmelden/"
UNCACHED = "/vorgang/"


def verdict(what: str, found: ledger.Ledger, tally: Tally) -> list[Row]:
    """The rows that every stage ends with."""
    rate = len(tally.acknowledged) / tally.seconds
    return [
        Row(f"{what}: acknowledged, stored, lost, doubled", "0 lost, 0 doubled", found.told(), met=found.is_sound),
        Row(f"{what}: guests that gave up", "0", str(len(tally.failures)), met=not tally.failures),
        Row(f"{what}: applications a second meanwhile", "", f"{rate:.1f}/s over {tally.seconds:.0f} s"),
    ]


def web(portal: Portal, *, seconds: float) -> list[Row]:
    """A random web worker dies every two to five seconds; clients retry with the same draft."""
    kills, end = 0, time.monotonic() + seconds
    with guests(portal.port, count=GUESTS) as tally:
        while time.monotonic() < end:
            time.sleep(random.uniform(2, 5))
            workers = killing.web_workers(portal)
            if workers:
                killing.kill(random.choice(workers))
                kills += 1
    found = ledger.read(portal, tally)
    share = tally.within(3)
    return [
        Row("web workers killed", "", f"{kills} in {seconds:.0f} s"),
        *verdict("web", found, tally),
        Row("web: sendings answered within three tries", ">= 99 %", f"{share:.2%}", met=share >= 0.99),
        Row("web: the slowest sending, tries included", "", f"{max(tally.sendings, default=0):.1f} s"),
    ]


def jobs(portal: Portal, *, kills: int, say: Callable[[str], None]) -> list[Row]:
    """Whoever delivers dies before, during or after it; ten mails for each kill, at a receiver that drops repeats."""
    deliveries = 10 * kills
    receiver = Receiver(kills=kills, every=8)
    with held(portal), ledger.database(portal) as connection:
        portal.shell(f"from tests.proof.delivering import send_many; send_many({deliveries})", patience=1800)
        left, dead, seconds = _work_off(portal, receiver, connection, say=say, patience=60 + 5 * kills)
    receiver.close()
    listed = portal.shell("from drehscheibe.kernel.failed_jobs import failed; print(len(failed()))").splitlines()[-1]
    repeats = sum(receiver.letters.values()) - len(receiver.letters)
    moments = ", ".join(f"{receiver.killed[moment]} {moment}" for moment in MOMENTS)
    done = sum(receiver.killed.values())
    return [
        Row("job workers killed", str(kills), f"{done}: {moments} the foreign call; {seconds:.0f} s",
            met=done >= kills),
        Row("jobs: mails that came in, by Message-ID", f"{deliveries} of {deliveries}",
            f"{len(receiver.letters)}; {repeats} repeats dropped", met=len(receiver.letters) == deliveries),
        Row("jobs: from a kill to the mail it held up, longest", "<= 60 s", f"{receiver.longest:.1f} s",
            met=receiver.longest <= 60),
        Row("jobs: left undone", "0", str(left), met=not left),
        Row("jobs: given up, and listed for the operator", "equal", f"{dead}, {listed}", met=str(dead) == listed),
    ]  # fmt: skip


def _work_off(
    portal: Portal, receiver: Receiver, connection: Connection[Any], *, say: Callable[[str], None], patience: float
) -> tuple[int, int, float]:
    """Jobs left and jobs given up when all is done or `patience` seconds are over, and how many it took."""
    began, told = time.monotonic(), 0.0
    with workers(portal, receiver.port):
        while (left := ledger.unfinished(connection)) and time.monotonic() - began < patience:
            if time.monotonic() - told > 15:
                told = time.monotonic()
                say(f"  {len(receiver.letters)} delivered, {sum(receiver.killed.values())} killed, {left} jobs left")
            time.sleep(0.3)
        return left, ledger.failed(connection), time.monotonic() - began


def database(portal: Portal, *, kills: int) -> list[Row]:
    """PostgreSQL dies under load; it comes back by itself, and the catalogue is served meanwhile."""
    away: list[float] = []
    served, asked = 0, 0
    _status(portal, SERVICE)
    with guests(portal.port, count=GUESTS) as tally:
        for _ in range(kills):
            time.sleep(random.uniform(3, 6))
            killing.kill(killing.database(portal))
            began = time.monotonic()
            while _status(portal, UNCACHED) != 200 and time.monotonic() - began < 60:
                asked += 1
                served += _status(portal, SERVICE) == 200
                time.sleep(0.1)
            away.append(time.monotonic() - began)
    found = ledger.read(portal, tally)
    longest = max(away)
    return [
        Row("database killed", "20", f"{kills} times"),
        *verdict("database", found, tally),
        Row("database: service back, longest and median", "<= 30 s",
            f"{longest:.1f} s, {statistics.median(away):.1f} s", met=longest <= 30),
        Row("database: catalogue page served while it was away", "always", f"{served} of {asked}", met=served == asked),
    ]  # fmt: skip


def _status(portal: Portal, path: str) -> int:
    request = urllib.request.Request(f"http://127.0.0.1:{portal.port}{path}", headers={"Host": flow.HOST})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
