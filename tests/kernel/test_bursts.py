"""Jobs in a row: each is taken, done and gone in one transaction, or waits as if nothing had been."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from drehscheibe.kernel import bursts, jobs
from drehscheibe.kernel.models import Attempt
from tests.cases import pending_jobs
from tests.cast import tenant
from tests.database import at_once

done: list[str] = []


@jobs.task("tests.note")
def note(*, now: datetime, word: str) -> None:
    Attempt.objects.create(subject=word.encode(), window=1)
    if word == "stumble":
        raise ValueError(word)
    done.append(word)


@pytest.fixture
def defer(committing_database) -> Callable[[str], object]:
    """`defer(word)` commits a job that notes the word."""
    done.clear()
    bursts._resting.clear()
    town = tenant("musterstadt").pk
    return lambda word: note.defer(tenant_id=town, readable=[town], word=word)


def go_on() -> None:
    bursts.go_on({"tests.note": jobs._kinds["tests.note"]})


def waiting() -> list[str]:
    return [job.task_kwargs["word"] for job in pending_jobs() if job.task_name == "tests.note"]


def test_waiting_jobs_are_done_in_their_order_and_are_gone(defer):
    for word in ("one", "two", "three"):
        defer(word)
    go_on()
    assert done == ["one", "two", "three"]
    assert waiting() == []


def test_job_that_fails_leaves_nothing_half_done_and_waits_untried(defer):
    defer("stumble")
    go_on()
    assert waiting() == ["stumble"]
    assert [job.attempts for job in pending_jobs() if job.task_name == "tests.note"] == [0]
    assert not Attempt.objects.exists()


def test_kind_of_job_that_failed_goes_the_queues_own_way_for_a_while(defer):
    defer("stumble")
    go_on()
    defer("later")
    go_on()
    assert waiting() == ["stumble", "later"]


def test_job_that_was_tried_before_is_left_to_the_queue(defer):
    defer("again")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 1")
    go_on()
    assert waiting() == ["again"]


def test_two_workers_never_do_the_same_job(defer):
    words = [f"word {number}" for number in range(20)]
    for word in words:
        defer(word)
    at_once(4, lambda _number: go_on())
    assert sorted(done) == sorted(words)
    assert Attempt.objects.count() == len(words)


def test_job_of_a_worker_that_dies_waits_for_the_next(defer):
    defer("half")
    with transaction.atomic():
        bursts._take(["tests.note"])
        assert waiting() == []
        transaction.set_rollback(True)
    assert waiting() == ["half"]


def test_every_job_of_the_installation_may_follow_another():
    known = {name for name, task in app.tasks.items() if task.queueing_lock is None and "." in name}
    ours = {name for name in known if not name.startswith(("procrastinate.", "builtin"))}
    assert ours == set(jobs._kinds)
