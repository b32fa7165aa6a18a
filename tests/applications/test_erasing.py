"""Retention: closed cases go with their key when their days are over, and only then; balance and audit stay."""

from datetime import UTC, timedelta

import pytest
from django.apps import apps

from drehscheibe.applications.models import Application, Erasure
from drehscheibe.applications.operations.answering import withdraw
from drehscheibe.applications.operations.erasing import due, erase_due
from drehscheibe.catalogue.models import OnlineService
from drehscheibe.kernel import audit
from drehscheibe.kernel.models import AuditEvent, CaseKey, StoredFile
from drehscheibe.mailbox.models import Message
from drehscheibe.upkeep import balance
from tests.cases import run_job
from tests.cast import NOW
from tests.config.test_logs import job_without_tenant

DAYS = 100
OVER = NOW.astimezone(UTC) + timedelta(days=DAYS)


@pytest.fixture(autouse=True)
def _short_retention(musterstadt, scope_of):
    with scope_of(musterstadt):
        OnlineService.objects.filter(tenant=musterstadt).update(retention_days=DAYS)


def erased(scope_of, tenant, moment) -> int:
    with scope_of(tenant):
        return erase_due(now=moment)


def test_a_decided_case_is_erased_when_its_days_are_over(full_case, musterstadt, scope_of, media):
    with scope_of(musterstadt):
        assert StoredFile.objects.filter(key=full_case.key_id).count() >= 2
    before = {path for path in media.rglob("*") if path.is_file()}
    assert erased(scope_of, musterstadt, OVER - timedelta(seconds=1)) == 0
    assert erased(scope_of, musterstadt, OVER) == 2  # the withdrawn case beside it goes too
    with scope_of(musterstadt):
        assert not Application.objects.filter(pk=full_case.pk).exists()
        assert not CaseKey.objects.filter(pk=full_case.pk).exists()
        assert not StoredFile.objects.filter(key=full_case.key_id).exists()
        assert not Message.objects.filter(key=full_case.key_id).exists()
        gone = Erasure.objects.get(application_id=full_case.pk)
        events = audit.history(full_case.pk)
        assert (gone.application_id, gone.status, gone.submitted, gone.at) == (full_case.pk, "decided", NOW, OVER)
        assert (events[-1].verb, audit.is_unbroken(events)) == ("erased", True)
    after = {path for path in media.rglob("*") if path.is_file()}
    assert len(before - after) >= 2


def test_nothing_of_an_erased_case_is_left_in_any_table(full_case, musterstadt, scope_of):
    erased(scope_of, musterstadt, OVER)
    with scope_of(musterstadt):
        left = {
            model._meta.label
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if field.remote_field
            and field.remote_field.model in {Application, CaseKey}
            and model.objects.filter(**{field.attname: full_case.pk}).exists()
        }
    assert left == set()


def test_a_withdrawn_case_is_erased_too(application, musterstadt, scope_of):
    sent = application("mitteilung", musterstadt)
    with scope_of(musterstadt):
        withdraw(application=sent, reason="", by=None, now=NOW)
        assert balance.drawn(OVER).withdrawn == 1
    assert erased(scope_of, musterstadt, OVER - timedelta(seconds=1)) == 0
    assert erased(scope_of, musterstadt, OVER) == 1
    with scope_of(musterstadt):
        drawn = balance.drawn(OVER)
    assert (drawn.received, drawn.withdrawn, drawn.difference) == (1, 1, 0)


def test_an_open_case_is_kept(application, musterstadt, scope_of):
    application("mitteilung", musterstadt)
    assert erased(scope_of, musterstadt, NOW + timedelta(days=10 * DAYS)) == 0


def test_the_days_count_from_the_decision(full_case, musterstadt, scope_of):
    with scope_of(musterstadt):
        type(full_case.decision).objects.update(at=NOW + timedelta(days=5))
    assert erased(scope_of, musterstadt, OVER + timedelta(days=4)) == 1  # the withdrawn case beside it
    assert erased(scope_of, musterstadt, OVER + timedelta(days=6)) == 1


def test_another_bodys_case_is_kept(full_case, auenfeld, scope_of):
    assert erased(scope_of, auenfeld, OVER) == 0


def test_the_balance_still_adds_up(full_case, musterstadt, scope_of):
    erased(scope_of, musterstadt, OVER)
    with scope_of(musterstadt):
        drawn = balance.drawn(OVER)
    assert (drawn.received, drawn.delivered, drawn.open, drawn.difference) == (2, 1, 0, 0)


def test_the_balance_says_what_will_be_erased_soon(full_case, musterstadt, scope_of):
    with scope_of(musterstadt):
        told = [balance.drawn(OVER - timedelta(days=days)).due for days in (31, 30, 1)]
    assert told == [0, 2, 2]


def test_the_hourly_job_erases_and_logs(full_case, stopped_clock, musterstadt, scope_of, caplog):
    caplog.set_level("INFO", logger="drehscheibe")
    stopped_clock.moment = OVER
    run_job(job_without_tenant("upkeep.erase"))
    told = [record.fields for record in caplog.records if record.message == "erased"]
    assert told == [{"portal": "musterstadt", "cases": 2}]
    with scope_of(musterstadt):
        assert due(OVER).count() == 0
        assert AuditEvent.objects.filter(verb="erased").count() == 2
