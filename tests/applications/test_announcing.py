"""When a decision counts as announced: each rule set of the law, over weekends and holidays, and what people do."""

from datetime import date, datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail.backends.base import BaseEmailBackend

from drehscheibe.applications import announcing, queries
from drehscheibe.applications.acts import Todo, TodoKind
from drehscheibe.applications.announcing import RULES, by_post, by_retrieval
from drehscheibe.applications.delivery import Announcement, Letter, Way
from drehscheibe.applications.models import Application, Outcome
from drehscheibe.applications.operations import due, timing
from drehscheibe.applications.operations.announcement import (
    PostedError,
    address_letter,
    address_lines,
    choose_way,
    note_notice,
    note_retrieval,
    print_letters,
    record_posting,
)
from drehscheibe.applications.operations.casework import decide
from drehscheibe.kernel import audit, clock, deadlines
from drehscheibe.upkeep import alarms
from tests.cases import filled_draft, pending_jobs, run_job, send
from tests.cast import NOW

NRW = "05"
WEDNESDAY, SATURDAY = date(2027, 3, 10), date(2027, 3, 13)
BEFORE_EASTER = date(2027, 3, 24)  # Wednesday; the fourth day after it is Easter Sunday


@pytest.mark.parametrize(
    ("rules", "posted", "announced"),
    [
        ("vwvfg", WEDNESDAY, date(2027, 3, 14)),  # a Sunday: no period, so it stays
        ("sgbx", WEDNESDAY, date(2027, 3, 14)),
        ("ao", WEDNESDAY, date(2027, 3, 15)),  # moved by § 108 Absatz 3 AO
        ("ao", BEFORE_EASTER, date(2027, 3, 30)),
        ("vwvfg", BEFORE_EASTER, date(2027, 3, 28)),
        ("ao", date(2027, 3, 11), date(2027, 3, 15)),
        ("vwvfg", date(2027, 12, 29), date(2028, 1, 2)),
        ("vwvfg", date(2028, 2, 26), date(2028, 3, 1)),
    ],
)
def test_a_letter_counts_from_the_fourth_day_after_posting(rules, posted, announced):
    assert by_post(RULES[rules], posted, NRW) == announced


@pytest.mark.parametrize(
    ("rules", "notified", "retrieved", "announced"),
    [
        ("vwvfg", WEDNESDAY, None, None),
        ("vwvfg", WEDNESDAY, WEDNESDAY, date(2027, 3, 11)),
        ("vwvfg", None, SATURDAY, date(2027, 3, 14)),
        ("ao", None, None, date(2027, 3, 15)),  # provided on Wednesday, whatever happens
        ("ao", WEDNESDAY, WEDNESDAY, date(2027, 3, 15)),
        ("sgbx", WEDNESDAY, None, date(2027, 3, 14)),
        ("sgbx", WEDNESDAY, SATURDAY, date(2027, 3, 14)),
        ("sgbx", None, None, None),
        ("sgbx", None, SATURDAY, SATURDAY),  # the notice cannot be proved
    ],
)
def test_retrieval_counts_as_the_law_of_the_service_says(rules, notified, retrieved, announced):
    found = by_retrieval(RULES[rules], provided=WEDNESDAY, notified=notified, retrieved=retrieved, land=NRW)
    assert found == announced


@pytest.fixture
def case(musterstadt, scope_of):
    with scope_of(musterstadt):
        draft, found = filled_draft("hundesteuer-anmelden", musterstadt)
        application = queries.application(send(draft, found).pk)
        application.online_service.rules = "vwvfg"
        yield application


def decided(case: Application, by, way: Way) -> Announcement:
    choose_way(application=case, way=way, by=None, now=NOW)
    decide(application=case, outcome=Outcome.GRANTED, text="Viel Freude.", by=by, now=NOW)
    return stored(case)


def stored(case: Application) -> Announcement:
    return Announcement.objects.get(application=case)


def days_later(days: int) -> datetime:
    return clock.days_after(NOW, days)


def test_who_agreed_to_retrieval_finds_the_decision_provided(case, alice):
    found = decided(case, alice, Way.RETRIEVAL)
    assert (found.consented, found.provided, found.announced_on) == (NOW, NOW, None)
    note_notice(application=case, now=NOW + timedelta(minutes=1))
    document = found.document
    note_retrieval(application=case, document=document, by=None, now=days_later(2))
    note_retrieval(application=case, document=document, by=None, now=days_later(5))
    assert (stored(case).retrieved, stored(case).announced_on) == (days_later(2), date(2027, 3, 13))
    assert not Letter.objects.exists()


