"""Editors' changes to a document: what changes and what is left alone; conditions in simple shapes; differences."""

from copy import deepcopy

import pytest

from drehscheibe.forms import conditions, differences, revising
from drehscheibe.forms.conditions import Comparison, Condition
from drehscheibe.forms.editing import as_plain
from drehscheibe.forms.schema import load
from tests.forms.dogs import ask, form

DOCUMENT = as_plain(
    form(
        steps=[
            {
                "id": "eins",
                "title": "Eins",
                "blocks": [
                    {"fields": [ask("name"), ask("alt", "number")]},
                    {
                        "fields": [
                            ask("rasse", "choice", options=[{"value": "a", "label": "A"}, {"value": "b", "label": "B"}])
                        ]
                    },
                ],
            },
            {"id": "zwei", "title": "Zwei", "blocks": [{"fields": [ask("ja", "yes_no"), ask("preis", "money")]}]},
        ]
    )
)
FIELDS = {field["id"]: field for _, block in revising.blocks(DOCUMENT) for field in block["fields"]}


def order(document):
    return [[field["id"] for field in block["fields"]] for _, block in revising.blocks(document)]


def test_a_change_leaves_the_document_it_was_made_from_alone():
    before = deepcopy(DOCUMENT)
    after = revising.write({"label": {"de": "Rufname"}}, field_id="name")(DOCUMENT)
    assert before == DOCUMENT
    assert revising.find_field(after, "name")[2]["label"] == {"de": "Rufname"}


def test_an_empty_text_takes_the_text_away():
    with_hint = revising.write({"hint": {"de": "Hinweis"}}, field_id="name")(DOCUMENT)
    assert revising.write({"hint": {}}, field_id="name")(with_hint) == DOCUMENT


def test_a_question_moves_within_its_section_and_on_into_the_next():
    down = revising.move_field("name", 1)(DOCUMENT)
    assert order(down) == [["alt", "name"], ["rasse"], ["ja", "preis"]]
    assert order(revising.move_field("name", 1)(down)) == [["alt"], ["name", "rasse"], ["ja", "preis"]]
    assert order(revising.move_field("ja", -1)(DOCUMENT)) == [["name", "alt"], ["rasse", "ja"], ["preis"]]


@pytest.mark.parametrize(("field", "distance"), [("name", -1), ("preis", 1), ("rasse", 1)])
def test_a_question_does_not_leave_the_form_nor_a_section_empty(field, distance):
    with pytest.raises(revising.CannotMoveError):
        revising.move_field(field, distance)(DOCUMENT)


def test_a_step_moves_and_stops_at_the_end():
    moved = revising.move_step("eins", 1)(DOCUMENT)
    assert [step["id"] for step in moved["steps"]] == ["zwei", "eins"]
    with pytest.raises(revising.CannotMoveError):
        revising.move_step("eins", -1)(DOCUMENT)


def test_what_is_not_there_cannot_be_changed():
    with pytest.raises(revising.NoSuchPlaceError):
        revising.write({"label": "x"}, field_id="nirgends")(DOCUMENT)


SIMPLE = [
    ({"answer": "ja"}, [Comparison("ja", "eq", True)]),
    ({"not": {"answer": "ja"}}, [Comparison("ja", "eq", False)]),
    ({"eq": [{"answer": "rasse"}, "a"]}, [Comparison("rasse", "eq", "a")]),
    ({"ne": [{"answer": "rasse"}, "a"]}, [Comparison("rasse", "ne", "a")]),
    ({"gt": [{"answer": "alt"}, 3]}, [Comparison("alt", "gt", 3)]),
    ({"empty": {"answer": "name"}}, [Comparison("name", "left_out")]),
    ({"not": {"empty": {"answer": "name"}}}, [Comparison("name", "given")]),
    ({"or": [{"answer": "ja"}, {"lt": [{"answer": "alt"}, 9]}]}, [Comparison("ja", "eq", True), Comparison("alt", "lt", 9)]),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize(("expression", "comparisons"), SIMPLE)
def test_a_simple_condition_is_read_and_written_alike(expression, comparisons):
    read = conditions.read(expression)
    assert read == Condition("or" if "or" in expression else "and", tuple(comparisons))
    assert conditions.write(read, FIELDS) == expression


@pytest.mark.parametrize(
    "expression", [{"gt": [{"age": {"answer": "geboren"}}, 3]}, {"and": [{"answer": "ja"}] * 4}, True]
)
def test_other_conditions_are_not_read_as_simple_ones(expression):
    assert conditions.read(expression) is None


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [("ja", "Ja", True), ("alt", "1.200", 1200), ("alt", "2,5", 2.5), ("preis", "12,50", 1250), ("rasse", "B", "b")],
)
def test_what_is_typed_becomes_a_value_of_the_question(field, typed, value):
    assert conditions.literal(FIELDS[field], typed) == value


