"""What machines read: JSON that its schema takes, XML for forms that come from FIM, plain text."""

import copy

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from drehscheibe.forms.outputs.schema import json_schema
from drehscheibe.forms.outputs.values import XFALL, NotFromFimError, as_json, as_text, as_xml
from tests.examples import complete_answers
from tests.forms.dogs import FORM, MUSTERSTADT, TODAY, ask, compute, form
from tests.forms.random_forms import Walker, random_form


def complete(document, seed, parameters):
    raw = complete_answers(document, seed, parameters=parameters, today=TODAY)
    return compute(document, raw, parameters).values


def takes(schema, answers):
    return Draft202012Validator(schema).is_valid(answers)


DOGS = json_schema(FORM, MUSTERSTADT)


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_schema_takes_what_the_form_takes(seed):
    answers = as_json(FORM, complete(FORM, seed, MUSTERSTADT))
    Draft202012Validator.check_schema(DOGS)
    assert list(Draft202012Validator(DOGS).iter_errors(answers)) == []


def test_schema_takes_what_any_form_takes():
    for seed in range(60):
        document = random_form(seed)
        answers = as_json(document, compute(document, Walker(document, seed).walk(), {}).values)
        schema = json_schema(document, {})
        Draft202012Validator.check_schema(schema)
        assert list(Draft202012Validator(schema).iter_errors(answers)) == []


def changed(answers, path, value):
    told = copy.deepcopy(answers)
    place = told
    for name in path[:-1]:
        place = place[name]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return told


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["name"], None),
        (["name"], 7),
        (["name"], "x" * 101),
        (["name"], ""),
        (["hunde"], None),
        (["hunde"], []),
        (["hunde"], {}),
        (["hunde", 0, "rasse"], None),
        (["hunde", 0, "gefaehrlich"], "ja"),
        (["hunde", 0, "fremd"], "x"),
        (["zahlweise"], "bar"),
        (["steuer"], "viel"),
        (["fremd"], 1),
    ],
)
def test_schema_refuses_what_is_wrong(path, value):
    answers = as_json(FORM, complete(FORM, 1, MUSTERSTADT)) | {"zahlweise": "selbst"}
    assert takes(DOGS, answers)
    assert not takes(DOGS, changed(answers, path, value))


def test_options_that_a_town_sets_are_those_of_the_schema():
    parameters = {"zonen": {"type": "options", "label": "Zonen"}}
    zones = form(ask("zone", "choice", options_from="zonen"), parameters=parameters)
    schema = json_schema(zones, {"zonen": [{"value": "a", "label": "Altstadt"}]})
    assert takes(schema, {"zone": "a"})
    assert not takes(schema, {"zone": "b"})


CHILD = {
    "id": "kinder", "title": "Kinder", "item": "Kind", "fim_id": "G60000003", "fim_version": "1.1", "min": 0,
    "fields": [ask("vorname", fim_id="F60000228", fim_version="1.1")],
}  # fmt: skip
PERSON = {
    "fields": [
        ask("name", fim_id="F60000227", fim_version="1.1"),
        ask("geburt", "date", fim_id="F60000231", fim_version="1.1", fim_path=["G60000002V1.0"]),
        ask("einkommen", "money", fim_id="F60000240", fim_version="1.0", fim_path=["G60000002V1.0"]),
        ask("notiz", required=False),
    ],
    "fim_id": "G60000001", "fim_version": "1.2",
}  # fmt: skip
FIM = form(
    steps=[
        {"id": "eins", "title": "Eins", "blocks": [PERSON, CHILD]},
        {
            "id": "zwei",
            "title": "Zwei",
            "blocks": [{"fields": [ask("ja", "yes_no", fim_id="F60000001", fim_version="1.0")]}],
        },
    ],
    fim_id="S60000011",
    fim_version="1.0",
)
ANSWERS = {
    "name": "Muster",
    "geburt": "1987-03-12",
    "einkommen": 123450,
    "notiz": "x",
    "kinder": [{"_row": "1", "vorname": "Mia"}, {"_row": "4", "vorname": "Ben"}],
    "ja": False,
}


def test_names_of_fim_are_those_of_the_properties():
    answers = as_json(FIM, ANSWERS)
    assert answers == {
        "G60000001": {
            "F60000227": "Muster",
            "G60000002": {"F60000231": "1987-03-12", "F60000240": 123450},
            "notiz": "x",
        },
        "G60000003": [{"F60000228": "Mia"}, {"F60000228": "Ben"}],
        "F60000001": False,
    }
    assert takes(json_schema(FIM, {}), answers)
    assert not takes(json_schema(FIM, {}), changed(answers, ["G60000001", "G60000002"], None))


def test_fim_names_that_do_not_tell_questions_apart_give_way_to_their_own():
    twice = form(ask("a", fim_id="F1", fim_version="1.0"), ask("b", fim_id="F1", fim_version="1.0"))
    assert as_json(twice, {"a": "x", "b": "y"}) == {"a": "x", "b": "y"}


def test_xml_has_the_elements_of_the_schema_in_their_order_and_nothing_else():
    root = etree.fromstring(as_xml(FIM, ANSWERS))
    told = [(etree.QName(one).localname, (one.text or "").strip()) for one in root.iter()]
    assert {etree.QName(one).namespace for one in root.iter()} == {XFALL}
    assert told == [
        ("S60000011V1.0", ""),
        ("G60000001V1.2", ""),
        ("F60000227V1.1", "Muster"),
        ("G60000002V1.0", ""),
        ("F60000231V1.1", "1987-03-12"),
        ("F60000240V1.0", "1234.50"),
        ("G60000003V1.1", ""),
        ("F60000228V1.1", "Mia"),
        ("G60000003V1.1", ""),
        ("F60000228V1.1", "Ben"),
        ("F60000001V1.0", "false"),
    ]


def test_form_that_does_not_come_from_fim_has_no_xml():
    with pytest.raises(NotFromFimError):
        as_xml(FORM, {})


def test_plain_text_has_every_line_of_the_declaration():
    block = {"title": "Hund 1", "lines": [{"label": "Rasse", "text": "Pudel\nweiß"}]}
    assert as_text([{"title": "Ihre Hunde", "blocks": [block]}]) == (
        "Ihre Hunde\n==========\n\nHund 1\n------\nRasse: Pudel\n  weiß\n"
    )
