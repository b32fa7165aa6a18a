"""Alarms: what somebody has to look at is in the log, in the figures and, once a day, in a mail."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from drehscheibe.tenants.operations import work_as
from drehscheibe.upkeep import alarms, tasks
from drehscheibe.upkeep.alarms import Alarm, Kind
from drehscheibe.upkeep.models import AlarmMailed, Backup, Balance
from tests.cases import run_job
from tests.cast import NOW
from tests.config.test_logs import job_without_tenant

OPERATOR = "betrieb@rechenzentrum.example"


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def calm(db, stopped_clock, settings):
    """An installation in which all is well."""
    sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    Backup.objects.create(at=NOW - timedelta(hours=3), files=1, size=1, seconds=1)
    settings.OPERATOR_EMAIL = OPERATOR


def raised() -> list[tuple[Kind, int]]:
    return [(alarm.kind, alarm.number) for alarm in alarms.alarms(NOW)]


def test_nothing_is_raised_when_all_is_well(calm):
    assert raised() == []


@pytest.mark.parametrize("silence", ["61 seconds", "2 hours"])
def test_a_silent_worker_is_raised(calm, silence):
    sql(f"UPDATE procrastinate_workers SET last_heartbeat = now() - interval '{silence}'")
    assert [kind for kind, _ in raised()] == [Kind.WORKER]


def test_a_worker_that_never_was_is_raised(calm):
    sql("DELETE FROM procrastinate_workers")
    assert [kind for kind, _ in raised()] == [Kind.WORKER]


def test_a_failed_job_is_raised(calm, application, musterstadt):
    application("mitteilung", musterstadt)
    sql("UPDATE procrastinate_jobs SET status = 'doing'")
    sql("UPDATE procrastinate_jobs SET status = 'failed'")
    assert raised() == [(Kind.FAILED_JOBS, 1)]


@pytest.mark.parametrize(("minutes", "expected"), [(14, []), (16, [(Kind.LATE_JOBS, 16)])])
def test_a_job_that_waits_too_long_is_raised(calm, application, musterstadt, minutes, expected):
    application("mitteilung", musterstadt)
    sql(f"UPDATE procrastinate_events SET at = now() - interval '{minutes} minutes 30 seconds'")
    assert raised() == expected


@pytest.mark.parametrize(("tries", "expected"), [(2, []), (3, [(Kind.MAIL, 1)])])
def test_a_mail_that_fails_again_and_again_is_raised(calm, application, musterstadt, tries, expected):
    application("mitteilung", musterstadt)
    sql(
        f"UPDATE procrastinate_jobs SET task_name = 'applications.announce_decision', attempts = {tries}, "
        "scheduled_at = now() + interval '1 hour'"
    )
    assert raised() == expected


@pytest.mark.parametrize(("free", "expected"), [(11, []), (9, [(Kind.DISK, 9)])])
def test_a_full_disk_is_raised(calm, monkeypatch, free, expected):
    usage = type("Usage", (), {"free": free, "total": 100})
    monkeypatch.setattr("drehscheibe.upkeep.alarms.shutil.disk_usage", lambda _path: usage)
    assert raised() == expected


@pytest.mark.parametrize(("hours", "expected"), [(25, []), (27, [(Kind.BACKUP, 27)])])
def test_an_old_backup_is_raised(calm, hours, expected):
    Backup.objects.update(at=NOW - timedelta(hours=hours))
    assert raised() == expected


def test_a_missing_backup_is_raised_in_production_only(calm, settings):
    Backup.objects.all().delete()
    assert raised() == []
    settings.DEMO = False
    assert raised() == [(Kind.BACKUP, -1)]


def test_a_difference_in_the_balance_is_raised_first(calm, musterstadt):
    with work_as(musterstadt):
        Balance.objects.create(
            tenant=musterstadt, day=NOW.date(), received=2, delivered=1, open=0, withdrawn=0, difference=1, due=0
        )
    sql("DELETE FROM procrastinate_workers")
    assert [kind for kind, _ in raised()] == [Kind.BALANCE, Kind.WORKER]


def test_an_alarm_is_mailed_once_a_day_and_logged_each_time(calm, mailoutbox, caplog, stopped_clock):
    Backup.objects.update(at=NOW - timedelta(hours=30))
    for minutes in (0, 5, 24 * 60):
        stopped_clock.moment = NOW + timedelta(minutes=minutes)
        run_job(job_without_tenant("upkeep.watch"))
    assert [(letter.to, letter.subject) for letter in mailoutbox] == [([OPERATOR], "Drehscheibe: Alarm backup")] * 2
    assert "30 Stunden" in mailoutbox[0].body
    assert [record.fields["kind"] for record in caplog.records if record.message == "alarm"] == ["backup"] * 3


def test_an_alarm_that_cannot_be_mailed_is_tried_again(calm, settings, mailoutbox):
    Backup.objects.update(at=NOW - timedelta(hours=30))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    tasks.alarms.raise_alarms(now=NOW)
    assert AlarmMailed.objects.count() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    tasks.alarms.raise_alarms(now=NOW)
    assert len(mail.outbox) == 1


def test_without_an_operators_address_nothing_is_mailed(calm, settings, mailoutbox):
    settings.OPERATOR_EMAIL = ""
    Backup.objects.all().update(at=NOW - timedelta(hours=30))
    alarms.raise_alarms(now=NOW)
    assert (mailoutbox, AlarmMailed.objects.count()) == ([], 0)


@pytest.mark.parametrize("kind", Kind)
def test_every_alarm_has_its_sentence(kind):
    assert "7" in Alarm(kind, 7).sentence


def test_figures_tell_the_alarms(calm, guest):
    Backup.objects.update(at=NOW - timedelta(hours=30))
    told = guest().get("/metrics").content.decode()
    assert 'drehscheibe_alarm{kind="backup"} 1.0' in told
    assert 'drehscheibe_alarm{kind="disk"} 0.0' in told
    assert "drehscheibe_backup_age_seconds 108000.0" in told
