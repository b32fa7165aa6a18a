"""Failed jobs: seen by operators only, without personal data, and started again once."""

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from drehscheibe.kernel import failed_jobs
from drehscheibe.kernel.models import JobFailure
from tests.cast import NOW, account

ROOM = "/amt/betrieb/"


@pytest.fixture
def failed_job(case) -> ProcrastinateJob:
    """The first job of the case, failed for good."""
    job = ProcrastinateJob.objects.order_by("pk").first()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 4 WHERE id = %s", [job.pk])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job.pk])
    reason = "ConnectionRefusedError in connect (socket.py:1)"
    JobFailure.objects.create(job_id=job.pk, task=job.task_name, reason=reason, at=NOW)
    return job


@pytest.fixture
def operator(client_for):
    return client_for(account("betrieb"))


def status_of(job: ProcrastinateJob) -> str:
    return ProcrastinateJob.objects.get(pk=job.pk).status


def test_a_failed_job_is_listed_with_its_reason_and_portal(operator, failed_job, musterstadt):
    page = operator.get(ROOM).content.decode()
    told = [failed_job.task_name, "ConnectionRefusedError in connect (socket.py:1)", musterstadt.name]
    assert [part for part in told if part not in page] == []


def test_a_failed_job_without_a_known_reason_is_listed_too(operator, failed_job):
    JobFailure.objects.all().delete()
    assert "unbekannt" in operator.get(ROOM).content.decode()


def test_waiting_jobs_are_not_listed(operator, case):
    assert failed_jobs.failed() == []
    assert "Kein Auftrag ist fehlgeschlagen." in operator.get(ROOM).content.decode()


def test_a_retried_job_runs_and_leaves_the_list(operator, failed_job, run_jobs, stopped_clock):
    answer = operator.post(f"{ROOM}auftraege/{failed_job.pk}/wiederholung/")
    assert (answer.status_code, status_of(failed_job)) == (303, "todo")
    assert (failed_jobs.failed(), JobFailure.objects.count()) == ([], 0)
    assert failed_job.task_name in run_jobs()


def test_a_second_press_starts_nothing_more(operator, failed_job):
    answers = [operator.post(f"{ROOM}auftraege/{failed_job.pk}/wiederholung/") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 409]
    assert "Es hat sich nichts geändert." in answers[1].content.decode()
    assert ProcrastinateJob.objects.get(pk=failed_job.pk).attempts == 5


@pytest.mark.parametrize("status", ["todo", "doing"])
def test_a_job_that_has_not_failed_is_never_doubled(operator, case, status):
    job = ProcrastinateJob.objects.order_by("pk").first()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job.pk])
    answer = operator.post(f"{ROOM}auftraege/{job.pk}/wiederholung/")
    assert (answer.status_code, status_of(job)) == (409, status)


def test_an_unknown_job_changes_nothing(operator, db):
    assert operator.post(f"{ROOM}auftraege/987654321/wiederholung/").status_code == 409


@pytest.mark.parametrize("person", ["sachbearbeitung@musterstadt", "leitstelle@musterstadt", "verwaltung@musterstadt"])
def test_only_operators_start_jobs_again(client_for, failed_job, person):
    answer = client_for(account(person)).post(f"{ROOM}auftraege/{failed_job.pk}/wiederholung/")
    assert (answer.status_code, status_of(failed_job)) == (404, "failed")


def test_looking_at_a_retry_leads_back(operator, failed_job):
    answer = operator.get(f"{ROOM}auftraege/{failed_job.pk}/wiederholung/")
    assert (answer.status_code, answer["Location"], status_of(failed_job)) == (303, ROOM, "failed")


def test_the_list_needs_the_same_few_statements_for_1_and_for_30_jobs(failed_job, django_assert_num_queries):
    def another() -> None:
        number = app.configure_task(failed_job.task_name, allow_unknown=True).defer(tenant_id=1, readable=[])
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [number])
            cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [number])

    for more in (0, 29):
        for _ in range(more):
            another()
        with django_assert_num_queries(2):
            assert len(failed_jobs.failed()) == 1 + more


def test_alarms_are_shown(operator, failed_job):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    page = operator.get(ROOM).content.decode()
    told = ("1 Aufträge sind fehlgeschlagen.", "Starten Sie „drehscheibe worker“ neu.")
    assert [said for said in told if said not in page] == []
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert "Starten Sie" not in operator.get(ROOM).content.decode()
