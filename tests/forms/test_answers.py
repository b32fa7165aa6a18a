"""Taking in what a page sent, and telling what was answered."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.forms import answers
from drehscheibe.forms.faults import UnknownStep
from drehscheibe.forms.fields.kind import Invalid
from tests.examples import complete_answers
from tests.forms.dogs import CALM, FORM, MUSTERSTADT, TODAY, ask, compute, dog, form, keeper, lines, send, to_raw
from tests.forms.test_journey import RAW, finished

FILE = {"file": "0b0e", "name": "ausweis.pdf", "size": 1_000, "media_type": "application/pdf"}
YES = {"answer": "ja"}


def test_sent_page_is_kept_as_typed_even_when_wrong():
    raw = send(FORM, "person", {}, name=" Alma ", geburt__day="x", email="falsch")
    assert (raw["name"], raw["geburt.day"], raw["email"], raw["anschrift.city"]) == ([" Alma "], ["x"], ["falsch"], [])
    assert compute(FORM, raw).step("person").unasked == ()


def test_names_of_other_steps_and_unknown_names_are_ignored():
    raw = send(
        FORM, "person", {}, iban="DE", zahlweise="sepa", csrfmiddlewaretoken="x", hunde__1__rasse="Boxer", __class__="x"
    )
    assert sorted(raw) == sorted(
        [
            "name",
            *(f"geburt.{p}" for p in ("day", "month", "year")),
            *(f"anschrift.{p}" for p in ("street", "house_number", "postcode", "city")),
            "email",
            "telefon",
        ]
    )


def test_control_that_is_not_visible_is_ignored():
    assert "hunde.1.vorbesitz" not in send(FORM, "hunde", {}, hunde__1__frueher="no", hunde__1__vorbesitz="Bruno")
    assert "hunde.7.rasse" not in send(FORM, "hunde", {}, hunde__7__rasse="Boxer")


def test_follow_up_question_shows_the_page_again_without_an_accusation():
    document = form(ask("ja", "yes_no"), ask("grund", visible=YES))
    raw = send(document, "eins", {}, ja="yes")
    state = compute(document, raw).step("eins")
    assert (state.complete, state.problems, state.unasked) == (False, (), ("grund",))
    raw = send(document, "eins", raw, ja="yes", grund="")
    assert compute(document, raw).errors("eins", "de") == [("grund", "Geben Sie „Grund“ an.")]


def test_follow_up_questions_answered_on_the_same_page_are_taken_level_by_level():
    document = form(ask("ja", "yes_no"), ask("tief", "yes_no", visible=YES), ask("tiefer", visible={"answer": "tief"}))
    raw = send(document, "eins", {}, ja="yes", tief="yes", tiefer="x")
    assert compute(document, raw).is_complete


def test_untick_is_taken_and_a_missing_text_box_changes_nothing():
    document = form(
        ask("ok", "statement"),
        ask("text"),
        ask("farben", "choice", multiple=True, options=[{"value": "a", "label": "A"}]),
    )
    raw = send(document, "eins", {}, ok="yes", text="bleibt", farben="a")
    raw = send(document, "eins", raw)
    assert raw == {"ok": [], "text": ["bleibt"], "farben": []}


def test_adding_and_removing_rows_keeps_what_was_typed_and_demands_nothing():
    raw = send(FORM, "hunde", {}, hunde__1__rasse="Pudel", hunde__1__chip="", add="hunde")
    assert raw == {"hunde._rows": ["1", "2"], "hunde._next": ["3"], "hunde.1.rasse": ["Pudel"]}
    assert compute(FORM, raw).errors("hunde", "de") == []
    raw = send(FORM, "hunde", raw, hunde__2__rasse="Boxer", remove="hunde.1")
    assert raw == {"hunde._rows": ["2"], "hunde._next": ["3"], "hunde.2.rasse": ["Boxer"]}


def test_asking_what_answers_change_accuses_nobody():
    document = form(ask("ja", "yes_no"), ask("grund", visible=YES), ask("name"))
    raw = send(document, "eins", {}, ja="yes", name="", _refresh="1")
    assert raw == {"ja": ["yes"]}
    assert compute(document, raw).step("eins").shown == ("ja", "grund", "name")


def test_emptied_box_is_empty_also_when_a_row_is_added():
    raw = send(FORM, "hunde", {}, hunde__1__rasse="Pudel", add="hunde")
    assert send(FORM, "hunde", raw, hunde__1__rasse="", add="hunde")["hunde.1.rasse"] == [""]


def test_row_ids_are_never_used_again():
    raw = send(FORM, "hunde", {}, add="hunde")
    raw = send(FORM, "hunde", raw, remove="hunde.2")
    raw = send(FORM, "hunde", raw, add="hunde")
    assert raw["hunde._rows"] == ["1", "3"]
    raw = send(FORM, "hunde", finished(dog(), dog()), remove="hunde.2")
    assert send(FORM, "hunde", raw, add="hunde")["hunde._rows"] == ["1", "3"]


def test_rows_stay_within_their_bounds():
    raw = {}
    for _ in range(15):
        raw = send(FORM, "hunde", raw, add="hunde")
    assert len(raw["hunde._rows"]) == 10
    for row in list(raw["hunde._rows"]):
        raw = send(FORM, "hunde", raw, remove=f"hunde.{row}")
    assert raw["hunde._rows"] == ["10"]


@pytest.mark.parametrize(
    "button", [{"add": "person"}, {"remove": "hunde.9"}, {"remove": "x"}, {"detach": "name/1"}, {"add": ""}]
)
def test_forged_button_changes_nothing(button):
    before = send(FORM, "hunde", finished(), hunde__1__rasse="Pudel")
    assert send(FORM, "hunde", before, **button) == before


def test_upload_comes_by_attaching_only():
    raw = send(FORM, "hunde", finished(dog(assistenz=True)), hunde__1__nachweis=json.dumps(FILE))
    assert raw["hunde.1.nachweis"] == []
    raw = answers.attach(FORM, compute(FORM, raw), raw, "hunde.1.nachweis", FILE)
    assert compute(FORM, raw).values["hunde"][0]["nachweis"] == [FILE]
    assert answers.files(FORM, raw) == [FILE]
    assert answers.files(FORM, send(FORM, "hunde", raw, detach="hunde.1.nachweis/0b0e")) == []


@pytest.mark.parametrize("control", ["name", "hunde.1.nachweis", "gibtsnicht", ""])
def test_attaching_where_no_upload_is_shown_is_refused(control):
    raw = finished(dog())
    with pytest.raises(LookupError):
        answers.attach(FORM, compute(FORM, raw), raw, control, FILE)


def test_upload_of_one_file_takes_the_newest():
    document = form(ask("bild", "upload"))
    raw = {}
    for name in ("a", "b"):
        raw = answers.attach(document, compute(document, raw), raw, "bild", {**FILE, "file": name})
    assert [file["file"] for file in answers.files(document, raw)] == ["b"]


def test_endless_text_is_cut_and_told():
    raw = send(FORM, "person", {}, name="x" * 10_000_000)
    assert len(raw["name"][0]) == 100_000
    assert compute(FORM, raw).errors("person", "de")[0] == (
        "name",
        "„Vor- und Nachname“ ist zu lang. Kürzen Sie auf höchstens 100 Zeichen.",
    )


def test_page_with_too_many_names_is_refused():
    with pytest.raises(Invalid):
        send(FORM, "person", {}, **{f"n{number}": "x" for number in range(600)})


def test_page_of_an_unknown_step_is_refused():
    with pytest.raises(UnknownStep):
        send(FORM, "gibtsnicht", {})


def test_page_of_a_step_that_is_not_visible_changes_nothing():
    assert send(FORM, "lastschrift", finished(), iban="DE") == finished()


@CALM
@given(RAW, st.sampled_from([step.id for step in FORM.steps]), RAW)
def test_sending_a_page_never_touches_other_steps(raw, step, posted):
    kept = answers.accept(FORM, step, raw, posted, parameters=MUSTERSTADT, today=TODAY)
    own = {field.id for of, _, field in FORM.fields() if of.id == step} | {block.id for block in FORM.step(step).blocks}
    assert {name: values for name, values in kept.items() if not own & set(name.split("."))} == {
        name: values for name, values in raw.items() if not own & set(name.split("."))
    }


@CALM
@given(RAW, st.sampled_from([step.id for step in FORM.steps]), RAW)
def test_sending_a_page_again_settles(raw, step, posted):
    for _ in range(3):
        earlier, raw = raw, answers.accept(FORM, step, raw, posted, parameters=MUSTERSTADT, today=TODAY)
        assert set(raw) >= set(earlier)
    assert raw == answers.accept(FORM, step, raw, posted, parameters=MUSTERSTADT, today=TODAY)


def test_summary_tells_everything_shown_in_order():
    raw = finished(
        dog(frueher=True), dog(gefaehrlich=True), zahlweise="sepa", iban="DE89370400440532013000", mandat=True
    )
    sections = answers.summary(FORM, compute(FORM, raw), "de")
    assert [section.step_id for section in sections] == ["person", "hunde", "zahlung", "lastschrift"]
    assert [str(block.title) for block in sections[1].blocks] == ["Hund 1", "Hund 2"]
    assert [(line.label, line.text) for line in lines(sections[0])] == [
        ("Vor- und Nachname", "Alma Groß"),
        ("Geburtsdatum", "12.03.1987"),
        ("Anschrift", "Lindenweg 7\n44623 Musterstadt"),
        ("E-Mail-Adresse", "keine Angabe"),
        ("Telefonnummer", "keine Angabe"),
    ]
    assert [(line.text, line.kind) for line in lines(sections[2])] == [
        ("708,00 €", "calculated"),
        ("Lastschrift", "answer"),
    ]


def test_summary_of_an_unfinished_form_says_what_is_open():
    sections = answers.summary(FORM, compute(FORM, {"email": []}), "de")
    assert [line.text for line in lines(sections[0])] == ["noch offen"] * 3 + ["keine Angabe"] * 2


def test_summary_in_english_names_the_language_of_each_label():
    [section, *_] = answers.summary(FORM, compute(FORM, finished()), "en")
    assert [(line.label, line.lang) for line in lines(section)[:2]] == [("Full name", "en"), ("Geburtsdatum", "de")]
    assert lines(section)[3].text == "not answered"


def test_group_without_rows_is_told_too():
    group = {"id": "kinder", "title": "Kinder", "item": "Kind", "min": 0, "fields": [ask("name")]}
    document = form(steps=[{"id": "eins", "title": "Eins", "blocks": [group]}])
    [section] = answers.summary(document, compute(document, {"kinder._rows": []}), "de")
    assert [(line.label, line.text) for line in lines(section)] == [("Kinder", "keine Angabe")]


def test_answers_for_machines_are_json():
    journey = compute(FORM, finished())
    assert json.loads(json.dumps(journey.values))["steuer"] == 10_800


@CALM
@given(st.integers(0, 10_000))
def test_example_answers_are_complete(seed):
    assert compute(FORM, complete_answers(FORM, seed, parameters=MUSTERSTADT, today=TODAY)).is_complete


def test_values_become_raw_answers_that_give_them_again():
    values = {**keeper(dog(), dog(chip="276098100123456")), "normale": 2, "steuer": 26_400}
    assert compute(FORM, to_raw(FORM, values)).values == {
        name: values[name] for name in compute(FORM, to_raw(FORM, values)).values
    }
