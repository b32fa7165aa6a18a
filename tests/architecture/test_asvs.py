"""The sheet of the ASVS is true: each requirement once, each place there, most of what applies met (bar 19)."""

import json
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parents[2]
SHEET = yaml.safe_load((PROJECT / "docs" / "proof" / "asvs.yaml").read_text())
STANDARD = PROJECT.parent / "shared" / "data" / "security" / "asvs-5.0.0-en.flat.json"
APART = [name for numbers in SHEET["not applicable"].values() for name in numbers.split()]


def test_every_requirement_stands_in_the_sheet_once():
    numbers = [*SHEET["met"], *SHEET["not yet"], *APART]
    assert len(numbers) == len(set(numbers)) == 253
    if STANDARD.exists():
        known = json.loads(STANDARD.read_text())["requirements"]
        assert set(numbers) == {one["req_id"] for one in known if one["L"] in {"1", "2"}}


def test_what_is_met_is_shown_by_a_test_or_a_file():
    for number, told in SHEET["met"].items():
        words, _, place = told.partition(" | ")
        file, _, name = place.partition("::")
        assert words, number
        assert (PROJECT / file).is_file(), (number, file)
        assert not name or f"def {name}(" in (PROJECT / file).read_text(), (number, name)


def test_nine_of_ten_that_apply_are_met_and_the_others_have_a_reason():
    applicable = len(SHEET["met"]) + len(SHEET["not yet"])
    assert len(SHEET["met"]) / applicable >= 0.9
    assert all(SHEET["not yet"].values())


def test_each_of_forty_ways_through_the_portal_is_gone_by_a_test():
    ways = yaml.safe_load((PROJECT / "docs" / "proof" / "paths.yaml").read_text())
    assert len(ways) >= 40
    for way, place in ways.items():
        file, _, name = place.partition("::")
        assert f"def {name}(" in (PROJECT / file).read_text(), way
