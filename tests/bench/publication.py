"""How long until every web process finds what was just published: asked over new connections all the while."""

import json
import threading
import time
import urllib.request
from contextlib import suppress

from tests.bench import flow
from tests.bench.report import Row, at_most
from tests.journeys.portal import Portal

WORDS = ("Quarzmolluske", "Nebelhornkurs", "Fabelwesenzucht")  # unknown before, so that the index is made anew
_IN_A_ROW = 24  # answers over new connections that all have it: whichever process answers
_PATIENCE = 15.0  # seconds

_PUBLISH = """
import time
from drehscheibe.catalogue.operations import describe_service
from drehscheibe.kernel import clock
from drehscheibe.tenants.models import Department
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory

with work_as(directory().by_host("{host}")):
    office = Department.objects.first()
    describe_service(slug="gemessen-{number}", name={{"de": "{word}"}}, department=office, now=clock.now(),
                     summary={{"de": "Eben veröffentlicht."}}, topic="umwelt")
print(time.time())
"""


class _Asking(threading.Thread):
    """Asks without pause; `seen`: when each question was sent, and whether the answer had the service."""

    def __init__(self, running: Portal, word: str) -> None:
        super().__init__(daemon=True)
        address = f"http://127.0.0.1:{running.port}/api/v1/leistungen?q={word}"
        self.request = urllib.request.Request(address, headers={"Host": flow.HOST})
        self.word, self.seen, self.is_over = word, list[tuple[float, bool]](), False

    def run(self) -> None:
        while not self.is_over:
            sent = time.time()
            with suppress(OSError), urllib.request.urlopen(self.request, timeout=5) as answer:
                names = [one["name"] for one in json.loads(answer.read())["items"]]
                self.seen.append((sent, self.word in names))
            time.sleep(0.02)

    def settles(self) -> bool:
        last = self.seen[-_IN_A_ROW:]
        return len(last) == _IN_A_ROW and all(has for _, has in last)


def seconds(running: Portal, number: int, word: str) -> float:
    """From the commit to the first moment from which every answer has it. Raises RuntimeError when it never comes."""
    asking = _Asking(running, word)
    asking.start()
    try:
        committed = float(running.shell(_PUBLISH.format(host=flow.HOST, number=number, word=word)).split()[-1])
        end = time.monotonic() + _PATIENCE
        while not asking.settles():
            if time.monotonic() > end:
                raise RuntimeError(f"{word} is not found by all processes after {_PATIENCE:.0f} s")
            time.sleep(0.05)
    finally:
        asking.is_over = True
        asking.join()
    stale = [sent for sent, has in asking.seen if not has and sent > committed]
    return max(stale, default=committed) - committed


def measured(running: Portal) -> list[Row]:
    """The slowest of several publications."""
    took = [seconds(running, number, word) for number, word in enumerate(WORDS)]
    each = ", ".join(f"{one:.2f}" for one in took)
    return [at_most(f"a publication is found by all web processes ({each}), the slowest", 2, max(took), " s")]
