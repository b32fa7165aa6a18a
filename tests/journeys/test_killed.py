"""Processes are killed without warning: what was acknowledged is stored once, jobs go on, pages come back."""

import json
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.killing import database, job_workers, kill, web_workers
from tests.journeys.portal import Portal, copied
from tests.journeys.ready import KEY
from tests.journeys.test_mishaps import Stay

pytestmark = pytest.mark.journey
DRAFTS = 60
PATIENCE = 180  # seconds; a slow machine starts killed processes slowly


@pytest.fixture(scope="module")
def portal(filled_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal of its own, so that no other journey meets what is killed here."""
    running = Portal(copied(filled_var, tmp_path_factory.mktemp("killed")))
    yield running
    running.end()


def ready_drafts(portal: Portal, count: int) -> list[dict[str, str]]:
    printed = portal.shell(f"from tests.journeys.ready import print_drafts; print_drafts({count})")
    return [json.loads(line) for line in printed.splitlines() if line.startswith("{")]


def state(portal: Portal, *, patience: float = 0) -> dict:
    """Counts as `print_state` finds them, once no job waits any more or after `patience` seconds."""
    code = f"from tests.journeys.ready import print_state; print_state(patience={patience})"
    return json.loads(portal.shell(code).splitlines()[-1])


def send(portal: Portal, draft: dict[str, str]) -> str:
    """Press Absenden until there is an answer; the address of the receipt."""
    data = urllib.parse.urlencode({"seite": draft["seite"], "stand": draft["stand"]}).encode()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        request = urllib.request.Request(portal.url(draft["path"]), data, {"Cookie": f"browser={KEY}"})
        try:
            with urllib.request.build_opener(Stay).open(request, timeout=30) as answer:
                return str(answer.headers["Location"])
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    raise AssertionError(f"no answer within {PATIENCE} s")


def test_killed_web_and_job_workers_lose_and_double_nothing(portal: Portal) -> None:
    before = state(portal)
    drafts = ready_drafts(portal, DRAFTS)
    receipts: list[str] = []
    killing = threading.Event()

    def killer() -> None:
        for round_number in range(6):
            time.sleep(0.4)
            for pid in web_workers(portal)[:1]:
                kill(pid)
            if round_number % 2:
                for pid in job_workers(portal):
                    kill(pid)
        killing.set()

    def sender(mine: list[dict[str, str]]) -> None:
        receipts.extend(send(portal, draft) for draft in mine)

    threads = [threading.Thread(target=killer)]
    threads += [threading.Thread(target=sender, args=[drafts[start::4]]) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * PATIENCE)
    assert killing.is_set()
    assert len(set(receipts)) == DRAFTS
    assert {send(portal, draft) for draft in drafts} == set(receipts)
    now = state(portal, patience=120)
    new = set(now["references"]) - set(before["references"])
    assert {receipt.split("/")[2] for receipt in receipts} == new
    assert now["jobs"] == 0
    assert now["receipts"] == len(now["references"])


def test_the_database_goes_away_and_comes_back(portal: Portal) -> None:
    assert ask(portal)[0] == 200
    portal.process.send_signal(signal.SIGSTOP)  # who starts it again is held until its absence was seen
    try:
        kill(database(portal))
        status, body = until(portal, 503)
    finally:
        portal.process.send_signal(signal.SIGCONT)
    assert (status, "gleich wieder" in body) == (503, True), body
    assert until(portal, 200)[0] == 200
    (draft,) = ready_drafts(portal, 1)
    assert send(portal, draft).split("/")[2] in state(portal)["references"]


def ask(portal: Portal) -> tuple[int, str]:
    """Status and body of a page that nobody keeps in memory, straight from the web server; 0 without an answer."""
    request = urllib.request.Request(portal.url("/vorgang/", "kreis"), headers={"Host": "musterstadt.localhost"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def until(portal: Portal, status: int) -> tuple[int, str]:
    end = time.monotonic() + PATIENCE
    while (answer := ask(portal))[0] != status and time.monotonic() < end:
        time.sleep(0.1)
    return answer
