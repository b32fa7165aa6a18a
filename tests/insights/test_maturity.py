"""The level of a service follows from what is there; the weakest criterion decides (Reifegradmodell 1.1)."""

import itertools
from dataclasses import fields, replace

import pytest

from drehscheibe.insights.maturity import Facts, Level, criteria, level, missing

ONLINE = Facts(is_described=True, is_online=True, takes_proofs=True)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(), Level.OFFLINE),
        (Facts(is_described=True), Level.INFORMATION),
        (Facts(is_described=True, has_paper=True), Level.FORM),
        (Facts(is_described=True, is_elsewhere=True), Level.ONLINE),
        (Facts(is_online=True, takes_proofs=True), Level.FORM),
        (Facts(is_described=True, is_online=True), Level.FORM),
        (ONLINE, Level.ONLINE),
        (replace(ONLINE, knows_person=True), Level.TRANSACTION),
        (replace(ONLINE, knows_person=True, asks_proofs=True), Level.ONLINE),
    ],
)
def test_level_is_the_highest_whose_criteria_are_all_met(facts, expected):
    assert level(facts) == expected


def test_every_combination_lacks_something_of_the_next_level_and_nothing_below():
    for values in itertools.product([False, True], repeat=len(fields(Facts))):
        facts = Facts(*values)
        reached = level(facts)
        assert [one.point for one in criteria(facts) if one.level <= reached and not one.is_met] == []
        assert bool(missing(facts)) == (reached < Level.TRANSACTION)
