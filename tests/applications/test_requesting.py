"""The office asks for documents: what the applicant sees, what rests meanwhile, and what happens when nothing comes."""

from datetime import date, timedelta

import pytest

from drehscheibe.applications import queries
from drehscheibe.applications.acts import Timer, TimerKind, Todo, TodoKind
from drehscheibe.applications.models import Application, Status
from drehscheibe.applications.operations import due, timing
from drehscheibe.applications.operations.answering import withdraw
from drehscheibe.applications.operations.casework import take
from drehscheibe.applications.operations.requesting import (
    Brought,
    NoOpenRequestError,
    RequestOpenError,
    bring_documents,
    do_without,
    items_of,
    open_request,
    request_documents,
)
from drehscheibe.applications.operations.state import ChangedMeanwhileError
from drehscheibe.kernel import audit, clock, deadlines
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.queries import conversation
from tests.cases import filled_draft, pending_jobs, send
from tests.cast import NOW

TITLES = ["Impfpass", "Mietvertrag"]
UNTIL = date(2027, 3, 27)  # a Saturday; the working day after Easter is the 30th


@pytest.fixture
def case(musterstadt, scope_of):
    with scope_of(musterstadt):
        draft, found = filled_draft("hundesteuer-anmelden", musterstadt)
        application = queries.application(send(draft, found).pk)
        application.due = date(2027, 3, 24)
        Application.objects.filter(pk=application.pk).update(due=application.due)
        timing.arm_due(application)
        yield application


def requested(case, by, **given):
    return request_documents(
        application=case, titles=TITLES, text="Bitte reichen Sie nach:", by=by, now=NOW, **{"reply_by": UNTIL, **given}
    )


def fresh(case: Application) -> Application:
    return Application.objects.get(pk=case.pk)


def said(case: Application, kind: Kind) -> str:
    return next(message.text for message in conversation(case.key) if message.kind == kind)


def test_a_request_says_what_is_missing_until_when(case, alice):
    request = requested(case, alice)
    now = fresh(case)
    assert (now.status, now.missing, now.reply_by) == (Status.QUESTION_OPEN, 2, date(2027, 3, 30))
    assert [item.title for item in items_of(request, case)] == TITLES
    assert said(case, Kind.REQUEST) == "Bitte reichen Sie nach:\n– Impfpass\n– Mietvertrag"
    assert "applications.announce_request" in [job.task_name for job in pending_jobs()]


def test_nothing_of_a_request_lies_in_the_clear(case, alice):
    request = requested(case, alice)
    assert all(b"pass" not in bytes(item.sealed) for item in request.items.all())


def test_what_comes_item_by_item_closes_the_request_with_the_last(case, alice):
    first, second = items_of(requested(case, alice), case)
    bring_documents(application=case, brought={first.id: Brought((), "Mein Hund ist geimpft.")}, by=None, now=NOW)
    assert (fresh(case).missing, fresh(case).status) == (1, Status.QUESTION_OPEN)
    file = {"file": "x", "name": "vertrag.pdf", "size": 3, "media_type": "application/pdf"}
    bring_documents(application=case, brought={second.id: Brought([file])}, by=None, now=NOW)
    assert (fresh(case).missing, fresh(case).reply_by, fresh(case).status) == (0, None, Status.RECEIVED)
    assert "Mietvertrag: vertrag.pdf" in [message.text for message in conversation(case.key)]
    assert open_request(case) is None
    with pytest.raises(NoOpenRequestError):
        bring_documents(application=case, brought={second.id: Brought([file])}, by=None, now=NOW)


def test_our_own_deadline_rests_while_documents_are_missing(case, alice):
    requested(case, alice)
    assert fresh(case).paused == clock.day(NOW)
    do_without(application=case, by=alice, now=NOW + timedelta(days=7))  # five working days later
    assert (fresh(case).paused, fresh(case).due) == (None, date(2027, 4, 2))  # Good Friday and Easter Monday left out
    assert Timer.objects.filter(kind=TimerKind.DUE_OVER, about="2027-04-02", done=None).count() == 1


def test_only_one_request_is_open_at_a_time(case, alice):
    requested(case, alice)
    with pytest.raises(RequestOpenError):
        requested(case, alice)


def test_a_clerk_whose_page_is_old_changes_nothing(case, alice, bob):
    seen = case.mark
    take(application=case, by=bob, now=NOW + timedelta(minutes=1))
    with pytest.raises(ChangedMeanwhileError):
        requested(case, alice, seen=seen)
    assert open_request(case) is None


def test_a_withdrawn_case_waits_for_nothing(case, alice):
    requested(case, alice)
    withdraw(application=case, reason="", by=None, now=NOW)
    assert (fresh(case).status, fresh(case).missing) == (Status.WITHDRAWN, 0)


def rung(musterstadt, moment) -> list[str]:
    assert timing.ring(due.ACTS, tenant=musterstadt, now=moment) == []
    return sorted(Todo.objects.filter(done=None).values_list("kind", flat=True))


def test_reminder_and_end_of_the_applicants_deadline_happen_once(case, alice, musterstadt):
    requested(case, alice)
    rung(musterstadt, deadlines.morning_of(date(2027, 3, 27)))
    rung(musterstadt, deadlines.morning_of(date(2027, 3, 27)))
    assert [job.task_name for job in pending_jobs()].count("applications.remind_of_request") == 1
    assert rung(musterstadt, deadlines.end_of(date(2027, 3, 30)) - timedelta(seconds=1)) == []
    assert rung(musterstadt, deadlines.end_of(date(2027, 3, 30))) == [TodoKind.REPLY_OVER]
    assert [event.verb for event in audit.history(case.pk)].count("reminded") == 1


def test_our_own_deadline_is_told_first_to_the_clerk_then_to_the_lead(case, musterstadt):
    assert rung(musterstadt, deadlines.morning_of(date(2027, 3, 22))) == [TodoKind.DUE_NEAR]
    assert rung(musterstadt, deadlines.end_of(date(2027, 3, 24))) == [TodoKind.DUE_NEAR, TodoKind.DUE_OVER]
    assert [todo.kind for todo in Todo.objects.filter(is_for_lead=True)] == [TodoKind.DUE_OVER]


def test_what_fails_stays_due_and_does_not_hold_up_the_others(case, musterstadt):
    def broken(timer, now):
        raise OSError

    moment = deadlines.end_of(date(2027, 3, 24))
    failed = timing.ring({**due.ACTS, TimerKind.DUE_NEAR: broken}, tenant=musterstadt, now=moment)
    assert [type(error) for error in failed] == [OSError]
    assert Timer.objects.filter(kind=TimerKind.DUE_NEAR, done=None).exists()
    assert rung(musterstadt, moment) == [TodoKind.DUE_NEAR, TodoKind.DUE_OVER]
