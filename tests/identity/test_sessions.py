"""How long a session counts, by trust level; a clock that is set back or changed to summer time ends nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from drehscheibe.identity.models import TrustLevel
from drehscheibe.identity.sessions import Times
from drehscheibe.kernel import clock

NOON = 1_800_000_000


@pytest.mark.parametrize(
    ("level", "whole", "idle"),
    [(TrustLevel.LOW, 12 * 60, 60), (TrustLevel.SUBSTANTIAL, 2 * 60, 30), (TrustLevel.HIGH, 30, 5)],
)
def test_a_session_ends_by_its_age_and_by_rest(level, whole, idle):
    assert not Times(NOON, NOON).have_ended(level, NOON + idle * 60 - 1)
    assert Times(NOON, NOON).have_ended(level, NOON + idle * 60)
    just_now = NOON + whole * 60 - 1
    assert not Times(NOON, just_now).have_ended(level, just_now)
    assert Times(NOON, just_now).have_ended(level, NOON + whole * 60)


def test_use_is_noted_at_most_once_a_minute():
    times = Times(NOON, NOON)
    assert times.at(NOON + 59) is times
    assert times.at(NOON + 60) == Times(NOON, NOON + 60)


def test_a_clock_set_back_ends_nothing_and_lengthens_nothing_for_good():
    times = Times(NOON, NOON + 600)
    yesterday = NOON - 86400
    assert not times.have_ended(TrustLevel.SUBSTANTIAL, yesterday)
    anew = times.at(yesterday)
    assert anew == Times(yesterday, yesterday)
    assert anew.have_ended(TrustLevel.SUBSTANTIAL, yesterday + 1800)


@pytest.mark.parametrize("night", [(2027, 3, 28), (2027, 10, 31)], ids=["to summer", "to winter"])
def test_the_nights_of_the_changed_clock_are_as_long_as_others(night):
    before = datetime(*night, 1, 30, tzinfo=clock.BERLIN)
    later = (before.astimezone(UTC) + timedelta(minutes=59)).astimezone(clock.BERLIN)
    opened = int(before.timestamp())
    assert not Times(opened, opened).have_ended(TrustLevel.LOW, int(later.timestamp()))
    assert Times(opened, opened).have_ended(TrustLevel.LOW, int(later.timestamp()) + 60)
