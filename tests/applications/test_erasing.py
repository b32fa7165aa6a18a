"""Retention: closed cases go with their key when their days are over, and only then; balance and audit stay."""

import io
import zipfile
from datetime import UTC, timedelta

import pytest
from django.apps import apps

from drehscheibe.applications import tallies
from drehscheibe.applications.models import Application, Erasure
from drehscheibe.applications.operations import casework
from drehscheibe.applications.operations.answering import withdraw
from drehscheibe.applications.operations.erasing import AnsweredError, answer_offer, due, erase_due, export, plan_due
from drehscheibe.applications.operations.restricting import (
    RestrictedError,
    lift,
    lift_ended,
    reason_of,
    restrict,
    restriction_of,
)
from drehscheibe.applications.retention import Ground, PlannedErasure, RetentionRule
from drehscheibe.catalogue.models import OnlineService
from drehscheibe.kernel import audit
from drehscheibe.kernel.models import AuditEvent, CaseKey, StoredFile
from drehscheibe.mailbox.models import Message
from drehscheibe.upkeep import balance
from tests.cases import run_job
from tests.cast import NOW
from tests.config.test_logs import job_without_tenant

DAYS = 100
START = NOW.astimezone(UTC)
OVER = START + timedelta(days=DAYS)


@pytest.fixture(autouse=True)
def _short_retention(musterstadt, scope_of):
    with scope_of(musterstadt):
        OnlineService.objects.filter(tenant=musterstadt).update(retention_days=DAYS)


def erased(scope_of, tenant, moment) -> int:
    """How many go at this moment, when their end was announced thirty days before."""
    with scope_of(tenant):
        plan_due(now=moment - timedelta(days=30))
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
    for day, names in ((30, ["plan_erasures", "plan_erasures"]), (0, ["plan_erasures", "erase", "erase"])):
        stopped_clock.moment = OVER - timedelta(days=day)
        for name in names:  # a second run changes nothing
            run_job(job_without_tenant(f"upkeep.{name}"))
    planned = [record.fields for record in caplog.records if record.message == "erasures planned"]
    assert planned == [{"portal": "musterstadt", "cases": 2}]
    told = [record.fields for record in caplog.records if record.message == "erased"]
    assert told == [{"portal": "musterstadt", "cases": 2}]
    with scope_of(musterstadt):
        assert due(OVER).count() == 0
        assert AuditEvent.objects.filter(verb="erasure_planned").count() == 2
        assert AuditEvent.objects.filter(verb="erased").count() == 2


@pytest.fixture
def withdrawn(application, musterstadt, scope_of):
    """A message that was withdrawn at `NOW`; the value changes what the body has set for its service."""
    sent = application("mitteilung", musterstadt)
    with scope_of(musterstadt):
        withdraw(application=sent, reason="", by=None, now=NOW)

    def rule(**set_to) -> Application:
        with scope_of(musterstadt):
            RetentionRule.objects.create(tenant=musterstadt, online_service_id=sent.online_service_id, **set_to)
        return sent

    return rule


def test_nothing_is_erased_before_the_person_was_told_for_thirty_days(
    withdrawn, musterstadt, scope_of, mailoutbox, run_jobs
):
    case = withdrawn()
    with scope_of(musterstadt):
        assert erase_due(now=OVER) == 0
        assert (plan_due(now=OVER), plan_due(now=OVER)) == (1, 0)
        message = Application.objects.get(pk=case.pk).office_message
        assert message is not None
    run_jobs()
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == len(mailoutbox) >= 1
    with scope_of(musterstadt):
        assert erase_due(now=OVER + timedelta(days=29)) == 0
        assert erase_due(now=OVER + timedelta(days=30)) == 1


def test_days_differ_by_state(withdrawn, application, musterstadt, scope_of):
    case = withdrawn(withdrawn_days=10, open_days=20)
    still_open = application("mitteilung", musterstadt, seed=2)
    with scope_of(musterstadt):
        ends = {
            one.pk: [day for day in (9, 10, 19, 20) if due(START + timedelta(days=day)).filter(pk=one.pk)]
            for one in (case, still_open)
        }
    assert ends == {case.pk: [10, 19, 20], still_open.pk: [20]}


