"""A form with a field of every type, from publication to the lines of the receipt."""

import pytest
from jsonschema import Draft202012Validator

from drehscheibe.forms import answers
from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.operations import keep_code_list, publish
from drehscheibe.forms.presentation import view_step
from drehscheibe.forms.queries import equip, newest_version
from drehscheibe.forms.schema import load
from drehscheibe.tenants.operations import work_as
from tests.cast import NOW
from tests.examples import complete_answers
from tests.forms import all_fields
from tests.forms.dogs import TODAY, compute


@pytest.fixture
def document(musterstadt):
    with work_as(musterstadt):
        keep_code_list(code_list=all_fields.professions(), now=NOW)
        published = load(newest_version(publish(document=all_fields.document(), now=NOW)).document)
        assert equip(published) == []
        return published


def test_form_has_every_type(document):
    assert {field.type for _, _, field in document.fields()} == set(TYPES)


@pytest.mark.parametrize("seed", range(3))
def test_every_field_is_shown_read_summed_up_and_fits_its_json_schema(document, seed):
    raw = complete_answers(document, seed, parameters={}, today=TODAY)
    walked = compute(document, raw)
    assert walked.is_complete
    for lang in ("de", "en"):
        told = [
            line
            for section in answers.summary(document, walked, lang)
            for block in section.blocks
            for line in block.lines
        ]
        assert [line.label for line in told if not line.text] == []
        pages = [view_step(document, walked, step.id, raw, lang=lang) for step in document.steps]
        assert not any(field.errors for page in pages for field in page.fields())
    for _, _, field in document.fields():
        kind = TYPES[field.type]
        if kind.has_input:
            schema = kind.json_schema(field)
            Draft202012Validator.check_schema(schema)
            assert list(Draft202012Validator(schema).iter_errors(walked.answers[field.id])) == []
            assert not Draft202012Validator(schema).is_valid(None)