def test_guests_get_a_letter_that_counts_from_its_posting(case, alice):
    found = decided(case, alice, Way.LETTER)
    letter = Letter.objects.get(announcement=found)
    name, street, place = address_lines(letter)
    assert (bool(name), bool(street), place[:5].isdigit()) == (True, True, True)
    run = print_letters(letters=[letter], by=alice, now=NOW)
    assert stored(case).announced_on is None
    record_posting(run=run, posted=WEDNESDAY, by=alice, now=NOW)
    assert stored(case).announced_on == date(2027, 3, 14)
    with pytest.raises(PostedError):
        record_posting(run=run, posted=SATURDAY, by=alice, now=NOW)


def test_letters_are_printed_once(case, alice):
    letter = Letter.objects.get(announcement=decided(case, alice, Way.LETTER))
    assert print_letters(letters=[letter], by=alice, now=NOW) is not None
    assert print_letters(letters=[letter], by=alice, now=NOW) is None


def ring(musterstadt, moment: datetime) -> None:
    assert timing.ring(due.ACTS, tenant=musterstadt, now=moment) == []


def test_what_is_not_retrieved_in_ten_days_is_not_announced_and_goes_by_post(case, alice, musterstadt):
    decided(case, alice, Way.RETRIEVAL)
    note_notice(application=case, now=days_later(1))
    last = clock.day(days_later(1 + announcing.KEPT_DAYS))
    ring(musterstadt, deadlines.end_of(last) - timedelta(seconds=1))
    assert stored(case).ended is None
    ring(musterstadt, deadlines.end_of(last))
    assert (stored(case).ended, stored(case).announced_on) == (deadlines.end_of(last), None)
    assert [letter.is_copy for letter in Letter.objects.all()] == [False]
    assert [todo.kind for todo in Todo.objects.filter(done=None)] == [TodoKind.NOT_RETRIEVED]
    note_retrieval(application=case, document=stored(case).document, by=None, now=days_later(20))
    assert stored(case).announced_on is None


def test_under_tax_law_it_is_announced_unread_and_the_letter_is_a_copy(case, alice, musterstadt):
    case.online_service.rules = "ao"
    assert decided(case, alice, Way.RETRIEVAL).announced_on == date(2027, 3, 15)
    ring(musterstadt, days_later(11))
    assert (stored(case).ended, stored(case).announced_on) == (None, date(2027, 3, 15))
    (letter,) = Letter.objects.all()
    run = print_letters(letters=[letter], by=alice, now=days_later(11))
    record_posting(run=run, posted=clock.day(days_later(11)), by=alice, now=days_later(11))
    assert (letter.is_copy, stored(case).announced_on) == (True, date(2027, 3, 15))


def test_a_letter_without_address_waits_for_one(case, alice):
    letter = Letter.objects.get(announcement=decided(case, alice, Way.LETTER))
    address_letter(letter=letter, lines=[], by=alice, now=NOW)
    assert print_letters(letters=[letter], by=alice, now=NOW) is None
    address_letter(letter=letter, lines=["Fantasia Erfunden", "Probeweg 1", "05501 Musterstadt"], by=alice, now=NOW)
    assert print_letters(letters=[letter], by=alice, now=NOW) is not None


def test_consent_can_be_taken_back_while_nothing_is_decided(case):
    choose_way(application=case, way=Way.RETRIEVAL, by=None, now=NOW)
    choose_way(application=case, way=Way.LETTER, by=None, now=NOW)
    assert Application.objects.values_list("way", "consented").get(pk=case.pk) == (Way.LETTER, None)


class Refusing(BaseEmailBackend):
    """A mail server that knows no such address."""

    def send_messages(self, email_messages):
        raise SMTPRecipientsRefused({email_messages[0].to[0]: (550, b"no such user")})


def test_a_refused_notice_makes_the_decision_a_letter_a_task_and_an_alarm(
    application, musterstadt, scope_of, alice, settings, run_jobs
):
    case = application("hundesteuer-anmelden", musterstadt)
    run_jobs()
    with scope_of(musterstadt):
        decided(case, alice, Way.RETRIEVAL)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    (job,) = pending_jobs()
    for _ in range(2):  # a killed worker may do it again
        run_job(job)
    assert [one.number for one in alarms.alarms(NOW) if one.kind == alarms.Kind.NOT_NOTIFIED] == [1]
    timing.ring(due.ACTS, tenant=musterstadt, now=days_later(12))
    with scope_of(musterstadt):
        assert stored(case).notified is None
        assert [todo.kind for todo in Todo.objects.filter(application=case, done=None)] == [TodoKind.NOT_NOTIFIED]
        assert [event.verb for event in audit.history(case.pk)].count("notice_refused") == 1
        (letter,) = Letter.objects.filter(announcement__application=case)
        run = print_letters(letters=[letter], by=alice, now=NOW)
        record_posting(run=run, posted=WEDNESDAY, by=alice, now=NOW)
        assert not Todo.objects.filter(application=case, done=None).exists()
