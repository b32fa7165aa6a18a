"""Guests who do not give up: whole applications over HTTP, every request tried again until there is an answer."""

import http.client
import itertools
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from tests.bench import flow
from tests.bench.flow import Answer, FlowError, Request

MOST_TRIES = 150
PATIENCE = 15  # seconds for one answer


@dataclass
class Tally:
    """What the guests saw. `acknowledged`: references on receipts; `tries`: how many presses each sending took."""

    acknowledged: list[str] = field(default_factory=list)
    tries: Counter[int] = field(default_factory=Counter)
    sendings: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def within(self, tries: int) -> float:
        """The share of sendings that needed at most so many tries."""
        done = sum(self.tries.values())
        return sum(count for needed, count in self.tries.items() if needed <= tries) / done if done else 0.0


class Guest:
    """One guest after the other on one connection, until `stop` is set."""

    def __init__(self, port: int, tally: Tally, stop: threading.Event, numbers: "itertools.count[int]") -> None:
        self.port, self.tally, self.stop, self.numbers = port, tally, stop, numbers
        self.connection: http.client.HTTPConnection | None = None

    def run(self) -> None:
        self.typed = [flow.pages(seed, date.today()) for seed in range(8)]  # noqa: DTZ011  any day will do
        while not self.stop.is_set():
            try:
                self.apply()
            except FlowError as error:
                self.tally.failures.append(str(error))

    def apply(self) -> None:
        """One application; its remark is a mark that no other has."""
        mark = str(uuid.uuid4())
        typed = {step: dict(values) for step, values in self.typed[next(self.numbers) % len(self.typed)].items()}
        typed["zahlung"]["bemerkung"] = [mark]
        cookies: dict[str, str] = {}
        going = flow.apply(typed)
        request = next(going)
        while True:
            started = time.monotonic()
            answer, tries = self.insist(request, cookies)
            if request.is_sending:
                self.tally.tries[tries] += 1
                self.tally.sendings.append(time.monotonic() - started)
            try:
                request = going.send(answer)
            except StopIteration as end:
                self.tally.acknowledged.append(end.value)
                self.tally.marks.append(mark)
                return

    def insist(self, request: Request, cookies: dict[str, str]) -> tuple[Answer, int]:
        """Ask until there is an answer that is no server's fault. Raises FlowError after very many tries."""
        seen = "nothing"
        for tries in range(1, MOST_TRIES + 1):
            try:
                answer = self.ask(request, cookies)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                seen = type(error).__name__
            else:
                if answer.status < 500:
                    return answer, tries
                seen = str(answer.status)
            time.sleep(min(0.2 * tries, 1.0))
        raise FlowError(f"{request.path.split('/')[1]}: no answer after {MOST_TRIES} tries, the last was {seen}")

    def ask(self, request: Request, cookies: dict[str, str]) -> Answer:
        connection = self.connection = self.connection or http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=PATIENCE
        )
        headers = {"Host": flow.HOST}
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        if request.form is None:
            connection.request("GET", request.path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", request.path, request.body, headers)
        answer = connection.getresponse()
        body = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            cookies[name] = value
        refresh = int(answer.headers.get("Refresh", "0"))
        return Answer(answer.status, answer.headers.get("Location", ""), body, refresh)

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None


@contextmanager
def guests(port: int, *, count: int) -> Iterator[Tally]:
    """So many guests apply while the block runs; those under way are let to their end afterwards."""
    tally, stop, numbers = Tally(), threading.Event(), itertools.count()
    threads = [threading.Thread(target=Guest(port, tally, stop, numbers).run, daemon=True) for _ in range(count)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    try:
        yield tally
    finally:
        stop.set()
        for thread in threads:
            thread.join(180)
        tally.seconds = time.monotonic() - started
