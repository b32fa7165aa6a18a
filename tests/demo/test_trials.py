"""The demo's test cases come out as they say, for every form that has some."""

import pytest

from drehscheibe.demo import content
from drehscheibe.demo.trying import DAY, told
from drehscheibe.forms import trials
from drehscheibe.forms.models import Trial
from tests.demo.forms import FORMS

TRIALS = content.trials()
OWN = {
    "hundesteuer-abmelden", "wohnsitz-ummelden", "eheschliessung-anmelden", "infektionsschutz-belehrung",
    "zuschuss-deutschlandticket", "baum-faellen", "niedrigwasser-melden", "bauantrag",
}  # fmt: skip


@pytest.mark.parametrize("slug", TRIALS)
def test_what_comes_of_a_filled_form_is_what_its_test_case_says(slug):
    document = FORMS[slug]
    for one in told(document, TRIALS[slug]):
        found = trials.observe(document, one.raw, parameters=one.parameters, today=DAY.date())
        assert found == one.wanted, one.name
        assert trials.differences(document, one.wanted, found) == []


@pytest.mark.parametrize("slug", sorted(OWN))
def test_form_has_good_test_cases_and_one_with_errors(slug):
    errors = [bool(spec.get("errors")) for spec in TRIALS[slug]]
    assert sorted(errors) == [False, False, True]


def test_seed_keeps_them_once_with_the_body_that_publishes_the_forms(kreis, scope_of):
    with scope_of(kreis):
        kept = set(Trial.objects.values_list("slug", "name"))
    assert kept == {(slug, spec["name"]) for slug, specs in TRIALS.items() for spec in specs}
