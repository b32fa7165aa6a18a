"""Deadlines are counted as the law says, over nights in which the clock changes, month ends and holidays."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest

from drehscheibe.kernel import clock, deadlines

NRW, BAVARIA = "05", "09"


@pytest.mark.parametrize(
    ("start", "days", "land", "end"),
    [
        (date(2027, 3, 10), 1, NRW, date(2027, 3, 11)),
        (date(2027, 3, 12), 1, NRW, date(2027, 3, 15)),  # Friday to Monday
        (date(2027, 3, 25), 1, NRW, date(2027, 3, 30)),  # Good Friday and Easter Monday
        (date(2026, 12, 23), 2, NRW, date(2026, 12, 28)),  # Christmas Day is a Friday
        (date(2026, 12, 30), 2, NRW, date(2027, 1, 4)),
        (date(2027, 1, 5), 1, BAVARIA, date(2027, 1, 7)),  # Epiphany is a holiday there
        (date(2027, 1, 5), 1, NRW, date(2027, 1, 6)),
        (date(2028, 2, 28), 1, NRW, date(2028, 2, 29)),
        (date(2027, 10, 29), 1, NRW, date(2027, 11, 2)),  # All Saints' is a Monday
        (date(2027, 3, 10), 0, NRW, date(2027, 3, 10)),
    ],
)
def test_working_days_leave_out_weekends_and_the_holidays_of_the_land(start, days, land, end):
    assert deadlines.after_working_days(start, days, land) == end


def test_an_end_on_a_day_off_moves_to_the_next_working_day():
    assert deadlines.next_working_day(date(2027, 3, 26), NRW) == date(2027, 3, 30)
    assert deadlines.next_working_day(date(2027, 5, 1), NRW) == date(2027, 5, 3)
    assert deadlines.next_working_day(date(2027, 5, 4), NRW) == date(2027, 5, 4)


@pytest.mark.parametrize("night", [date(2027, 3, 28), date(2027, 10, 31)])
def test_the_day_on_which_the_clock_changes_is_a_day(night):
    before, after = deadlines.end_of(night - timedelta(days=1)), deadlines.end_of(night)
    hours = (after.astimezone(UTC) - before.astimezone(UTC)) / timedelta(hours=1)
    assert hours == (23 if night.month == 3 else 25)
    assert clock.day(after - timedelta(seconds=1)) == night
    assert clock.day(after) == night + timedelta(days=1)


def test_two_hundred_deadlines_agree_with_counting_by_hand():
    """Spread over three years so that month ends, holidays and both nights of the clock are among the starts."""
    starts = [date(2026, 1, 1) + timedelta(days=n * 37 % 1096) for n in range(191)]
    starts += [date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 30), date(2027, 10, 31), date(2028, 2, 28)]
    starts += [date(2027, 12, 31), date(2027, 4, 30), date(2026, 12, 24), date(2027, 3, 25)]
    lands = {"05": "NW", "09": "BY", "14": "SN", "11": "BE"}
    assert len(starts) == 200
    for n, start in enumerate(starts):
        ars, name = list(lands.items())[n % 4]
        off = holidays.country_holidays("DE", subdiv=name, years=range(2025, 2031))
        days = n % 30 + 1
        counted = [start + timedelta(days=ahead) for ahead in range(1, 90)]
        working = [day for day in counted if day.isoweekday() <= 5 and day not in off]
        assert deadlines.after_working_days(start, days, ars) == working[days - 1]
        assert deadlines.working_days_between(start, working[days - 1], ars) == days
        calendar_end = deadlines.next_working_day(deadlines.after_days(start, days), ars)
        assert calendar_end == next(day for day in working if day >= start + timedelta(days=days))
        moment = datetime(start.year, start.month, start.day, 23, 59, 59, tzinfo=clock.BERLIN)
        assert moment < deadlines.end_of(clock.day(moment))
        assert deadlines.end_of(clock.day(moment)) - moment == timedelta(seconds=1)


def test_going_back_is_the_way_there_turned_round():
    end = deadlines.after_working_days(date(2027, 3, 24), 5, NRW)
    assert deadlines.before_working_days(end, 5, NRW) == date(2027, 3, 24)
