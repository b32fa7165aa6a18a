"""A form is written as XDatenfelder 3.0 that fits its XSD and comes back as an equal form."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from drehscheibe.demo import content
from drehscheibe.exchange.fim import writing
from drehscheibe.exchange.fim.genericode import Lists
from drehscheibe.exchange.fim.latin import spelled, typeset
from drehscheibe.exchange.fim.wording import new_ids
from drehscheibe.exchange.reading import read
from drehscheibe.forms.schema import load
from tests.exchange import schemata
from tests.exchange.test_converting import SPECS

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
XSD = Path(__file__).resolve().parents[3] / "shared/data/xdatenfelder/xsd_3.0.0/xdatenfelder.xsd"


def written(source) -> bytes:
    return writing.write(load(source), now=NOW)


def back(content: bytes):
    return read(content, Lists()).source


def faults(content: bytes) -> list[str]:
    rules = etree.XMLSchema(etree.parse(str(XSD)))
    rules.validate(etree.fromstring(content))
    return [f"{one.line}: {one.message}" for one in rules.error_log]


def test_a_form_comes_back_as_it_was():
    source = read(schemata.berth(), Lists()).source
    assert back(written(source)) == source


def test_what_is_written_is_the_same_schema():
    names = {"x": schemata.HEAD["3.0"]}
    before, after = (
        etree.fromstring(one) for one in (schemata.berth("3.0"), written(read(schemata.berth(), Lists()).source))
    )
    for path in (
        "//x:datenfeld/x:identifikation/x:id",
        "//x:datenfeldgruppe/x:identifikation/x:id",
        "//x:anzahl",
        "//x:datentyp/code",
        "//x:freitextRegel",
    ):
        assert [one.text for one in after.xpath(path, namespaces=names)] == [
            new_ids(one.text) for one in before.xpath(path, namespaces=names)
        ], path  # fmt: skip


def unordered(part):
    """The same, but for the order of what repeats within a row: a form tells it only behind fields of the row."""
    if isinstance(part, list):
        return [unordered(one) for one in part]
    if not isinstance(part, dict):
        return part
    told = {key: unordered(value) for key, value in part.items() if key != "after"}
    return {**told, "groups": sorted(told["groups"], key=lambda one: one["id"])} if "groups" in told else told


ASKED = [("1:1", f"F9900000{place}", "Frage 1", {}) for place in (1, 2)]
NESTED = [("0:1", "G99020000", "Gruppe 1", {}, ASKED)]  # the question before it tells its name, not the outer one's


@settings(max_examples=25)
@given(SPECS)
@example([("1:*", "G99000000", "Gruppe 1", {}, [("1:1", "G99010000", "Gruppe 1", {}, NESTED)])])
def test_whatever_was_imported_comes_back_as_it_was(spec):
    source = read(schemata.schema(spec), Lists()).source
    assert unordered(back(written(source))) == unordered(source)


@pytest.mark.skipif(not XSD.exists(), reason="the XSD of XDatenfelder 3.0 is not beside the checkout")
def test_what_is_written_fits_the_xsd():
    assert faults(written(read(schemata.berth(), Lists()).source)) == []


@pytest.mark.skipif(not XSD.exists(), reason="the XSD of XDatenfelder 3.0 is not beside the checkout")
@pytest.mark.parametrize("source", content.forms(), ids=lambda source: source["slug"])
def test_our_own_forms_fit_the_xsd_and_can_be_read(source):
    made = written(source)
    assert faults(made) == []
    asked = [one for _, _, one in load(source).fields() if one.type not in {"calculated", "address"}]
    assert len(list(load(back(made)).fields())) >= len(asked)


@given(st.text(max_size=60))
def test_only_letters_that_fim_allows_are_written_and_typesetting_is_kept(text):
    told = typeset(" ".join(text.split()))
    made = spelled(told)
    assert spelled(made) == made
    assert typeset(made) == typeset(spelled(typeset(made)))


def test_german_quotation_marks_come_back():
    told = "Zulässig sind „Dr.“ und „Prof.“ – höchstens ≤ 3, z. B. Müller-Lüdenscheidt"
    assert typeset(spelled(told)) == told
