"""Sending: everything or nothing, once per draft, and exactly what was read."""

from datetime import timedelta

import pytest

from drehscheibe.applications import history, queries
from drehscheibe.applications.models import Application, Draft, Status
from drehscheibe.applications.operations.drafts import open_answers, save_answers
from drehscheibe.applications.operations.submit import ChangedMeanwhileError, IncompleteError, digest, submit
from drehscheibe.demo import content
from drehscheibe.forms.models import FormVersion
from drehscheibe.forms.operations import publish
from drehscheibe.kernel import audit, references
from drehscheibe.kernel.models import AuditEvent, StoredFile
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.queries import conversation
from drehscheibe.tenants.operations import work_as
from tests.cases import filled_draft, pending_jobs, send
from tests.cast import BROWSER_KEY, NOW, tenant
from tests.database import at_once

SLUG = "hundesteuer-anmelden"


def test_draft_becomes_an_application_with_all_that_belongs_to_it(musterstadt, charlie, scope_of):
    with scope_of(musterstadt):
        draft, found = filled_draft(SLUG, musterstadt, account=charlie, language="en")
        sent = send(draft, found)
        stored = Application.objects.select_related("online_service", "department").get()
        assert not Draft.objects.exists()
        assert [message.kind for message in conversation(sent.key)] == [Kind.RECEIPT]
        assert [event.verb for event in audit.history(sent.pk)] == ["submitted"]
    assert (stored.pk, stored.account_id, stored.language, stored.status) == (draft.pk, charlie.pk, "en", "received")
    assert (stored.submitted, stored.online_service.slug, stored.department.slug) == (NOW, SLUG, "steuern")
    assert references.read_reference(stored.reference) == stored.reference
    assert stored.reference.startswith("MUS-")
    assert [job.task_kwargs["application_id"] for job in pending_jobs()] == [str(sent.pk)]


def test_declaration_opens_as_it_was_read(application, musterstadt, scope_of):
    sent = application(SLUG, musterstadt, language="en")
    with scope_of(musterstadt):
        declared = queries.declaration(queries.application(sent.pk))
    assert set(declared.sections) == {"de", "en"}
    assert declared.values["hunde"]
    shown = [
        line["text"] for section in declared.sections["de"] for block in section["blocks"] for line in block["lines"]
    ]
    assert len(shown) == len([text for text in shown if text]) > 5


def test_towns_compute_their_own_rates(application, musterstadt, auenfeld, scope_of):
    def yearly_tax(town) -> int:
        sent = application(SLUG, town)
        with scope_of(town):
            return queries.declaration(queries.application(sent.pk)).values["steuer_jahr"]

    assert yearly_tax(musterstadt) != yearly_tax(auenfeld)


def test_unreachable_answers_are_not_declared(application, musterstadt, scope_of):
    def hide(raw) -> None:
        raw.update({"antwort_weg": ["portal"], "telefon": ["030 23125 999"]})

    sent = application("mitteilung", musterstadt, change=hide)
    with scope_of(musterstadt):
        assert "telefon" not in queries.declaration(queries.application(sent.pk)).values


def test_incomplete_draft_names_the_step_and_writes_nothing(musterstadt, scope_of):
    def leave_open(raw) -> None:
        raw["nachname"] = [""]

    with scope_of(musterstadt):
        draft, found = filled_draft("mitteilung", musterstadt, change=leave_open)
        before = AuditEvent.objects.count()  # what the demo's editors did
        with pytest.raises(IncompleteError) as refusal:
            send(draft, found)
        assert refusal.value.step == "person"
        assert (Application.objects.count(), AuditEvent.objects.count(), Draft.objects.count()) == (0, before, 1)
    assert pending_jobs() == []


def test_answers_changed_since_they_were_read_are_not_sent(musterstadt, scope_of):
    with scope_of(musterstadt):
        draft, found = filled_draft("mitteilung", musterstadt)
        seen = digest(open_answers(draft))
        save_answers(draft=draft, raw={**open_answers(draft), "betreff": ["Anders"]}, browser=draft.browser, now=NOW)
        with pytest.raises(ChangedMeanwhileError):
            submit(draft=draft, offer=found, seen=seen, by=None, now=NOW)
        assert not Application.objects.exists()


