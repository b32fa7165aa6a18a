"""One town's rush: its newcomers wait in turn, people inside and the other towns notice little (bar 4)."""

import heapq
import itertools
import json
import statistics
import threading
import time
import urllib.parse
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.bench import flow
from tests.bench.report import Row
from tests.journeys.portal import Portal
from tests.proof.clients import Guest, Tally

LIMIT = 5  # starts a second that the installation lets in
ARRIVALS = 50  # people a second who want to start
OTHER = "auenfeld.localhost"
BROWSER = "k" * 22  # of the drafts that tests.journeys.ready makes
PATHS = ["/", "/leistungen/hundesteuer-anmelden/?frisch=1", "/antrag/hundesteuer-anmelden/", "/suche/?q=hund"]


def run(portal: Portal, *, seconds: float) -> list[Row]:
    """The other town and people inside are asked at a steady pace, before and during the rush."""
    inside = Inside(portal)
    paces = [lambda: get(portal, next(paths)), inside.save]
    paths = itertools.cycle(PATHS)
    calm = at_pace(paces, seconds=seconds)
    rush = Rush(portal)
    rush.start()
    busy = at_pace(paces, seconds=seconds)
    rush.stop()
    rows = [
        Row("rush: people who wanted to start", "", f"{ARRIVALS} a second for {seconds:.0f} s: {rush.told()}",
            met=rush.seen["waiting"] > 0 and not rush.seen["failed"]),
        Row("rush: no answer of the server's fault", "0", str(rush.seen["5xx"]), met=not rush.seen["5xx"]),
    ]  # fmt: skip
    for who, before, during in zip(("the other town's pages", "saving a step inside"), calm, busy, strict=True):
        ratio = p95(during) / p95(before)
        told = f"{p95(before) * 1000:.0f} ms, {p95(during) * 1000:.0f} ms: {ratio:.2f} x"
        rows.append(Row(f"rush: {who}, p95 before and meanwhile", "<= 1.5 x", told, met=ratio <= 1.5))
    return rows


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def get(portal: Portal, path: str) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{portal.port}{path}", headers={"Host": OTHER})
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()


def at_pace(works: list, *, seconds: float) -> list[list[float]]:
    """Each work five times a second; how long each time took."""
    took: list[list[float]] = [[] for _ in works]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for work, times in zip(works, took, strict=True):
            began = time.monotonic()
            work()
            times.append(time.monotonic() - began)
        time.sleep(max(0.0, 0.2 - sum(times[-1] for times in took)))
    return took


class Inside:
    """Somebody of the rushing town who has begun before."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        printed = portal.shell("from tests.journeys.ready import print_drafts; print_drafts(1)")
        draft = json.loads(next(line for line in printed.splitlines() if line.startswith("{")))
        self.path, self.token = draft["path"].replace("/pruefen/", "/nachricht/"), draft["seite"]

    def save(self) -> None:
        typed = {"seite": self.token, "betreff": "Frage", "nachricht": "Guten Tag."}
        headers = {"Host": flow.HOST, "Cookie": f"browser={BROWSER}"}
        address = f"http://127.0.0.1:{self.portal.port}{self.path}"
        request = urllib.request.Request(address, urllib.parse.urlencode(typed).encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            answer.read()


class Rush:
    """People who press Starten; whoever has to wait looks again as often as the page says."""

    def __init__(self, portal: Portal) -> None:
        self.portal, self.ended, self.seen = portal, threading.Event(), Counter[str]()
        self.due: list[tuple[float, int, dict[str, str]]] = []
        self.lock, self.numbers = threading.Lock(), itertools.count()
        self.pool = ThreadPoolExecutor(16)
        self.thread = threading.Thread(target=self.keep_time, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.ended.set()
        self.thread.join(10)
        self.pool.shutdown(cancel_futures=True)

    def told(self) -> str:
        return "{waiting} sent to the waiting room, {in} let in, {failed} failed".format_map(self.seen)

    def keep_time(self) -> None:
        arrival = time.monotonic()
        while not self.ended.wait(0.01):
            while arrival < time.monotonic():
                arrival += 1 / ARRIVALS
                self.pool.submit(self.arrive)
            with self.lock:
                while self.due and self.due[0][0] < time.monotonic():
                    self.pool.submit(self.look, heapq.heappop(self.due)[2])

    def ask(self, request: flow.Request, cookies: dict[str, str]) -> flow.Answer | None:
        guest = Guest(self.portal.port, Tally(), self.ended, self.numbers)
        try:
            answer = guest.ask(request, cookies)
        except OSError:
            self.seen["failed"] += 1
            return None
        finally:
            guest.close()
        self.seen["5xx"] += answer.status >= 500
        return answer

    def arrive(self) -> None:
        cookies: dict[str, str] = {}
        shown = self.ask(flow.Request(flow.START), cookies)
        if shown is None:
            return
        token = shown.body.partition(b'csrfmiddlewaretoken" value="')[2].partition(b'"')[0].decode()
        going = self.ask(flow.Request(flow.START, {"csrfmiddlewaretoken": token}), cookies)
        if going and going.location.endswith("/warten/"):
            self.seen["waiting"] += 1
            self.look(cookies)
        elif going:
            self.seen["in"] += 1

    def look(self, cookies: dict[str, str]) -> None:
        shown = self.ask(flow.Request(f"{flow.START}warten/"), cookies)
        if shown and shown.status == 200:
            with self.lock:
                heapq.heappush(self.due, (time.monotonic() + shown.refresh, next(self.numbers), cookies))
        elif shown:
            self.seen["in"] += 1
