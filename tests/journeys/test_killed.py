"""Processes are killed without warning: what was acknowledged is stored once, jobs go on, pages come back."""

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator

import pytest

from tests.journeys.killing import database, job_workers, kill, web_workers
from tests.journeys.portal import Portal
from tests.journeys.ready import KEY
from tests.journeys.test_mishaps import Stay

pytestmark = pytest.mark.journey
DRAFTS = 60


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal of its own, so that no other journey meets what is killed here."""
    running = Portal(tmp_path_factory.mktemp("killed"))
    yield running
    running.end()


def ready_drafts(portal: Portal, count: int) -> list[dict[str, str]]:
    printed = portal.shell(f"from tests.journeys.ready import print_drafts; print_drafts({count})")
    return [json.loads(line) for line in printed.splitlines() if line.startswith("{")]


def state(portal: Portal) -> dict:
    return json.loads(portal.shell("from tests.journeys.ready import print_state; print_state()").splitlines()[-1])


def send(portal: Portal, draft: dict[str, str]) -> str:
    """Press Absenden until there is an answer; the address of the receipt."""
    data = urllib.parse.urlencode({"seite": draft["seite"], "stand": draft["stand"]}).encode()
    for _ in range(40):
        request = urllib.request.Request(portal.url(draft["path"]), data, {"Cookie": f"browser={KEY}"})
        try:
            with urllib.request.build_opener(Stay).open(request, timeout=10) as answer:
                return str(answer.headers["Location"])
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    raise AssertionError("no answer after 40 tries")


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
        thread.join(120)
    assert killing.is_set()
    assert len(set(receipts)) == DRAFTS
    assert {send(portal, draft) for draft in drafts} == set(receipts)
    end = time.monotonic() + 60
    while (now := state(portal))["jobs"] and time.monotonic() < end:
        time.sleep(0.5)
    new = set(now["references"]) - set(before["references"])
    assert {receipt.split("/")[2] for receipt in receipts} == new
    assert now["jobs"] == 0
    assert now["receipts"] == len(now["references"])


def test_the_database_goes_away_and_comes_back(portal: Portal) -> None:
    with urllib.request.urlopen(portal.url("/vorgang/"), timeout=10) as answer:
        assert answer.status == 200
    kill(database(portal))
    seen, end = set(), time.monotonic() + 30
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(portal.url("/vorgang/"), timeout=10) as answer:
                seen.add(answer.status)
        except urllib.error.HTTPError as error:
            seen.add(error.code)
            body = error.read().decode()
            assert "gleich wieder" in body, body
        if 200 in seen and 503 in seen:
            break
        time.sleep(0.05)
    assert seen == {200, 503}
    (draft,) = ready_drafts(portal, 1)
    assert send(portal, draft).split("/")[2] in state(portal)["references"]