def test_order_of_answers_does_not_change_what_was_read(musterstadt, scope_of):
    with scope_of(musterstadt):
        draft, _ = filled_draft("mitteilung", musterstadt)
        raw = open_answers(draft)
    assert digest(dict(reversed(raw.items()))) == digest(raw)


def test_application_keeps_the_version_it_answered(application, musterstadt, scope_of):
    sent = application("mitteilung", musterstadt)
    with scope_of(tenant("kreis-musterland")):
        newer = next(form for form in content.forms() if form["slug"] == "mitteilung")
        publish(document={**newer, "title": {"de": "Nachricht", "en": "Message"}}, now=NOW)
    with scope_of(musterstadt):
        kept = queries.application(sent.pk)
        assert kept.form_version_id == sent.form_version_id
        assert FormVersion.objects.latest("pk").number == 2


def test_last_message_is_kept_though_the_browser_signs_in_later(musterstadt, charlie, scope_of):
    with scope_of(musterstadt):
        draft, found = filled_draft("mitteilung", musterstadt)
        sent = submit(draft=draft, offer=found, seen=digest(open_answers(draft)), by=charlie, now=NOW)
        assert audit.history(sent.pk)[0].actor == f"account {charlie.pk}"
    assert sent.account == charlie


def test_twenty_simultaneous_presses_give_one_application_and_one_reference(committing_database):
    town = tenant("musterstadt")
    with work_as(town):
        begun, found = filled_draft("mitteilung", town)
        before = AuditEvent.objects.count()  # what the demo's editors did

    def press(_number: int) -> str:
        with work_as(town):
            draft = queries.draft(begun.pk, "mitteilung", lock=True)
            sent = send(draft, found) if draft else queries.application(begun.pk)
            return sent.reference

    references_told = at_once(20, press)
    with work_as(town):
        (stored,) = Application.objects.all()
        assert references_told == [stored.reference] * 20
        assert AuditEvent.objects.count() == before + 1
        assert stored.online_service_id == found.online_service.pk
    assert len(pending_jobs()) == 1


def test_guest_who_sent_and_nobody_else_holds_the_application(application, musterstadt, charlie):
    sent = application("mitteilung", musterstadt)
    assert queries.holds(sent, bytes(sent.browser), None)
    assert not queries.holds(sent, None, charlie)
    assert queries.opens(sent, references.access_code(sent.pk))
    assert not queries.opens(sent, "")


def test_body_is_found_by_its_prefix(application, musterstadt, auenfeld):
    assert queries.body_of(application("mitteilung", auenfeld).reference) == auenfeld.pk
    assert queries.body_of("XXX-0000-0000-0") is None


def test_applicant_sees_the_sending_in_the_history(application, musterstadt, scope_of):
    sent = application("mitteilung", musterstadt)
    with scope_of(musterstadt):
        (entry,), is_unbroken = history.told(sent, "de")
    assert (entry.at, entry.sentence, entry.office, is_unbroken) == (NOW, "Nachricht eingegangen", "", True)
    assert sent.status == Status.RECEIVED
    assert BROWSER_KEY.encode() not in bytes(sent.browser)


def test_files_of_questions_that_no_longer_applied_are_deleted(musterstadt, scope_of, media, run_jobs, stopped_clock):
    def change_of_mind(raw):
        for name in [name for name in raw if name.endswith((".assistenzhund", "ermaessigung_gewuenscht"))]:
            raw[name] = ["no"]

    for seed in range(20):
        with scope_of(musterstadt):
            begun, found = filled_draft(SLUG, musterstadt, seed=seed, change=change_of_mind)
            uploads = StoredFile.objects.filter(key=begun.key).count()
            if not uploads:
                continue
            seen, later = digest(open_answers(begun)), NOW + timedelta(minutes=1)
            sent = submit(draft=begun, offer=found, seen=seen, by=None, now=later)
        stopped_clock.moment = later
        run_jobs()
        with scope_of(musterstadt):
            sent.refresh_from_db()
            assert list(StoredFile.objects.filter(key=begun.key)) == [sent.receipt]
        return
    pytest.fail("no example uploads a file")
