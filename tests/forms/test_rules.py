"""What a form says in its own words, what it refuses beside other answers, and choices that a town sets itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.forms import answers
from drehscheibe.forms.logic import check
from drehscheibe.forms.presentation import view_step
from tests.forms.dogs import CALM, ask, compute, form, lines

PERIOD = form(
    ask("beginn", "date"),
    ask(
        "ende",
        "date",
        refuse=[
            {"when": {"lt": [{"answer": "ende"}, {"answer": "beginn"}]}, "message": {"de": "Zu früh.", "en": "No."}}
        ],
    ),
    ask("tage", "calculated", value={"days_between": [{"answer": "beginn"}, {"answer": "ende"}]}),
)
REACHED = form(
    ask("email", "email", required={"empty": {"answer": "telefon"}}, missing={"de": "Eines davon.", "en": "One."}),
    ask("telefon", "phone", required={"empty": {"answer": "email"}}, missing={"de": "Eines davon.", "en": "One."}),
)
ZONES = form(
    ask("zone", "choice", options_from="zonen"),
    parameters={"zonen": {"type": "options", "label": "Zonen"}},
)
CITY = {"zonen": [{"value": "a", "label": {"de": "Altstadt", "en": "Old town"}}, {"value": "b", "label": "Bahnhof"}]}


def day(name, iso):
    return dict(zip((f"{name}.year", f"{name}.month", f"{name}.day"), ([part] for part in iso.split("-")), strict=True))


def problems(document, raw, **more):
    journey = compute(document, raw, **more)
    return [(problem.name, problem.message["de"]) for step in journey.steps for problem in step.problems]


def group(*fields, **more):
    block = {"id": "leute", "title": "Leute", "item": "Person", "fields": list(fields), **more}
    return form(steps=[{"id": "eins", "title": "Eins", "blocks": [block]}])


def test_what_is_missing_is_said_in_the_words_of_the_form():
    document = form(ask("name", missing={"de": "Wie heißen Sie?", "en": "What is your name?"}))
    assert compute(document, {"name": [""]}).errors("eins", "de") == [("name", "Wie heißen Sie?")]
    assert compute(document, {"name": [""]}).errors("eins", "en") == [("name", "What is your name?")]


def test_end_before_the_start_is_refused_at_the_end_and_not_reckoned_with():
    journey = compute(PERIOD, day("beginn", "2026-08-02") | day("ende", "2026-08-01"))
    assert journey.errors("eins", "de") == [("ende.day", "Zu früh.")]
    assert journey.values == {"beginn": "2026-08-02"}


@pytest.mark.parametrize("ende", ["2026-08-02", "2026-12-31"])
def test_end_on_or_after_the_start_stays(ende):
    journey = compute(PERIOD, day("beginn", "2026-08-02") | day("ende", ende))
    assert journey.is_complete
    assert journey.values["ende"] == ende


def test_nothing_is_refused_beside_an_answer_that_is_not_there():
    raw = day("beginn", "2026-08-40") | day("ende", "2026-08-01")
    assert [name for name, _ in problems(PERIOD, raw)] == ["beginn.day"]


@CALM
@given(
    raw=st.dictionaries(
        st.sampled_from(["beginn.day", "beginn.month", "ende.day", "ende.year", "email", "zone"]),
        st.lists(st.text(max_size=12), max_size=2),
    )
)
def test_rules_never_raise_for_whatever_was_typed(raw):
    for document in (PERIOD, REACHED, ZONES):
        compute(document, raw, parameters=CITY)


def test_one_of_two_answers_is_enough_and_neither_is_not():
    assert problems(REACHED, {"email": [""], "telefon": [""]}) == [
        ("email", "Eines davon."),
        ("telefon", "Eines davon."),
    ]
    assert problems(REACHED, {"email": [""], "telefon": ["02323 160"]}) == []
    assert problems(REACHED, {"email": ["a@beispiel.de"], "telefon": [""]}) == []
    assert [name for name, _ in problems(REACHED, {"email": ["a@"], "telefon": [""]})] == ["email", "telefon"]


def test_second_row_of_a_kind_is_refused_in_its_row():
    is_partner = {"eq": [{"answer": "art"}, "partner"]}
    only_one = {"when": {"gt": [{"count": {"rows": "leute", "where": is_partner}}, 1]}, "message": "Nur eine."}
    options = [{"value": "partner", "label": "Partner"}, {"value": "kind", "label": "Kind"}]
    document = group(ask("art", "choice", options=options, refuse=[only_one]))
    raw = {"leute._rows": ["1", "2"], "leute.1.art": ["partner"]}
    assert problems(document, raw | {"leute.2.art": ["kind"]}) == []
    assert problems(document, raw | {"leute.2.art": ["partner"]}) == [("leute.2.art", "Person 2: Nur eine.")]


def test_rows_are_known_by_the_answers_that_name_them():
    document = group(ask("vorname"), ask("nachname", required=False), named_by=["vorname", "nachname"], max=3)
    raw = {"leute._rows": ["1", "2", "3"], "leute.1.vorname": ["Mia"], "leute.1.nachname": ["Muster"]}
    raw |= {"leute.2.vorname": ["Jo"], "leute.2.nachname": [""], "leute.3.vorname": [""], "leute.3.nachname": [""]}
    [section] = answers.summary(document, compute(document, raw), "de")
    assert [str(block.title) for block in section.blocks] == ["Person 1: Mia Muster", "Person 2: Jo", "Person 3"]


def test_town_sets_the_answers_of_a_choice_itself():
    journey = compute(ZONES, {"zone": ["b"]}, parameters=CITY)
    assert journey.values == {"zone": "b"}
    [field] = view_step(ZONES, journey, "eins", {}, lang="de").blocks[0].rows[0].fields
    assert [str(option.label) for option in field.controls[0].options] == ["Altstadt", "Bahnhof"]
    assert lines(answers.summary(ZONES, journey, "de")[0])[0].text == "Bahnhof"
    assert problems(ZONES, {"zone": ["c"]}, parameters=CITY) == [("zone", "Wählen Sie bei „Zone“ eine Antwort aus.")]


@pytest.mark.parametrize("stated", [None, "a", [{"label": "ohne Wert"}], 7])
def test_town_without_choices_has_none_to_choose(stated):
    assert not compute(ZONES, {"zone": ["a"]}, parameters={"zonen": stated}).is_complete


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (form(ask("a", refuse=[{"when": {"answer": "fehlt"}, "message": "Nein."}])), "steps/eins/1/a/refuse"),
        (form(ask("a", refuse=[{"when": {"add": [1, 1]}, "message": "Nein."}])), "steps/eins/1/a/refuse"),
        (form(ask("a", "information", missing="Nein.")), "steps/eins/1/a"),
        (form(ask("a", "choice", options_from="zonen")), "steps/eins/1/a/options_from"),
        (group(ask("a"), named_by=["b"]), "steps/eins/leute/named_by"),
    ],
)
def test_rule_that_cannot_work_keeps_a_form_from_being_published(document, place):
    assert [finding.place for finding in check(document)] == [place]


def test_answers_that_refuse_each_other_in_a_circle_are_found():
    def older(name, other):
        return ask(name, "date", refuse=[{"when": {"lt": [{"answer": name}, {"answer": other}]}, "message": "Nein."}])

    assert "im Kreis" in check(form(older("a", "b"), older("b", "a")))[0].message


def test_required_may_depend_on_a_later_answer():
    document = form(ask("grund", required={"answer": "ja"}), ask("ja", "yes_no"))
    assert problems(document, {"grund": [""], "ja": ["yes"]}) == [("grund", "Geben Sie „Grund“ an.")]
    assert problems(document, {"grund": [""], "ja": ["no"]}) == []
