"""Processes killed at random moments while guests apply (bars 6, 7, 8)."""

import random
import statistics
import time
import urllib.error
import urllib.request

from tests.bench import flow
from tests.bench.report import Row
from tests.journeys import killing
from tests.journeys.portal import Portal
from tests.proof import ledger
from tests.proof.clients import Tally, guests

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


def jobs(portal: Portal, *, kills: int) -> list[Row]:
    """The job worker dies at random moments; each job has its effect once at a receiver that drops repeats by id."""
    done = 0
    with guests(portal.port, count=3) as tally:
        while done < kills:
            time.sleep(random.uniform(0.2, 2.5))
            for pid in killing.job_workers(portal):
                killing.kill(pid)
                done += 1
    found = ledger.read(portal, tally, patience=60)
    return [
        Row("job workers killed", "200", str(done)),
        *verdict("jobs", found, tally),
        Row("jobs: done after the last kill", "<= 60 s", f"{found.waited:.1f} s", met=found.unfinished == 0),
        Row("jobs: one mail for each application", "equal", f"{found.mails} of {found.stored}",
            met=found.mails == found.stored),
    ]  # fmt: skip


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
