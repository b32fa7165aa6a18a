"""Expressions: what they give, and what is found wrong with them before a form is published."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.forms.faults import FormError
from drehscheibe.forms.logic import check, expressions, publishable
from drehscheibe.forms.schema import load
from tests.forms.dogs import AUENFELD, CALM, FORM, MUSTERSTADT, TODAY, ask, compute, dog, evaluate, form, keeper, to_raw

COLOURS = [{"value": "rot", "label": "Rot"}, {"value": "blau", "label": "Blau"}]
TRIAL = form(
    ask("zahl", "number"),
    ask("betrag", "money"),
    ask("tag", "date"),
    ask("wort"),
    ask("ja", "yes_no"),
    ask("farbe", "choice", options=COLOURS),
    ask("farben", "choice", options=COLOURS, multiple=True),
    ask("anschrift", "address"),
    ask("info", "information"),
    parameters={"satz": {"type": "money", "label": "Satz"}},
)
VALUES = {
    "zahl": 3,
    "betrag": 250,
    "tag": "2008-07-04",
    "ja": True,
    "farbe": "rot",
    "farben": ["blau"],
    "anschrift": {"city": "Herne"},
}


def answer(name):
    return {"answer": name}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ({"eq": [answer("zahl"), 3]}, True),
        ({"ne": [answer("zahl"), 3]}, False),
        ({"eq": [answer("wort"), "x"]}, False),
        ({"ne": [answer("wort"), "x"]}, True),
        ({"lt": [answer("tag"), {"today": {}}]}, True),
        ({"ge": [answer("tag"), "2008-07-05"]}, False),
        ({"and": [answer("ja"), {"gt": [answer("betrag"), 249]}]}, True),
        ({"or": [{"not": answer("ja")}, {"le": [answer("zahl"), 2]}]}, False),
        ({"in": [answer("farbe"), ["rot", "blau"]]}, True),
        ({"in": ["rot", answer("farben")]}, False),
        ({"empty": answer("wort")}, True),
        ({"empty": answer("zahl")}, False),
        ({"eq": [answer("anschrift.city"), "Herne"]}, True),
        ({"age": answer("tag")}, 17),
        ({"age": {"if": [answer("ja"), {"today": {}}, answer("tag")]}}, 0),
        ({"days_between": ["2026-07-01", {"today": {}}]}, None),
        ({"add": [answer("betrag"), {"param": "satz"}]}, 350),
        ({"mul": [answer("zahl"), {"param": "satz"}]}, 300),
        ({"sub": [answer("zahl"), 5]}, -2),
        ({"min": [answer("zahl"), 2, 7]}, 2),
        ({"max": [answer("zahl"), 2]}, 3),
        ({"if": [{"empty": answer("wort")}, {"param": "satz"}, 0]}, 100),
        ({"add": [{"days_between": [answer("tag"), {"today": {}}]}, 0]}, 6573),
        ({"total": [answer("betrag"), {"param": "fehlt"}]}, None),
        ({"total": [answer("betrag"), {"param": "satz"}, {"if": [answer("ja"), answer("betrag"), 0]}]}, 600),
        ({"total": [{"if": [answer("ja"), {"mul": [answer("zahl"), 2]}, 0]}, 1]}, 7),
        ({"round_up": {"mul": [answer("zahl"), 0.4]}}, 2),
        ({"round_up": answer("zahl")}, 3),
        ({"round_up": answer("betrag")}, None),
        ({"weeks_started": [answer("tag"), {"today": {}}]}, 940),
    ],
)
def test_expression_gives_its_value(expression, value):
    def result():
        return evaluate(TRIAL, expression, values=VALUES, parameters={"satz": 100}, today=TODAY)

    if value is None:
        with pytest.raises(FormError):
            result()
    else:
        assert result() == value


@pytest.mark.parametrize(
    ("since", "until", "weeks", "months"),
    [
        ("2026-03-15", "2026-03-15", 1, 1),
        ("2026-03-15", "2026-03-21", 1, 1),
        ("2026-03-15", "2026-03-22", 2, 1),
        ("2026-03-15", "2026-04-14", 5, 1),
        ("2026-03-15", "2026-04-15", 5, 2),
        ("2026-01-31", "2026-02-28", 5, 1),
        ("2026-01-31", "2026-03-01", 5, 2),
        ("2026-04-01", "2026-10-31", 31, 7),
        ("2026-12-01", "2027-01-01", 5, 2),
        ("2026-03-15", "2026-03-14", 0, 0),
        ("2026-03-15", "2025-03-14", 0, 0),
    ],
)
def test_weeks_and_months_count_when_they_have_begun(since, until, weeks, months):
    document = form(ask("von", "date"), ask("bis", "date"))
    values = {"von": since, "bis": until}
    for operator, count in (("weeks_started", weeks), ("months_started", months)):
        spanned = {operator: [answer("von"), answer("bis")]}
        assert evaluate(document, spanned, values=values, parameters={}, today=TODAY) == count


@pytest.mark.parametrize("operator", ["lt", "le", "gt", "ge", "eq"])
def test_comparing_what_was_not_answered_is_false(operator):
    assert evaluate(TRIAL, {operator: [answer("zahl"), 1]}, values={}, parameters={}, today=TODAY) is False


@pytest.mark.parametrize(
    "expression",
    [
        {"add": [answer("zahl"), 1]},
        {"mul": [answer("zahl"), {"param": "satz"}]},
        {"age": answer("tag")},
        {"round_up": answer("zahl")},
        {"if": [answer("ja"), answer("zahl"), answer("zahl")]},
        {"days_between": [answer("tag"), {"today": {}}]},
    ],
)
def test_calculating_with_what_was_not_answered_gives_nothing(expression):
    assert evaluate(TRIAL, expression, values={}, parameters={}, today=TODAY) is None


@pytest.mark.parametrize(
    "expression",
    [
        answer("gibtsnicht"),
        answer("info"),
        answer("zahl.teil"),
        answer("anschrift.land"),
        {"param": "gibtsnicht"},
        {"zauber": 1},
        {"eq": [1, 1], "ne": [1, 2]},
        {"eq": [answer("zahl")]},
        {"eq": [answer("zahl"), "drei"]},
        {"eq": [answer("farbe"), "grün"]},
        {"in": [answer("farbe"), ["grün"]]},
        {"in": ["grün", answer("farben")]},
        {"eq": [answer("tag"), "3.7.2020"]},
        {"lt": [answer("tag"), "20200703"]},
        {"lt": [answer("ja"), True]},
        {"and": [answer("zahl"), answer("ja")]},
        {"not": answer("wort")},
        {"mul": [answer("betrag"), {"param": "satz"}]},
        {"add": [answer("betrag"), answer("zahl")]},
        {"add": [answer("wort"), 1]},
        {"age": answer("zahl")},
        {"if": [answer("ja"), 1, "eins"]},
        {"count": "zahl"},
        {"sum": {"rows": "zahl"}},
        {"eq": [None, 1]},
        [1],
    ],
)
def test_wrong_expression_is_found(expression):
    with pytest.raises(FormError):
        evaluate(TRIAL, expression, values=VALUES, parameters={}, today=TODAY)


def test_deep_expression_is_found_instead_of_overflowing():
    deep = answer("ja")
    for _ in range(5_000):
        deep = {"not": deep}
    with pytest.raises(FormError):
        evaluate(TRIAL, deep, values={}, parameters={}, today=TODAY)


@pytest.mark.parametrize(
    ("dogs", "musterstadt", "auenfeld"),
    [
        ([dog()], 10_800, 6_000),
        ([dog()] * 2, 26_400, 14_400),
        ([dog()] * 3, 46_800, 25_200),
        ([dog(gefaehrlich=True)], 60_000, 36_000),
        ([dog(), dog(gefaehrlich=True)], 70_800, 42_000),
        ([dog(assistenz=True)], 0, 0),
        ([dog(assistenz=True, gefaehrlich=True), dog()], 10_800, 6_000),
    ],
)
def test_dog_tax_follows_the_rates_of_the_town(dogs, musterstadt, auenfeld):
    raw = to_raw(FORM, keeper(*dogs))
    assert [compute(FORM, raw, rates).values["steuer"] for rates in (MUSTERSTADT, AUENFELD)] == [musterstadt, auenfeld]


def test_sum_adds_over_the_rows_and_leaves_out_the_unanswered():
    group = {
        "id": "posten",
        "title": "Posten",
        "item": "Posten",
        "fields": [ask("preis", "money"), ask("gilt", "yes_no")],
    }
    shop = form(steps=[{"id": "eins", "title": "Eins", "blocks": [group]}])
    rows = [{"preis": 100, "gilt": True}, {"gilt": True}, {"preis": 30, "gilt": False}, {"preis": 5, "gilt": True}]

    def total(**spec):
        return evaluate(shop, {"sum": {"rows": "posten", **spec}}, values={"posten": rows}, parameters={}, today=TODAY)

    assert total(of=answer("preis")) == 135
    assert total(of=answer("preis"), where=answer("gilt")) == 105
    assert evaluate(shop, {"count": "posten"}, values={"posten": rows}, parameters={}, today=TODAY) == 4
    with pytest.raises(FormError):
        evaluate(shop, answer("preis"), values={}, parameters={}, today=TODAY)


def test_form_of_the_tests_has_no_findings():
    assert check(FORM) == []


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ([ask("a", "yes_no", visible=answer("b")), ask("b", "yes_no", visible=answer("a"))], "a"),
        ([ask("a", visible=answer("weg"))], "steps/eins/1/a/visible"),
        ([ask("a", visible=5)], "steps/eins/1/a/visible"),
        ([ask("a", required={"eq": [1]})], "steps/eins/1/a/required"),
        ([ask("a", "zauber")], "steps/eins/1/a"),
        ([ask("a"), ask("a")], "steps/eins/1/a"),
        ([ask("add")], "steps/eins/1/add"),
        ([ask("a", "choice")], "steps/eins/1/a"),
        ([ask("a", pattern="[0-9")], "steps/eins/1/a"),
        ([ask("a", pattern="(a+)+", sample="a")], "steps/eins/1/a"),
        ([ask("a", pattern="[0-9]{3}", sample="12")], "steps/eins/1/a"),
        ([ask("a", "number", max_length=3)], "steps/eins/1/a/max_length"),
        ([ask("a", "number", min=3, max=2)], "steps/eins/1/a"),
        ([ask("a", "money", min=1.5)], "steps/eins/1/a"),
        ([ask("a", "date", min="gestern")], "steps/eins/1/a"),
        ([ask("a", "upload", max=100, multiple=True)], "steps/eins/1/a"),
        ([ask("a", "calculated")], "steps/eins/1/a"),
        ([ask("a", "calculated", value=answer("a"))], "a"),
    ],
)
def test_fault_of_a_form_is_found_with_its_place(fields, place):
    document = form(*fields)
    assert place in [finding.place for finding in check(document)]
    with pytest.raises(FormError):
        publishable(document)


def test_too_many_controls_for_a_page_are_found():
    group = {"id": "g", "title": "G", "item": "G", "max": 50, "fields": [ask(f"a{n}", "address") for n in range(3)]}
    [finding] = check(form(steps=[{"id": "eins", "title": "Eins", "blocks": [group]}]))
    assert (finding.place, "600" in finding.message) == ("steps/eins", True)


def test_step_that_depends_on_itself_is_found():
    step = {"id": "eins", "title": "Eins", "visible": answer("ja"), "blocks": [{"fields": [ask("ja", "yes_no")]}]}
    assert "im Kreis" in check(form(steps=[step]))[0].message


def test_numbers_beyond_all_bounds_give_nothing():
    huge = {"mul": [1e300, 1e300]}
    document = form(
        ask("n", "calculated", value=huge),
        ask("g", "calculated", value={"mul": [huge, {"param": "p"}]}),
        parameters={"p": {"type": "money", "label": "P"}},
    )
    assert compute(document, {}, {"p": 100}).values == {}
    with pytest.raises(FormError):
        evaluate(TRIAL, {"add": [float("inf")]}, values={}, parameters={}, today=TODAY)


def test_document_of_the_wrong_shape_names_the_place():
    with pytest.raises(FormError) as wrong:
        load(
            {
                "slug": "x",
                "title": "X",
                "purpose": "x",
                "legal_basis": "x",
                "steps": [{"id": "a", "title": "A", "blocks": [{"fields": [{"id": "1"}]}]}],
            }
        )
    assert "steps/0/blocks/0" in str(wrong.value)


def test_fault_in_a_block_names_the_very_field():
    with pytest.raises(FormError) as wrong:
        form({"id": "a", "type": "text"})
    assert wrong.value.findings == [("steps/0/blocks/0/section/fields/0/label", "Field required")]


def test_dates_that_yaml_has_read_are_taken():
    document = form(ask("tag", "date", min=TODAY, visible={"lt": [TODAY, {"today": {}}]}))
    assert check(document) == []
    assert document.steps[0].blocks[0].fields[0].min == "2026-07-03"


LEAVES = st.sampled_from(
    [
        answer(name)
        for name in ("zahl", "betrag", "tag", "wort", "ja", "farbe", "farben", "anschrift", "anschrift.city", "info")
    ]
    + [{"param": "satz"}, {"today": {}}, True, 0, 3, -1.5, "rot", "2020-02-29", "", None, [], {}]
)
OPERATORS = sorted(expressions._OPERATORS)


def _branch(inner):
    argument = inner | st.lists(inner, max_size=3) | st.fixed_dictionaries({"rows": inner, "where": inner})
    return st.builds(lambda name, value: {name: value}, st.sampled_from(OPERATORS), argument)


@CALM
@given(st.recursive(LEAVES, _branch, max_leaves=8), st.sampled_from([{}, VALUES]))
def test_any_tree_is_refused_or_evaluates(expression, values):
    with suppress(FormError):
        evaluate(TRIAL, expression, values=values, parameters={"satz": 100}, today=TODAY)


@CALM
@given(st.lists(st.recursive(LEAVES, _branch, max_leaves=4), min_size=3, max_size=3))
def test_form_with_any_conditions_can_be_tried(conditions):
    fields = [ask(name, "yes_no", visible=condition) for name, condition in zip("abc", conditions, strict=True)]
    with suppress(FormError):
        document = form(
            *fields,
            ask("zahl", "number"),
            ask("wort"),
            ask("ja", "yes_no"),
            ask("r", "calculated", value=conditions[0]),
        )
        check(document)
        compute(document, {"a": ["yes"], "b": ["no"], "zahl": ["3"], "wort": ["x"], "ja": ["yes"]})
