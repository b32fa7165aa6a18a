"""The linter finds faults put into good forms on purpose, and leaves good forms alone; the test prints how well."""

from copy import deepcopy

import pytest

from drehscheibe.demo import content
from drehscheibe.forms.review import Surroundings, Weight, review
from drehscheibe.forms.review.remark import asked
from drehscheibe.forms.schema import load
from tests.demo.forms import SERVICES
from tests.demo.seeded_faults import FAULTS

SOURCES = {document["slug"]: document for document in content.forms()}
TRUST = {"none": 0, "low": 10, "substantial": 20, "high": 30}


def surroundings(service):
    online = service["channels"]["online"]
    return Surroundings(TRUST[online["trust"]], tuple(service["texts"].get("documents", {}).get("de", ())))


IN_USE = {
    service["channels"]["online"]["form"]: surroundings(service)
    for service in SERVICES.values()
    if "online" in service["channels"]
}


def remarks(source, known):
    return review(load(source), known)


def spoken(source, known):
    return {(one.rule, one.step, one.field) for one in remarks(source, known)}


def finds(fault):
    source = deepcopy(SOURCES[fault.form])
    known = IN_USE[fault.form]
    before = spoken(source, known)
    fault.change(source)
    if fault.service:
        known = Surroundings(**{**vars(known), **fault.service})
    return fault.remark in {rule for rule, _, _ in spoken(source, known) - before}


def test_at_least_95_of_100_seeded_faults_are_found():
    missed = [fault.name for fault in FAULTS if not finds(fault)]
    share = 1 - len(missed) / len(FAULTS)
    print(f"\nlinter: {len(FAULTS) - len(missed)} of {len(FAULTS)} seeded faults found ({share:.1%}); missed: {missed}")
    assert len(FAULTS) >= 60
    assert share >= 0.95, missed


def test_at_most_5_of_100_questions_of_good_forms_are_blamed():
    questions, blamed = 0, []
    for slug, source in SOURCES.items():
        questions += len(asked(load(source)))
        blamed += [
            (slug, *one[:4], one.what["de"]) for one in remarks(source, IN_USE[slug]) if one.weight != Weight.HINT
        ]
    print(f"\nlinter: {len(blamed)} remarks on {questions} questions of {len(SOURCES)} good forms")
    assert len(blamed) <= questions * 0.05, blamed


@pytest.mark.parametrize("slug", SOURCES)
def test_form_of_the_demo_has_nothing_serious(slug):
    assert [one for one in remarks(SOURCES[slug], IN_USE[slug]) if one.weight == Weight.ERROR] == []


def test_every_remark_says_where_what_and_what_to_do_in_both_languages():
    for fault in FAULTS:
        source = deepcopy(SOURCES[fault.form])
        fault.change(source)
        for one in remarks(source, IN_USE[fault.form]):
            for words in (one.where, one.what, one.advice):
                assert sorted(words) == ["de", "en"], one.rule
                assert all(words.values()), one.rule


def test_the_heaviest_remarks_come_first():
    source = deepcopy(SOURCES["mitteilung"])
    source["steps"][1]["title"] = {"de": "Schritt 2", "en": "Step 2"}
    source["steps"][2]["blocks"][0]["fields"][0]["autocomplete"] = "unknown"
    assert [one.rule for one in remarks(source, Surroundings())] == ["unknown_token", "empty_title"]
