"""Mails announce that there is news: once for each news, and without any content."""

import pytest
from django.core import mail

from drehscheibe.applications import queries
from drehscheibe.applications.models import Outcome
from drehscheibe.applications.operations import casework
from drehscheibe.demo.models import PostedMail
from drehscheibe.identity.models import Account
from drehscheibe.identity.personal import choose_news
from drehscheibe.tenants.operations import work_as
from tests.cases import pending_jobs, run_job
from tests.cast import NOW
from tests.firms import found_organisation

ADDRESS = "erika.beispiel@postfach.example"


def with_address(raw) -> None:
    raw.update({"email": [ADDRESS], "vorname": ["Erika"], "nachname": ["Beispiel"], "betreff": ["Geheimer Betreff"]})


@pytest.fixture
def sent(application, musterstadt):
    return application("mitteilung", musterstadt, change=with_address)


def test_mail_names_reference_and_portal_and_nothing_else(sent, musterstadt, run_jobs, mailoutbox):
    run_jobs()
    (notice,) = mailoutbox
    assert notice.to == [ADDRESS]
    assert notice.subject == f"Neuigkeiten zu Ihrem Vorgang {sent.reference}"
    assert "Serviceportal" in notice.body or musterstadt.name in notice.body
    assert "musterstadt.localhost" in notice.body
    for personal in ("Erika", "Beispiel", "Geheim", "Mitteilung", ADDRESS):
        assert personal not in notice.subject + notice.body


def test_mail_holds_no_code_and_no_link(sent, run_jobs, mailoutbox):
    run_jobs()
    (notice,) = mailoutbox
    assert "http" not in notice.body
    assert notice.attachments == []
    assert notice.content_subtype == "plain"


def test_mail_speaks_the_applicants_language(application, musterstadt, run_jobs, mailoutbox):
    sent = application("mitteilung", musterstadt, language="en", change=with_address)
    run_jobs()
    (notice,) = mailoutbox
    assert sent.reference in notice.subject
    assert "Neuigkeiten" not in notice.subject


def test_nobody_is_written_to_without_an_address(application, musterstadt, run_jobs, mailoutbox):
    def no_address(raw) -> None:
        raw["email"] = [""]

    application("mitteilung", musterstadt, change=no_address)
    run_jobs()
    assert mailoutbox == []


def test_repeated_job_repeats_the_message_id(sent, run_jobs, mailoutbox):
    (first,) = pending_jobs()
    run_job(first)
    run_jobs()
    assert len(mailoutbox) == 2
    assert len({notice.extra_headers["Message-ID"] for notice in mailoutbox}) == 1


def test_every_news_has_its_own_message_id(sent, bob, run_jobs, mailoutbox):
    with work_as(sent.tenant):
        case = queries.application(sent.pk)
        casework.ask(application=case, text="Wann war das?", by=bob, now=NOW)
        casework.decide(application=case, outcome=Outcome.GRANTED, text="Gern.", by=bob, now=NOW)
    announced = ["announce_question", "announce_decision"]
    assert run_jobs() == [f"applications.{task}" for task in ("acknowledge", *announced)]
    assert len({notice.extra_headers["Message-ID"] for notice in mailoutbox}) == 3
    assert not any("Wann" in notice.body or "Gern" in notice.body for notice in mailoutbox)


def test_demo_keeps_a_repeated_mail_once(sent, run_jobs, settings):
    settings.EMAIL_BACKEND = "drehscheibe.demo.post.StoredPost"
    (first,) = pending_jobs()
    run_job(first)
    run_jobs()
    (kept,) = PostedMail.objects.all()
    assert (kept.recipient, kept.at) == (ADDRESS, NOW)
    assert mail.outbox == []


def test_account_is_written_to_at_its_own_address(application, musterstadt, charlie, run_jobs, mailoutbox):
    Account.objects.filter(pk=charlie.pk).update(email="charlie@postfach.example")
    charlie.refresh_from_db()
    application("mitteilung", musterstadt, account=charlie, change=with_address)
    run_jobs()
    assert [notice.to for notice in mailoutbox] == [["charlie@postfach.example"]]


def test_news_that_the_account_does_not_want_by_mail_are_not_mailed(
    application, musterstadt, alice, charlie, run_jobs, mailoutbox
):
    choose_news(account=charlie, wanted=["decision"])
    case = application("mitteilung", musterstadt, account=charlie, change=with_address)
    run_jobs()
    assert mailoutbox == []
    with work_as(musterstadt):
        casework.decide(application=case, outcome=Outcome.GRANTED, text="Ja.", by=alice, now=NOW)
    run_jobs()
    assert [notice.to for notice in mailoutbox] == [[ADDRESS]]


def test_organisation_is_written_to_where_its_form_says(application, musterstadt, charlie, run_jobs, mailoutbox):
    firm = found_organisation(name="Bäckerei Beispiel", by=charlie, now=NOW)
    application("mitteilung", musterstadt, account=firm, change=with_address)
    run_jobs()
    assert [notice.to for notice in mailoutbox] == [[ADDRESS]]


def test_mail_names_the_way_that_its_reader_can_go(application, musterstadt, charlie, run_jobs, mailoutbox):
    application("mitteilung", musterstadt, change=with_address)
    application("mitteilung", musterstadt, account=charlie, change=with_address)
    run_jobs()
    ways = [("Zugangscode" in notice.body, "Postkorb" in notice.body) for notice in mailoutbox]
    assert sorted(ways) == [(False, True), (True, False)]
