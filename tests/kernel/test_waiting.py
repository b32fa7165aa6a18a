"""The waiting room: who starts below the set rate notices nothing, all others are let in in turn."""

from datetime import timedelta

import pytest

from drehscheibe.kernel import waiting


class Time:
    """The process's clock and the wall's, moved together."""

    def __init__(self, now) -> None:
        self.start, self.passed = now, 0.0

    @property
    def now(self):
        return self.start + timedelta(seconds=self.passed)


@pytest.fixture
def time(now, monkeypatch, settings):
    """Ten starts a second in the whole installation, two web processes."""
    settings.STARTS_PER_SECOND, settings.WEB_WORKERS = 10, 2
    moved = Time(now)
    monkeypatch.setattr(waiting, "_doors", {})
    monkeypatch.setattr(waiting.time, "monotonic", lambda: 1000 + moved.passed)
    return moved


@pytest.fixture(autouse=True)
def entered(musterstadt, scope_of):
    with scope_of(musterstadt):
        yield


def entering(time, times: int) -> int:
    return sum(waiting.may_enter(time.now) for _ in range(times))


def test_a_process_lets_in_its_share_and_a_short_burst(time):
    assert entering(time, 100) == 20
    time.passed += 2
    assert entering(time, 100) == 10


def test_below_the_rate_the_database_is_not_asked(time, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert entering(time, 15) == 15


def test_numbers_are_let_in_in_turn_at_the_set_rate(time):
    numbers = [waiting.draw(time.now) for _ in range(25)]
    assert numbers == list(range(1, 26))
    time.passed += 1.5
    assert [waiting.before(number, time.now) for number in (1, 15, 16, 25)] == [0, 0, 1, 10]
    time.passed += 1
    assert waiting.before(25, time.now) == 0


def test_an_empty_room_does_not_save_up_turns(time):
    waiting.draw(time.now)
    time.passed += 3600
    first, second = waiting.draw(time.now), waiting.draw(time.now)
    assert (waiting.before(first, time.now), waiting.before(second, time.now)) == (1, 2)


def test_nobody_passes_those_who_wait(time):
    entering(time, 21)
    for _ in range(100):
        waiting.draw(time.now)
    time.passed += 5
    assert not waiting.may_enter(time.now)
    time.passed += 6
    assert waiting.may_enter(time.now)


def test_a_clock_set_back_lets_nobody_in_early_and_nobody_wait_for_ever(time):
    number = waiting.draw(time.now)
    assert waiting.before(number, time.now - timedelta(hours=1)) == 1
    assert waiting.before(number, time.now + timedelta(seconds=2)) == 0


def test_without_a_rate_nobody_waits(time, settings):
    settings.STARTS_PER_SECOND = 0
    assert entering(time, 1000) == 1000
    assert waiting.before(7, time.now) == 0
