"""All forms of the demo: complete in both languages, short pages, kind words, and can be filled in everywhere."""

from collections.abc import Iterator
from typing import Any

import pytest

from drehscheibe.demo import content
from drehscheibe.forms import answers, journey
from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.logic import check
from tests.demo.forms import FORMS, TODAY, offers
from tests.examples import complete_answers

MOST_QUESTIONS = {"hundesteuer-anmelden": 17}  # a dog is one row and cannot be cut into pages
ONLINE = [pytest.param(*offer, id=f"{offer[0]}-{offer[1]}") for offer in offers()]
BY_SLUG = {document["slug"]: document for document in content.forms()}


def texts(part: Any, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """All texts of a plain document, with their place."""
    if isinstance(part, dict) and "de" in part:
        yield place, part
    elif isinstance(part, dict):
        for key, inner in part.items():
            yield from texts(inner, f"{place}/{part.get('id', '')}{key}")
    elif isinstance(part, list):
        for inner in part:
            yield from texts(inner, place)


@pytest.mark.parametrize("slug", FORMS)
def test_form_can_be_published(slug):
    assert check(FORMS[slug]) == []


@pytest.mark.parametrize("slug", FORMS)
def test_form_says_why_by_which_law_and_how_long(slug):
    form = FORMS[slug]
    for words in (form.purpose, form.legal_basis, form.retention):
        assert words is not None
        assert sorted(words) == ["de", "en"]


@pytest.mark.parametrize("slug", FORMS)
def test_every_text_is_there_in_german_and_english(slug):
    found = list(texts(BY_SLUG[slug]))
    assert len(found) > 20
    assert [place for place, words in found if sorted(words) != ["de", "en"] or not all(words.values())] == []


@pytest.mark.parametrize("slug", FORMS)
def test_form_asks_for_what_is_missing_in_its_own_words(slug):
    asked = [field for _, _, field in FORMS[slug].fields() if TYPES[field.type].has_input and field.required]
    assert [field.id for field in asked if not field.missing and field.required is not False] == []


@pytest.mark.parametrize(("service", "portal", "form", "parameters"), ONLINE)
def test_town_sets_all_its_own_rates(service, portal, form, parameters):
    own = {name for name in form.parameters if name != "call_windows"}  # those follow from the opening hours
    assert set(parameters) == own, (service, portal)


@pytest.mark.parametrize(("service", "portal", "form", "parameters"), ONLINE)
def test_form_can_be_completed_in_many_ways(service, portal, form, parameters):
    parameters = {"call_windows": [{"value": "mo-8", "label": "Montag 8 bis 10 Uhr"}], **parameters}
    for seed in range(25):
        raw = complete_answers(form, seed, parameters=parameters, today=TODAY)
        walked = journey.compute(form, raw, parameters=parameters, today=TODAY)
        assert walked.is_complete, (service, portal, seed, walked.first_open)
        for lang in ("de", "en"):
            sections = answers.summary(form, walked, lang)
            told = [line for section in sections for block in section.blocks for line in block.lines]
            assert [line.label for line in told if line.lang != lang] == []
        for step in walked.steps:
            assert questions(form, step.shown) <= MOST_QUESTIONS.get(form.slug, 12), (service, step.id, seed)


def questions(form: Any, shown: tuple[str, ...]) -> int:
    """How many questions a page asks, in a group those of its longest row."""
    inputs = {field.id for _, _, field in form.fields() if TYPES[field.type].has_input}
    rows: dict[str, int] = {}
    for name in shown:
        row, _, field = name.rpartition(".")
        rows[row] = rows.get(row, 0) + (field in inputs)
    return max(rows.values(), default=0)


@pytest.mark.parametrize(("service", "portal", "form", "parameters"), ONLINE)
def test_data_protection_names_who_gets_the_data(service, portal, form, parameters):
    online = next(one for one in content.services() if one["slug"] == service)["channels"]["online"]
    assert sorted(online["recipients"]) == ["de", "en"]
