"""Job rows live and die with the caller's transaction, and a failure says where, not what about."""

import traceback
import uuid
from datetime import datetime

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.apps import get_import_paths
from procrastinate.jobs import Job

from drehscheibe.applications.events import Submitted
from drehscheibe.kernel import jobs, scope
from drehscheibe.kernel.jobs import JobFailedError
from drehscheibe.kernel.models import Attempt, JobFailure
from drehscheibe.kernel.scope import NoScopeError
from tests.cases import pending_jobs, run_job
from tests.cast import NOW, tenant

CASE = uuid.UUID("6f1f0e5e-0000-4000-8000-000000000001")
PERSONAL = "Erika Beispiel, Zimmer 5"
seen: list[tuple[int, datetime, str]] = []


@jobs.task("tests.look_around")
def look_around(*, now: datetime, word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('drehscheibe.tenant')")
        seen.append((int(cursor.fetchone()[0]), now, f"{word} {scope.current().tenant_id}"))


@jobs.task("tests.stumble")
def stumble(*, now: datetime) -> None:
    Attempt.objects.create(subject=b"half done", window=1)
    raise ValueError(PERSONAL)


def job(name: str, number: int = 7, **payload: object) -> Job:
    town = tenant("musterstadt").pk
    payload = {"tenant_id": town, "readable": [town], **payload}
    return Job(id=number, queue="default", lock=None, queueing_lock=None, task_name=name, task_kwargs=payload)


def test_emitted_event_becomes_a_job_with_the_scope_it_was_emitted_in(musterstadt, kreis, scope_of):
    with scope_of(musterstadt):
        jobs.emit(Submitted(CASE))
    (waiting,) = pending_jobs()
    assert waiting.task_name == "applications.acknowledge"
    assert waiting.task_kwargs == {
        "tenant_id": musterstadt.pk,
        "readable": [musterstadt.pk, kreis.pk],
        "application_id": str(CASE),
    }


def test_event_cannot_be_emitted_without_a_scope(db):
    with pytest.raises(NoScopeError):
        jobs.emit(Submitted(CASE))
    assert pending_jobs() == []


def test_job_is_taken_back_with_the_callers_transaction(musterstadt, scope_of):
    with scope_of(musterstadt):
        jobs.emit(Submitted(CASE))
        transaction.set_rollback(True)
    assert pending_jobs() == []


def test_job_shows_to_others_only_after_the_commit(committing_database):
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"
    with committing_database() as outside:
        with transaction.atomic(), scope.enter(tenant("musterstadt").pk):
            jobs.emit(Submitted(CASE))
            assert outside.execute(waiting).fetchone() == (0,)
        assert outside.execute(waiting).fetchone() == (1,)


def test_job_runs_in_its_tenants_scope_and_is_told_the_time(musterstadt, stopped_clock):
    seen.clear()
    run_job(job("tests.look_around", word="Tenant"))
    assert seen == [(musterstadt.pk, NOW, f"Tenant {musterstadt.pk}")]


def test_failed_job_leaves_kind_and_place_but_nothing_of_its_message(db, stopped_clock, caplog):
    with pytest.raises(JobFailedError) as raised:
        run_job(job("tests.stumble"))
    failure = JobFailure.objects.get()
    assert "".join(traceback.format_exception(raised.value)).endswith(f"JobFailedError: {failure.reason}\n")
    assert PERSONAL not in "".join(traceback.format_exception(raised.value))
    assert (failure.job_id, failure.task, failure.at) == (7, "tests.stumble", NOW)
    assert failure.reason.startswith("ValueError in stumble (test_jobs.py:")
    assert PERSONAL not in caplog.text
    assert [record.message for record in caplog.records] == ["job failed"]


def test_failed_job_leaves_nothing_half_done(db, stopped_clock):
    with pytest.raises(JobFailedError):
        run_job(job("tests.stumble"))
    assert not Attempt.objects.exists()


def test_job_that_fails_again_is_listed_once(db, stopped_clock):
    for _ in range(2):
        with pytest.raises(JobFailedError):
            run_job(job("tests.stumble"))
    assert JobFailure.objects.count() == 1


@pytest.mark.parametrize(("attempts", "tries_again"), [(0, True), (1, True), (3, True), (4, False)])
def test_job_is_tried_five_times(attempts, tries_again):
    strategy = stumble.retry_strategy
    assert strategy is not None
    tried = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="tests.stumble", attempts=attempts)
    decision = strategy.get_retry_decision(exception=ValueError(), job=tried)
    assert (decision is not None) is tries_again


def test_worker_that_starts_knows_every_job_that_an_event_can_bring():
    assert "drehscheibe.config.subscriptions" in set(get_import_paths())
