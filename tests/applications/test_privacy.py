"""What people write is never at rest in clear: canaries are looked for in every byte that is kept (bar 20)."""

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection
from psycopg import sql

from drehscheibe.applications import queries
from drehscheibe.applications.models import Application, Outcome
from drehscheibe.applications.operations import casework
from drehscheibe.applications.operations.answering import answer
from drehscheibe.demo.models import PostedMail
from drehscheibe.kernel import files
from drehscheibe.kernel.models import Attempt
from drehscheibe.tenants.operations import work_as
from tests.cases import filled_draft, pending_jobs, run_job, send
from tests.cast import NOW, StoppedClock, account, tenant

CASES, WORDS = 25, 8
VAR = Path(__file__).resolve().parents[2] / "var" / "test"
PLAIN = "kanarie"


class Canaries:
    """Unmistakable words, each given out once."""

    def __init__(self) -> None:
        self.released: list[str] = []

    def word(self) -> str:
        self.released.append(f"{PLAIN}{secrets.token_hex(8)}")
        return self.released[-1]

    def words(self) -> str:
        return " ".join(self.word() for _ in range(WORDS))

    def found_in(self, content: bytes) -> set[str]:
        return {name.decode() for name in re.findall(rb"(?i)kanarie[0-9a-f]{16}", content)} & set(self.released)


@pytest.fixture
def canaries(committing_database, stopped_clock: StoppedClock, settings) -> Canaries:
    """Cases whose names, subjects, texts, messages, decisions, files and file names are canaries; all jobs are done."""
    settings.EMAIL_BACKEND = "drehscheibe.demo.post.StoredPost"
    birds, town = Canaries(), tenant("musterstadt")
    for number in range(CASES):
        _case(birds, number)
        with work_as(town):
            filled_draft("mitteilung", town, change=lambda raw: raw.update(betreff=[birds.word()]))
    done: set[int | None] = set()  # their rows stay: what they hold is looked into as well
    while waiting := [job for job in pending_jobs() if job.id not in done]:
        for job in waiting:
            run_job(job)
            done.add(job.id)
    return birds


def _case(birds: Canaries, number: int) -> Application:
    town, clerk = tenant("musterstadt"), account("buergerbuero@musterstadt")

    def write(raw) -> None:
        for control in ("betreff", "vorname", "nachname"):
            raw[control] = [birds.word()]
        raw["nachricht"] = [birds.words()]
        raw["email"] = [f"empfang{number}@postfach.example"]

    with work_as(town):
        draft, found = filled_draft("mitteilung", town, seed=number, change=write)
        sent = queries.application(send(draft, found).pk)
        casework.ask(application=sent, text=birds.words(), by=clerk, now=NOW)
        file = files.store(sent.key, f"%PDF-1.7 {birds.words()}".encode(), "application/pdf", NOW)
        attached = {"file": str(file.pk), "name": birds.word(), "size": file.size, "media_type": file.media_type}
        answer(application=sent, text=birds.words(), attached=[attached], by=None, now=NOW)
        casework.decide(application=sent, outcome=Outcome.GRANTED, text=birds.words(), by=clerk, now=NOW)
        return sent


def test_nothing_at_rest_holds_what_people_wrote(canaries, committing_database, media):
    stored = [path for path in media.rglob("*") if path.is_file()]
    assert len(canaries.released) >= 1000
    assert len(stored) >= 3 * CASES
    assert _holding(canaries, _tables(committing_database)) == {}
    assert _holding(canaries, _server_files()) == {}
    assert _holding(canaries, ((path.name, path.read_bytes()) for path in stored)) == {}
    _canaries_would_be_found(canaries, committing_database)


def _canaries_would_be_found(canaries: Canaries, committing_database) -> None:
    """The search can fail: what is opened with the keys is full of birds, and the mails hold the declared exception."""
    Attempt.objects.create(subject=canaries.released[0].encode(), window=1)
    assert _holding(canaries, _tables(committing_database)) == {"kernel_attempt": {canaries.released[0]}}
    with work_as(tenant("musterstadt")):
        opened = [queries.declaration(found) for found in Application.objects.select_related("key")]
    assert len(canaries.found_in(str(opened).encode())) == (3 + WORDS) * CASES
    assert sum(mail.recipient.startswith("empfang") for mail in PostedMail.objects.all()) == 3 * CASES


def _holding(canaries: Canaries, places: Iterable[tuple[str, bytes]]) -> dict[str, set[str]]:
    return {name: found for name, content in places if (found := canaries.found_in(content))}


def _tables(connect_owner) -> Iterator[tuple[str, bytes]]:
    """Every row of every table, binary columns both as they are written and as what they hold."""
    with connect_owner() as owner:
        names = owner.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchall()
        assert len(names) > 20
        for (name,) in names:
            with owner.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))) as rows:
                copied = b"".join(bytes(chunk) for chunk in rows)
            binary = re.findall(rb"\\\\x((?:[0-9a-f]{2})+)", copied)
            yield name, b"\n".join([copied, *(bytes.fromhex(digits.decode()) for digits in binary)])


def _server_files() -> Iterator[tuple[str, bytes]]:
    """Tables, indexes, write-ahead log and text log of the embedded server, as they lie on the disk."""
    if "DATABASE_URL" not in os.environ:
        with connection.cursor() as cursor:
            cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
            (number,) = cursor.fetchone()
        folders = [VAR / "postgres" / "base" / str(number), VAR / "postgres" / "pg_wal", VAR / "log"]
        for path in [path for folder in folders for path in folder.iterdir() if path.is_file()]:
            with suppress(FileNotFoundError):  # the server tidies up
                yield path.name, path.read_bytes()
