"""The answers of a case as files for other programs."""

import json

import pytest
from jsonschema import Draft202012Validator

from drehscheibe.catalogue.online import offer_as_answered
from drehscheibe.forms.outputs.schema import json_schema


def test_json_is_what_the_schema_of_the_form_describes(browser, case, office):
    answered = browser.get(f"/amt/vorgaenge/{case.reference}/angaben.json")
    with office():
        offer = offer_as_answered(case.online_service_id, case.form_version_id)
    told = json.loads(answered.content)
    assert list(Draft202012Validator(json_schema(offer.document, offer.parameters)).iter_errors(told)) == []
    assert told["hunde"]
    assert answered.headers["Content-Disposition"] == f'attachment; filename="{case.reference}.json"'


def test_text_says_what_was_read_before_sending(browser, case):
    told = browser.get(f"/amt/vorgaenge/{case.reference}/angaben.txt").content.decode()
    assert "Rasse: " in told
    assert told.count("====") >= 1


def test_form_that_does_not_come_from_fim_has_no_xml_and_offers_none(browser, case):
    assert browser.get(f"/amt/vorgaenge/{case.reference}/angaben.xml").status_code == 404
    assert "angaben.xml" not in browser.get(f"/amt/vorgaenge/{case.reference}/").content.decode()


@pytest.mark.parametrize("ending", ["json", "txt"])
def test_taking_the_answers_out_is_an_opening(browser, case, facts, ending):
    browser.get(f"/amt/vorgaenge/{case.reference}/angaben.{ending}")
    assert facts(case)["verbs"][-1] == "opened"
