"""What holds of every form: it ends, nothing typed gets lost, and pruning twice is pruning once.

DREHSCHEIBE_FUZZ sets how many random forms are tried.
"""

import os
import time

import pytest

from drehscheibe.forms import answers
from drehscheibe.forms.logic import check
from drehscheibe.forms.logic.program import program
from drehscheibe.forms.logic.telling import sentences
from drehscheibe.forms.presentation import view_step
from tests.forms.dogs import compute, to_raw
from tests.forms.random_forms import Walker, random_form

FORMS = int(os.environ.get("DREHSCHEIBE_FUZZ", "200"))
BATCH = 50


@pytest.mark.parametrize("first", range(0, FORMS, BATCH))
def test_every_form_is_filled_in_to_its_end_whatever_way_is_taken(first):
    for seed in range(first, first + BATCH):
        document = random_form(seed)
        assert check(document) == []
        raw = Walker(document, seed).walk()
        journey = compute(document, raw, {})
        assert journey.is_complete
        assert compute(document, to_raw(document, journey.values), {}).values == journey.values


def test_what_is_no_longer_asked_comes_back_as_it_was_typed():
    for seed in range(40):
        document = random_form(seed)
        walker = Walker(document, seed)
        raw = walker.walk()
        values = compute(document, raw, {}).values
        for name in [one for one in raw if raw[one] in (["yes"], ["no"]) and "." not in one]:
            step = program(document).fields[name].step.step.id
            other = ["no" if raw[name] == ["yes"] else "yes"]
            there = walker.resend(raw, step, {name: other})
            back = walker.resend(there, step, {name: raw[name]})
            assert compute(document, back, {}).values == values


def test_every_page_of_every_form_is_described_and_every_rule_told():
    for seed in range(25):
        document = random_form(seed)
        journey = compute(document, Walker(document, seed).walk(), {})
        for state in journey.steps:
            for lang in ("de", "en"):
                view_step(document, journey, state.id, {}, lang=lang)
        assert all(told.sentence for told in sentences(document, "de"))
        answers.summary(document, journey, "de")


def test_journey_of_many_rows_within_rows_is_quick():
    document = next(form for form in map(random_form, range(1_000)) if any(around for _, _, around in form.groups()))
    raw = Walker(document, 1).walk()
    started = time.process_time()
    for _ in range(20):
        compute(document, raw, {})
    assert time.process_time() - started < 1