def test_an_open_case_that_somebody_works_on_again_is_kept(withdrawn, application, musterstadt, scope_of, alice):
    withdrawn(open_days=20)
    case = application("mitteilung", musterstadt, seed=2)
    with scope_of(musterstadt):
        Application.objects.exclude(pk=case.pk).update(is_restricted=True)
        assert plan_due(now=NOW) == 1
        casework.take(application=case, by=alice, now=START + timedelta(days=25))
        assert erase_due(now=START + timedelta(days=30)) == 0
        assert not PlannedErasure.objects.filter(application=case).exists()


def test_the_archive_is_asked_first(withdrawn, musterstadt, scope_of, alice):
    case = withdrawn(is_offered=True)
    later = OVER + timedelta(days=30)
    with scope_of(musterstadt):
        plan_due(now=OVER)
        assert erase_due(now=later) == 0
        planned = PlannedErasure.objects.get(application=case)
        answer_offer(planned=planned, takes=True, by=alice, now=later)
        with pytest.raises(AnsweredError):
            answer_offer(planned=planned, takes=False, by=alice, now=later)
        assert erase_due(now=later) == 0
        package = export(planned=PlannedErasure.objects.get(application=case), by=alice, now=later)
        names = zipfile.ZipFile(io.BytesIO(package)).namelist()
        assert {"manifest.json", "angaben.json", f"Akte-{case.reference}.pdf"} <= set(names)
        assert erase_due(now=later) == 1
        assert [event.verb for event in audit.history(case.pk)][-3:] == ["archive_answered", "exported", "erased"]


def test_what_the_archive_leaves_goes(withdrawn, musterstadt, scope_of, alice):
    case = withdrawn(is_offered=True)
    with scope_of(musterstadt):
        plan_due(now=OVER)
        answer_offer(planned=PlannedErasure.objects.get(application=case), takes=False, by=alice, now=OVER)
        assert erase_due(now=OVER + timedelta(days=30)) == 1


def test_a_restricted_case_is_kept_until_its_last_day(withdrawn, musterstadt, scope_of, alice):
    case, later = withdrawn(), OVER + timedelta(days=30)
    last = (later + timedelta(days=5)).date()
    with scope_of(musterstadt):
        plan_due(now=OVER)
        set_to = {"ground": Ground.ACCURACY, "reason": "Das Datum stimmt nicht.", "by": alice, "now": OVER}
        restrict(application=case, until=last, **set_to)
        with pytest.raises(RestrictedError):
            restrict(application=case, until=None, **set_to)
        kept = restriction_of(case)
        assert (reason_of(kept, case), b"Datum" in bytes(kept.sealed)) == ("Das Datum stimmt nicht.", False)
        assert erase_due(now=later) == 0
        assert lift_ended(now=later + timedelta(days=5)) == 0
        assert lift_ended(now=later + timedelta(days=6)) == 1
        assert erase_due(now=later + timedelta(days=6)) == 1


def test_a_restricted_case_counts_nowhere_and_again_when_lifted(application, musterstadt, scope_of, alice):
    case = application("mitteilung", musterstadt)
    with scope_of(musterstadt):
        before = tallies.counts(None, [], NOW.date()).open
        restrict(application=case, ground=Ground.LEGAL_HOLD, reason="Klage", until=None, by=alice, now=NOW)
        assert (tallies.counts(None, [], NOW.date()).open, tallies.recount()) == (before - 1, 0)
        lift(application=case, by=alice, now=NOW)
        lift(application=case, by=alice, now=NOW)
        assert (tallies.counts(None, [], NOW.date()).open, tallies.recount()) == (before, 0)
        assert [event.verb for event in audit.history(case.pk)][-2:] == ["restricted", "unrestricted"]