@pytest.mark.parametrize(("field", "typed"), [("ja", "vielleicht"), ("alt", "viele"), ("rasse", "C"), ("name", "")])
def test_what_cannot_be_compared_is_refused(field, typed):
    with pytest.raises(conditions.UnusableValueError):
        conditions.literal(FIELDS[field], typed)


def told(*changes):
    """The differences that these changes make: sort and sentences in German."""
    after = DOCUMENT
    for change in changes:
        after = change(after)
    found = differences.compare(load(DOCUMENT), load(after))
    return [(one.sort, one.where["de"], one.what["de"], *(each and each["de"] for each in one[3:])) for one in found]


def test_equal_documents_have_no_differences():
    assert told() == []


def test_a_text_is_told_with_what_it_was():
    assert told(revising.write({"label": {"de": "Rufname", "en": "Name"}}, field_id="name")) == [
        ("changed", "Schritt „Eins“, Frage „Rufname“", "Die Beschriftung ist anders.", "Name", "Rufname"),
        ("changed", "Schritt „Eins“, Frage „Rufname“", "Die Beschriftung auf Englisch ist anders.", None, "Name"),
    ]


def test_as_few_questions_as_possible_are_said_to_have_moved():
    assert (
        told(revising.move_field("name", 1))
        == [("moved", "Schritt „Eins“, Frage „Name“", "Die Frage steht an einer anderen Stelle.", None, None)]
        or told(revising.move_field("name", 1))[0][1] == "Schritt „Eins“, Frage „Alt“"
    )
    assert len(told(revising.move_field("name", 1), revising.move_field("name", 1))) == 1


def test_a_question_in_another_step_is_told_with_both():
    [one] = told(revising.move_field("ja", -1))
    assert one[:3] == (
        "moved",
        "Schritt „Eins“, Frage „Ja“",
        "Die Frage ist vom Schritt „Zwei“ in den Schritt „Eins“ gekommen.",
    )


def test_answers_that_come_go_and_change_are_told():
    fresh = [{"value": "c", "label": {"de": "C"}}, {"value": "a", "label": {"de": "Anders"}}]
    assert [one[2] for one in told(revising.write_options(fresh, field_id="rasse"))] == [
        "Die Antwort „B“ ist weggefallen.",
        "Die Antwort „C“ ist neu.",
        "Eine Antwort hat einen anderen Text.",
    ]


def test_conditions_and_what_is_required_are_told():
    assert told(
        revising.write({"visible": {"answer": "ja"}}, field_id="preis"),
        revising.write({"required": False}, field_id="name"),
    ) == [
        ("changed", "Schritt „Eins“, Frage „Name“", "Ob die Antwort nötig ist, ist anders.", "nötig", "freiwillig"),
        (
            "changed",
            "Schritt „Zwei“, Frage „Preis“",
            "Die Bedingung, wann das zu sehen ist, ist anders.",
            "immer",
            "wenn „Ja“ mit „Ja“ beantwortet ist",
        ),
    ]


def test_steps_that_come_and_go_are_told():
    less = deepcopy(DOCUMENT)
    less["steps"].pop()
    assert [(one.sort, one.what["de"]) for one in differences.compare(load(DOCUMENT), load(less))] == [
        ("removed", "Der Schritt ist weggefallen."),
        ("removed", "Die Frage ist weggefallen."),
        ("removed", "Die Frage ist weggefallen."),
    ]
