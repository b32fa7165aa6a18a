"""Two thousand mails while the workers that send them are killed: a mail server that kills whoever delivers (bar 7).

`python -m tests.proof.delivering PORT COUNT`, run beside a portal, keeps so many job workers alive whose mails go to
that port. Each is the portal's own `work()`, forked from a process that has loaded the program, and tells its process
id in its greeting.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.journeys.killing import children, job_workers, kill
from tests.journeys.portal import PROJECT, Portal
from tests.loopback import Loopback
from tests.proof import ledger

WORKERS = 4
PATIENCE = 120  # seconds
MOMENTS = ("before", "during", "after")  # of the foreign call, in which a worker dies


@dataclass
class Receiver:
    """A mail server on loopback that counts letters by Message-ID and, while `kills` are left, kills senders."""

    kills: int
    every: int  # on average, one delivery in so many ends with a kill
    letters: Counter[str] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0  # seconds from a kill to the letter that it held up

    def __post_init__(self) -> None:
        self.dice, self.lock, self.held_up = random.Random(7), threading.Lock(), dict[str, float]()
        self.server = Loopback(self._talk)
        self.server.start()
        self.port = self.server.port

    def close(self) -> None:
        self.server.stop()

    def _talk(self, client: socket.socket) -> None:
        doomed, sender = self._doom(), ""
        client.sendall(b"220 post\r\n")
        reading = client.makefile("rb")
        while line := reading.readline().decode().strip():
            verb = line.split(":")[0].split()[0].upper()
            if verb in {"EHLO", "HELO"}:
                sender = line.split()[1]
                if doomed == "before":
                    self._end(sender, doomed)
            elif verb == "DATA":
                client.sendall(b"354 go on\r\n")
                letter = []
                while (part := reading.readline().decode()) not in {".\r\n", ""}:
                    letter.append(part)
                name = next(part.split()[1] for part in letter if part.lower().startswith("message-id:"))
                if doomed == "during":  # all was sent and nothing answered: the sender cannot know
                    self._end(sender, doomed, name)
                else:
                    self._note(name)
            client.sendall(b"221 bye\r\n" if verb == "QUIT" else b"250 OK\r\n")
            if verb == "DATA" and doomed == "after":
                self._end(sender, doomed, name)
            if verb == "QUIT":
                return

    def _doom(self) -> str:
        with self.lock:
            if sum(self.killed.values()) >= self.kills or self.dice.randrange(self.every):
                return ""
            moment = MOMENTS[sum(self.killed.values()) % 3]
            self.killed[moment] += 1
            return moment

    def _end(self, sender: str, moment: str, name: str = "") -> None:
        kill(int(sender.removeprefix("pid")))
        with self.lock:
            if name:
                self.held_up.setdefault(name, time.monotonic())
        raise ConnectionAbortedError(moment)

    def _note(self, name: str) -> None:
        with self.lock:
            self.letters[name] += 1
            began = self.held_up.pop(name, None)
            if began is not None:
                self.longest = max(self.longest, time.monotonic() - began)


@contextmanager
def held(portal: Portal) -> Iterator[None]:
    """While the block runs, the portal's own worker does nothing; afterwards a new one takes its place.

    It is stopped when it has done what was waiting: in the middle of a job it would keep that one from the others.
    """
    with ledger.database(portal) as connection:
        end = time.monotonic() + PATIENCE
        while ledger.unfinished(connection) and time.monotonic() < end:
            time.sleep(0.3)
    found = job_workers(portal)
    for pid in found:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in found:
            kill(pid)


@contextmanager
def workers(portal: Portal, port: int) -> Iterator[None]:
    """While the block runs, workers that deliver to `port` do the portal's jobs."""
    command = [sys.executable, "-m", "tests.proof.delivering", str(port), str(WORKERS)]
    keeper = subprocess.Popen(command, env=portal.environment, cwd=PROJECT)
    try:
        yield
    finally:
        mine = children(keeper.pid)
        keeper.kill()
        for pid in mine:
            kill(pid)
        keeper.wait()


def send_many(count: int) -> None:
    """Send applications, beside a running portal on its database."""
    from drehscheibe.applications.operations.drafts import save_answers, start_draft  # noqa: PLC0415  needs Django
    from drehscheibe.applications.operations.submit import digest, submit  # noqa: PLC0415
    from drehscheibe.catalogue.online import offer  # noqa: PLC0415
    from drehscheibe.kernel import clock  # noqa: PLC0415
    from drehscheibe.tenants.operations import work_as  # noqa: PLC0415
    from drehscheibe.tenants.queries import directory  # noqa: PLC0415
    from tests.examples import complete_answers  # noqa: PLC0415

    town = directory().by_slug("musterstadt")
    assert town
    now, key = clock.now(), b"k" * 32
    for first in range(0, count, 50):
        with work_as(town):
            offered = offer("mitteilung")
            assert offered
            for number in range(first, min(first + 50, count)):
                known = complete_answers(offered.document, 1, parameters=offered.parameters, today=clock.day(now))
                raw = {**known, "email": [f"empfang{number}@postfach.example"], "betreff": [f"Frage {number}"]}
                draft = start_draft(offer=offered, portal=town, browser=key, account=None, language="de", now=now)
                save_answers(draft=draft, raw=raw, browser=key, now=now)
                submit(draft=draft, offer=offered, seen=digest(raw), by=None, now=now)


def _keep_alive(port: int, count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drehscheibe.config.settings")
    import django  # noqa: PLC0415  the environment comes first

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.mail.utils import DNS_NAME  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from drehscheibe.config import serving  # noqa: PLC0415

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    serving.refuse_unsafe()
    connections.close_all()
    for _ in range(count):
        _fork(serving.work, DNS_NAME)
    while True:
        os.wait()
        _fork(serving.work, DNS_NAME)


def _fork(work, dns_name) -> None:
    if os.fork() == 0:
        dns_name._fqdn = f"pid{os.getpid()}"
        work()
        os._exit(0)


if __name__ == "__main__":
    _keep_alive(int(sys.argv[1]), int(sys.argv[2]))
