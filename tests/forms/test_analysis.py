"""Conditions that can never hold, or always do."""

import pytest

from drehscheibe.forms.logic.analysis import BOTH, Analysis
from tests.forms.dogs import FORM, ask, form

COLOURS = [{"value": "r", "label": "Rot"}, {"value": "b", "label": "Blau"}]
YES = {"answer": "ja"}
ASKED = [
    ask("ja", "yes_no"),
    ask("tief", "yes_no", visible=YES),
    ask("zahl", "number", min=0, max=10),
    ask("farbe", "choice", options=COLOURS),
    ask("farben", "choice", options=COLOURS, multiple=True),
    ask("frei", "number", required=False),
    ask("wort"),
    ask("tag", "date"),
    ask("summe", "calculated", value={"add": [{"answer": "zahl"}, 1]}),
]
ROWS = {"id": "leute", "title": "Leute", "item": "Person", "fields": [ask("name"), ask("kind", "yes_no", visible=YES)]}
TRIAL = Analysis(form(steps=[{"id": "eins", "title": "Eins", "blocks": [{"fields": ASKED}, ROWS]}]))


def answer(name):
    return {"answer": name}


@pytest.mark.parametrize(
    ("condition", "outcomes"),
    [
        (True, {True}),
        (YES, {True, False}),
        ({"or": [YES, {"not": YES}]}, {True}),
        ({"and": [YES, {"not": YES}]}, {False}),
        ({"le": [answer("zahl"), 10]}, {True}),
        ({"gt": [answer("zahl"), 10]}, {False}),
        ({"gt": [answer("zahl"), 9]}, {True, False}),
        ({"le": [answer("frei"), 10]}, {True, False}),
        ({"and": [{"eq": [answer("farbe"), "r"]}, {"eq": [answer("farbe"), "b"]}]}, {False}),
        ({"in": [answer("farbe"), ["r", "b"]]}, {True}),
        ({"and": [{"in": ["r", answer("farben")]}, {"in": ["b", answer("farben")]}]}, {True, False}),
        ({"and": [{"in": ["r", answer("farben")]}, {"not": {"in": ["b", answer("farben")]}}]}, {True, False}),
        ({"and": [{"eq": [answer("wort"), "a"]}, {"eq": [answer("wort"), "b"]}]}, {False}),
        ({"and": [{"lt": [answer("tag"), "2020-01-01"]}, {"gt": [answer("tag"), "2020-01-01"]}]}, {False}),
        ({"and": [answer("tief"), {"eq": [YES, False]}]}, {False}),
        ({"or": [answer("tief"), {"eq": [answer("tief"), False]}]}, {True, False}),
        ({"gt": [answer("summe"), 100]}, {True, False}),
        ({"gt": [{"count": "leute"}, 0]}, {True, False}),
        (answer("fehlt"), {True, False}),
    ],
)
def test_outcomes_are_those_of_every_answer_that_matters(condition, outcomes):
    assert TRIAL.outcomes(condition) == outcomes


def test_condition_in_a_row_knows_what_the_row_only_asks_after_an_answer_of_the_form():
    assert TRIAL.outcomes({"and": [answer("kind"), {"eq": [YES, False]}]}, "leute") == {False}
    assert TRIAL.outcomes(answer("kind"), "leute") == BOTH


def test_conditions_of_a_real_form_are_in_doubt():
    analysis = Analysis(FORM)
    assert analysis.outcomes(FORM.step("lastschrift").visible) == BOTH
