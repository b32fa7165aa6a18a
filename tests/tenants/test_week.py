"""Opening hours from the form to the lines that people read, and back without a loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.demo import content
from drehscheibe.tenants import week
from drehscheibe.tenants.hours import opening_hours

TIMES = st.lists(st.integers(0, 24 * 60 - 1), min_size=2, max_size=4, unique=True).map(sorted)
SPANS = TIMES.map(lambda edges: tuple(zip(edges[::2], edges[1::2], strict=False)))


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("", None), ("8", 480), ("08:00", 480), ("8.30", 510), ("8 Uhr", 480), (" 14:05 ", 845), ("23:59", 1439)],
)
def test_a_time_is_read_as_people_write_it(typed, minutes):
    assert week.read_time(typed) == minutes


@pytest.mark.parametrize(
    "typed", ["24:00", "8:60", "acht", "-8", "8:", "8:0", "25", "8-12", "<b>8</b>", "٨", "8" * 5000]
)
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(week.NotATimeError):
        week.read_time(typed)


@pytest.mark.parametrize(
    "times",
    [
        (480, None, None, None),
        (None, 720, None, None),
        (720, 480, None, None),
        (480, 480, None, None),
        (480, 720, 700, 900),
        (480, 720, 720, 900),
        (840, 1080, 480, 720),
        (480, 720, 840, None),
    ],
)
def test_times_that_do_not_follow_each_other_are_refused(times):
    with pytest.raises(week.ImpossibleHoursError):
        week.spans(times)


def test_days_with_the_same_times_are_told_together():
    short, long = ((480, 720),), ((480, 720), (840, 1080))
    told = week.lines(
        {0: short, 1: short, 2: short, 3: long, 4: short, 5: (), 6: ()}, {"de": ["und nach Vereinbarung"]}
    )
    assert told == {
        "de": [
            "Montag bis Mittwoch und Freitag 8 bis 12 Uhr",
            "Donnerstag 8 bis 12 und 14 bis 18 Uhr",
            "und nach Vereinbarung",
        ],
        "en": [
            "Monday to Wednesday and Friday 8 am to noon",
            "Thursday 8 am to noon and 2 pm to 6 pm",
            "und nach Vereinbarung",
        ],
    }


@given(st.dictionaries(st.integers(0, 6), SPANS))
def test_what_is_told_is_read_again_by_the_form_and_by_the_call_windows(days):
    told = week.lines(days, {})
    assert week.read(told)[0] == days
    read = {(one.weekday, one.start.hour * 60 + one.start.minute) for one in opening_hours(told["de"])}
    assert read == {(day, start) for day, spans in days.items() for start, _ in spans}


def test_every_department_of_the_demo_keeps_all_that_its_hours_say():
    kept = [one["hours"] for body in content.district()["tenants"] for one in body["departments"] if "hours" in one]
    assert len(kept) > 15
    for hours in kept:
        found, free = week.read(hours)
        assert found
        assert week.read(week.lines(found, free)) == (found, free)
