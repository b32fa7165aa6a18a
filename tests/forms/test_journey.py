"""The journey: which steps there are, what is missing, what comes next; never a dead end."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.forms.faults import UnknownStep
from tests.examples import complete_answers, example
from tests.forms.dogs import CALM, FORM, MUSTERSTADT, TODAY, ask, compute, dog, form, keeper, to_raw

YES = {"answer": "ja"}


def finished(*dogs, **more):
    return to_raw(FORM, {**keeper(*dogs), **more})


def test_new_journey_begins_with_the_first_step_and_accuses_nobody():
    journey = compute(FORM, {})
    assert journey.first_open == "person"
    assert [step.problems for step in journey.steps] == [(), (), (), ()]
    assert [(step.visible, step.reachable) for step in journey.steps] == [
        (True, True),
        (True, False),
        (True, False),
        (False, False),
    ]
    assert journey.step("person").unasked == ("name", "geburt", "anschrift", "email", "telefon")


def test_complete_journey_has_all_values_typed_and_in_the_order_of_the_form():
    journey = compute(FORM, finished())
    assert journey.is_complete
    assert list(journey.values) == ["name", "geburt", "anschrift", "hunde", "normale", "steuer", "zahlweise"]
    assert journey.values["hunde"] == [{"_row": "1", **dog()}]
    assert journey.values["steuer"] == 10_800


def test_step_whose_condition_fails_is_skipped_both_ways():
    journey = compute(FORM, finished())
    assert journey.next_after("zahlung") is None
    with_mandate = compute(FORM, {**finished(), "zahlweise": ["sepa"]})
    assert with_mandate.next_after("zahlung") == "lastschrift"
    assert with_mandate.previous_before("lastschrift") == "zahlung"
    assert with_mandate.first_open == "lastschrift"
    assert journey.previous_before("person") is None


def test_unknown_step_is_named_so():
    for wrong in (compute(FORM, {}).step, compute(FORM, {}).next_after, FORM.step):
        with pytest.raises(UnknownStep):
            wrong("pruefen")


def test_step_of_which_nothing_is_visible_is_skipped():
    steps = [
        {"id": "eins", "title": "Eins", "blocks": [{"fields": [ask("ja", "yes_no")]}]},
        {
            "id": "zwei",
            "title": "Zwei",
            "blocks": [{"fields": [ask("mehr", visible=YES)]}, {"visible": YES, "fields": [ask("b")]}],
        },
        {"id": "drei", "title": "Drei", "blocks": [{"fields": [ask("ende")]}]},
    ]
    document = form(steps=steps)
    assert compute(document, {"ja": ["no"]}).next_after("eins") == "drei"
    assert compute(document, {"ja": ["yes"]}).next_after("eins") == "zwei"


def test_invisible_answer_is_kept_raw_and_pruned_from_the_values_and_comes_back():
    raw = {**finished(), "zahlweise": ["selbst"], "iban": ["DE89370400440532013000"], "mandat": ["yes"]}
    assert "iban" not in compute(FORM, raw).values
    assert compute(FORM, {**raw, "zahlweise": ["sepa"]}).values["iban"] == "DE89370400440532013000"


def test_condition_sees_an_invisible_answer_as_empty():
    document = form(
        ask("ja", "yes_no"),
        ask("tief", "yes_no", visible=YES),
        ask("tiefer", visible={"answer": "tief"}, required=False),
    )
    assert compute(document, {"ja": ["no"], "tief": ["yes"], "tiefer": ["x"]}).values == {"ja": False}


def test_condition_may_look_ahead():
    document = form(ask("frueh", visible=YES, required=False), ask("ja", "yes_no"))
    assert compute(document, {"ja": ["yes"], "frueh": ["x"]}).values == {"frueh": "x", "ja": True}


def test_row_sees_its_own_answers_first():
    raw = finished(dog(frueher=True, vorbesitz="Bruno, Herne"), dog())
    journey = compute(FORM, raw)
    assert "hunde.1.vorbesitz" in journey.shown
    assert "hunde.2.vorbesitz" not in journey.shown
    assert [row.get("vorbesitz") for row in journey.values["hunde"]] == ["Bruno, Herne", None]


def test_required_can_depend_on_an_answer():
    document = form(ask("ja", "yes_no"), ask("grund", required=YES))
    assert compute(document, {"ja": ["no"], "grund": []}).is_complete
    needed = compute(document, {"ja": ["yes"], "grund": [" "]})
    assert needed.errors("eins", "de") == [("grund", "Geben Sie „Grund“ an.")]


def test_errors_name_the_control_and_the_row():
    raw = finished(dog(), dog())
    raw |= {"hunde.2.seit.month": ["13"], "hunde.1.rasse": [""], "geburt.day": ["31"], "geburt.month": ["2"]}
    journey = compute(FORM, raw)
    assert journey.errors("person", "en") == [
        ("geburt.day", "There is no such day. Check the day and month of “Geburtsdatum”.")
    ]
    assert journey.errors("hunde", "de") == [
        ("hunde.1.rasse", "Hund 1: Geben Sie „Rasse“ an."),
        (
            "hunde.2.seit.month",
            "Hund 2: Bei „Gehalten seit“ stimmt der Monat nicht. Geben Sie eine Zahl von 1 bis 12 ein.",
        ),
    ]


def test_too_few_and_too_many_rows_are_told():
    assert compute(FORM, {**finished(), "hunde._rows": []}).errors("hunde", "de") == [
        ("hunde", "„Hunde“: Machen Sie mindestens eine Angabe.")
    ]
    many = finished(*[dog()] * 11)
    assert "höchstens 10" in compute(FORM, many).errors("hunde", "de")[0][1]


def test_calculated_money_is_rounded_to_the_cent():
    half = form(
        ask("halb", "calculated", value={"mul": [0.5, {"param": "p"}]}),
        parameters={"p": {"type": "money", "label": "P"}},
    )
    assert [compute(half, {}, {"p": cents}).values["halb"] for cents in (101, 102, 103, -101)] == [51, 51, 52, -50]


def test_missing_parameter_leaves_the_calculated_value_open():
    assert "steuer" not in compute(FORM, finished(), {}).values
    assert "steuer" not in compute(FORM, finished(), dict.fromkeys(MUSTERSTADT, "108,00")).values


def test_form_with_findings_can_still_be_tried():
    circle = form(
        ask("a", "yes_no", visible={"answer": "b"}), ask("b", "yes_no", visible={"answer": "a"}), ask("c", "zauber")
    )
    assert compute(circle, {"a": ["yes"], "b": ["yes"]}).is_complete


TYPED = st.sampled_from(
    ["yes", "no", "sepa", "selbst", "", "1", "2020", "7", "x", "DE89370400440532013000", "a@b.de"]
) | st.text(max_size=8)
NAMES = st.sampled_from(sorted(complete_answers(FORM, 0, parameters=MUSTERSTADT, today=TODAY))) | st.sampled_from(
    [
        "hunde.2.rasse",
        "hunde.2.gefaehrlich",
        "hunde.1.nachweis",
        "hunde._next",
        "iban",
        "mandat",
        "hunde.1.vorbesitz",
        "hunde.99999.x",
    ]
)
RAW = st.dictionaries(NAMES, st.lists(TYPED, max_size=3), max_size=25)


@CALM
@given(RAW)
def test_any_answers_give_a_journey_without_dead_end(raw):
    journey = compute(FORM, raw)
    assert journey == compute(FORM, raw)
    walked, step = [], journey.steps[0].id
    while step:
        walked.append(step)
        step = journey.next_after(step)
    assert walked == [state.id for state in journey.steps if state.visible]
    assert journey.is_complete == all(journey.step(one).complete for one in walked)
    if journey.first_open:
        state = journey.step(journey.first_open)
        assert state.reachable
        assert state.problems or state.unasked


@CALM
@given(RAW)
def test_pruning_twice_is_pruning_once(raw):
    values = compute(FORM, raw).values
    assert compute(FORM, to_raw(FORM, values)).values == values


@CALM
@given(RAW, st.integers(0, 50))
def test_whoever_mends_what_is_open_arrives(raw, seed):
    fields = {field.id: field for _, _, field in FORM.fields()}
    for _ in range(10):
        state = next((state for state in compute(FORM, raw).steps if state.visible and not state.complete), None)
        if state is None:
            return
        for name in [*state.unasked, *(problem.name for problem in state.problems)]:
            if name == "hunde":
                raw = {**raw, "hunde._rows": ["1", "2"]}
                continue
            whole = re.sub(r"\.(day|month|year|street|house_number|postcode|city)$", "", name)
            field = fields[whole.rpartition(".")[2]]
            typed = example(field, seed, TODAY)
            raw = {**raw, **{f"{whole}.{part}" if part else whole: values for part, values in typed.items()}}
    raise AssertionError(compute(FORM, raw).first_open)


def test_journey_through_two_hundred_fields_takes_milliseconds():
    fields = [
        ask(f"f{number}", visible={"ne": [{"answer": f"f{number - 1}"}, "nie"]} if number else None)
        for number in range(200)
    ]
    document = form(*fields)
    raw = {f"f{number}": [f"Antwort {number}"] for number in range(200)}
    compute(document, raw)
    taken = []
    for _ in range(20):
        begun = time.process_time()
        compute(document, raw)
        taken.append(time.process_time() - begun)
    assert min(taken) < 0.025


def test_chain_of_a_thousand_conditions_looking_ahead_is_no_trouble():
    fields = [ask(f"f{number}", visible={"eq": [{"answer": f"f{number + 1}"}, "x"]}) for number in range(999)]
    steps = [
        {"id": f"s{step}", "title": "S", "blocks": [{"fields": [*fields, ask("f999")][step * 100 : step * 100 + 100]}]}
        for step in range(10)
    ]
    assert len(compute(form(steps=steps), {f"f{number}": ["x"] for number in range(1_000)}).values) == 1_000
