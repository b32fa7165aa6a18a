"""A million applications: lists, search and pages of cases stay quick for fifty clerks at once."""

import json
import random
import re
import threading
import time
import urllib.parse
import urllib.request
from collections import defaultdict
from http.cookiejar import CookieJar

from tests.bench.report import Row, at_most
from tests.journeys.portal import Portal
from tests.proof.rush import p95
from tests.proof.seeding import FIRST, LAST

CLERKS, PAUSE = 50, (3.0, 7.0)  # seconds that a clerk reads before asking for the next page
LIMIT = 200.0  # milliseconds
PEOPLE = ("sachbearbeitung", "buergerbuero", "leitstelle")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
OLDER = re.compile(r'href="(\?[^"]+)" rel="next"')
CASE = re.compile(r'href="(/amt/vorgaenge/[A-Z0-9-]+/)"')


def run(portal: Portal, *, cases: int, seconds: float) -> list[Row]:
    """Seed, then let the clerks work for so many seconds."""
    printed = portal.shell(f"from tests.proof.seeding import seed; seed({cases})", patience=3000)
    seeded = json.loads(printed.splitlines()[-1])
    took: dict[str, list[float]] = defaultdict(list)
    ended, wrong = threading.Event(), []
    clerks = [Clerk(portal, number, took, wrong) for number in range(CLERKS)]
    threads = [threading.Thread(target=clerk.work, args=(ended,), daemon=True) for clerk in clerks]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    ended.set()
    for thread in threads:
        thread.join(60)
    rows = [
        Row("a million: cases seeded", "", f"{cases:,} in {seeded['seconds']} s"),
        Row(
            "a million: tallies that a recount finds wrong", "0", str(seeded["different"]), met=not seeded["different"]
        ),
        Row("a million: answers that were no page", "0", str(len(wrong)), met=not wrong),
    ]
    for kind in ("list", "search", "case"):
        told = f"a million: {kind}, p95 of {len(took[kind])} pages, {CLERKS} clerks"
        rows.append(at_most(told, LIMIT, p95(took[kind]) * 1000, " ms"))
    return rows


class Clerk:
    """Signed in as somebody of the office; looks at lists, searches, opens a case."""

    def __init__(self, portal: Portal, number: int, took: dict[str, list[float]], wrong: list[str]) -> None:
        self.portal, self.took, self.wrong, self.dice = portal, took, wrong, random.Random(number)
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        body = self.ask("/anmelden/")
        self.ask("/anmelden/demo/", {"csrfmiddlewaretoken": TOKEN.search(body)[1], "person": PEOPLE[number % 3]})

    def ask(self, path: str, typed: dict[str, str] | None = None) -> str:
        data = urllib.parse.urlencode(typed).encode() if typed else None
        with self.opener.open(self.portal.url(path), data, timeout=60) as answer:
            return answer.read().decode()

    def timed(self, kind: str, path: str) -> str:
        began = time.monotonic()
        try:
            body = self.ask(path)
        except OSError as error:
            self.wrong.append(f"{path}: {error}")
            return ""
        self.took[kind].append(time.monotonic() - began)
        return body

    def work(self, ended: threading.Event) -> None:
        ended.wait(self.dice.uniform(0, PAUSE[1]))
        while not ended.is_set():
            body = self.step()
            if found := CASE.findall(body):
                ended.wait(self.dice.uniform(*PAUSE))
                self.timed("case", self.dice.choice(found))
            ended.wait(self.dice.uniform(*PAUSE))

    def step(self) -> str:
        dice, lists = self.dice, "/amt/vorgaenge/"
        match dice.randrange(6):
            case 0:
                return self.timed("list", "/amt/eingang/")
            case 1:
                return self.timed(
                    "list", f"{lists}?status={dice.choice(['meine', 'wartet', 'alle', 'zurueckgezogen'])}"
                )
            case 2:
                body = self.timed("list", lists)
                older = OLDER.search(body)
                return self.timed("list", lists + older[1].replace("&amp;", "&")) if older else body
            case 3:
                name = dice.choice(LAST)[: dice.randrange(3, 9)]
                return self.timed("search", f"{lists}?{urllib.parse.urlencode({'q': name})}")
            case 4:
                typed = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
                return self.timed("search", f"{lists}?{urllib.parse.urlencode({'q': typed})}")
            case _:
                typed = f"person{dice.randrange(100_000)}@example.org"
                return self.timed("search", f"{lists}?{urllib.parse.urlencode({'q': typed})}")
