"""Ten wrong guesses block a subject for a while, and only that one."""

from datetime import timedelta

import pytest

from drehscheibe.kernel import attempts
from drehscheibe.kernel.models import Attempt
from tests.cast import NOW
from tests.database import at_once

WHAT = "case code 192.0.2.7 MUS-0000-0000-0"


def guess(times: int, moment=NOW) -> None:
    for _ in range(times):
        attempts.count(WHAT, moment)


@pytest.mark.parametrize(("times", "blocked"), [(0, False), (9, False), (10, True), (11, True)])
def test_ten_failures_block(db, times, blocked):
    guess(times)
    assert attempts.is_blocked(WHAT, NOW) is blocked


def test_other_subjects_are_not_blocked(db):
    guess(10)
    assert not attempts.is_blocked("case code 192.0.2.8 MUS-0000-0000-0", NOW)


@pytest.mark.parametrize(("minutes", "blocked"), [(0, True), (14, True), (15, True), (29, True), (30, False)])
def test_block_ends_after_its_window_and_the_next(db, minutes, blocked):
    quarter = NOW.replace(minute=30)
    guess(10, quarter)
    assert attempts.is_blocked(WHAT, quarter + timedelta(minutes=minutes)) is blocked


def test_failures_across_the_edge_of_a_window_add_up(db):
    guess(5, NOW.replace(minute=44))
    guess(5, NOW.replace(minute=45))
    assert attempts.is_blocked(WHAT, NOW.replace(minute=46))


def test_subject_is_not_stored_in_clear(db):
    guess(1)
    (attempt,) = Attempt.objects.all()
    assert len(bytes(attempt.subject)) == 32


def test_simultaneous_failures_all_count(committing_database):
    at_once(8, lambda _number: attempts.count(WHAT, NOW))
    assert Attempt.objects.get().count == 8
