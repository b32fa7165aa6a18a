"""Whatever is sent, each field type gives a value or a sentence, and can show what it gave."""

import json
from random import Random

import pytest
from jsonschema import Draft202012Validator

from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.fields.kind import Invalid
from tests.forms.dogs import TODAY
from tests.forms.test_fields import VARIANTS
from tests.junk import junk

TRIES = 150  # the bench tries 10,000


@pytest.mark.parametrize("field", VARIANTS, ids=lambda field: field.type)
def test_random_answers_give_a_value_or_a_sentence(field):
    told = answered(field, Random(field.type), TRIES)  # noqa: S311  the same answers each time
    assert told["refused"] > 0 or field.type in {"statement", "account", "text", "municipality", "code_list"}


def answered(field, dice, tries):
    """Parse, show and check against the JSON Schema as many random answers; how many were taken and refused."""
    kind = TYPES[field.type]
    schema = Draft202012Validator(kind.json_schema(field))
    parts = set()
    told = {"taken": 0, "refused": 0, "empty": 0}
    for _ in range(tries):
        raw = junk(field, dice)
        assert kind.controls(field, "x", "en", raw)
        try:
            value = kind.parse(field, raw, TODAY)
        except Invalid as invalid:
            parts.add(invalid.part)
            told["refused"] += 1
            continue
        told["empty" if value is None else "taken"] += 1
        if value is not None:
            assert json.loads(json.dumps(value)) == value
            assert kind.summary(field, value, "de").encode()
            assert not list(schema.iter_errors(value)), (raw, value)
    assert parts <= {"", *kind.parts_of(field)}
    return told
