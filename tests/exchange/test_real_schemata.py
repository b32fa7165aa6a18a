"""Schemata as offices really have them, where they lie beside the checkout: imported without hand work, filled in."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from drehscheibe.exchange.fim import genericode, writing
from drehscheibe.exchange.fim.genericode import Lists
from drehscheibe.exchange.fim.model import ListName
from drehscheibe.exchange.hostile import RefusedError
from drehscheibe.exchange.reading import Read, read
from drehscheibe.forms.journey import compute
from drehscheibe.forms.logic import check
from drehscheibe.forms.schema import FormDocument, load
from tests.examples import complete_answers
from tests.exchange.test_writing import faults

DATA = Path(__file__).resolve().parents[3] / "shared/data/xdatenfelder"
SCHEMATA = ("bewohnerparkausweis", "mutterschutz")
TODAY = date(2025, 3, 1)
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the schemata are not beside the checkout")


def found(folder: str, version: str) -> Read:
    [file] = (DATA / folder).glob(f"S*xdf{version}.xml")
    return read(file.read_bytes(), genericode.folder(DATA / folder)[0])


def equipped(one: Read) -> FormDocument:
    document = load(one.source)
    lists = Lists(list(one.lists))
    for _, _, field in document.fields():
        if field.code_list:
            field.knowing(lists.find(ListName(field.code_list.uri, field.code_list.version))[0])
    return document


@pytest.mark.parametrize("folder", SCHEMATA)
@pytest.mark.parametrize("version", ["2", "3"])
def test_a_real_schema_becomes_a_form_that_is_filled_in_to_the_end(folder, version):
    document = equipped(found(folder, version))
    assert check(document) == []
    for seed in (1, 2, 3):
        raw = complete_answers(document, seed, parameters={}, today=TODAY)
        assert compute(document, raw, parameters={}, today=TODAY).is_complete


@pytest.mark.parametrize("folder", SCHEMATA)
def test_both_versions_of_a_real_schema_give_equal_forms(folder):
    assert found(folder, "2").source == found(folder, "3").source


@pytest.mark.parametrize("folder", SCHEMATA)
def test_a_real_form_is_written_as_the_xsd_wants_and_comes_back_as_it_was(folder):
    before = found(folder, "2")
    made = writing.write(load(before.source), now=datetime(2025, 3, 1, tzinfo=UTC))
    assert faults(made) == []
    assert read(made, genericode.folder(DATA / folder)[0]).source == before.source


@pytest.mark.parametrize("folder", SCHEMATA)
def test_a_real_form_is_pleasant_to_fill_in(folder):
    document = load(found(folder, "2").source)
    assert max(sum(len(block.fields) for block in step.blocks) for step in document.steps) <= 12
    shown = [
        text["de"] for step in document.steps for text in (step.title, *(one.title for one in step.blocks if one.title))
    ]
    shown += [field.label["de"] for _, _, field in document.fields()]
    assert [one for one in shown if any(sign in one for sign in ("000", "_", "F0", "G0"))] == []


def test_lists_and_rules_of_the_real_schemata_are_used():
    parking, mothers = (found(folder, "2") for folder in SCHEMATA)
    chosen = [one.type for _, _, one in load(parking.source).fields() if one.type in {"choice", "code_list"}]
    assert sorted(chosen) == ["choice"] * 5 + ["code_list"] * 2
    states = [rule.get("state", "on") for rule in mothers.source["rules"]]
    assert (len(states), states.count("on"), states.count("proposed")) == (13, 12, 1)
    assert [one.label["de"] for _, _, one in load(mothers.source).fields() if one.type == "partial_date"] == [
        "Geburtsdatum"
    ]


def test_without_its_code_lists_a_real_schema_is_imported_with_findings():
    [file] = (DATA / "mutterschutz").glob("S*xdf2.xml")
    one = read(file.read_bytes(), Lists())
    assert check(load(one.source)) == []
    assert len([told for told in one.report.remarks if told.sort == "left" and "--code-lists" in told.message]) == 3
    assert [one.label["de"] for _, _, one in load(one.source).fields() if one.type == "nationality"] == ["Staat"]


@pytest.mark.parametrize(
    "file", sorted(DATA.glob("parser_fixtures_*/*.xml")), ids=lambda file: f"{file.parent.name[-1]}-{file.stem}"
)
def test_every_parser_fixture_gives_a_form_or_says_why_not(file):
    told = ""
    try:
        document = load(read(file.read_bytes(), Lists()).source)
    except RefusedError as refused:
        told = str(refused)
    assert ("enthält keine Datenfelder" in told or "Namensraum" in told) if told else check(document) == []
