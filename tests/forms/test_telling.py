"""Conditions and rules told as sentences."""

import pytest

from drehscheibe.forms.logic.program import program
from drehscheibe.forms.logic.telling import rule_sentence, sentences, told, why
from tests.forms.dogs import FORM, ask, form

COLOURS = [{"value": "r", "label": {"de": "Rot", "en": "Red"}}, {"value": "b", "label": {"de": "Blau", "en": "Blue"}}]
ROWS = {"id": "hunde", "title": {"de": "Hunde", "en": "Dogs"}, "item": "Hund", "fields": [ask("alt", "number")]}
ASKED = [
    ask("zahl", "number"),
    ask("preis", "money"),
    ask("tag", "date"),
    ask("ende", "date"),
    ask("ja", "yes_no"),
    ask("farbe", "choice", options=COLOURS),
    ask("farben", "choice", options=COLOURS, multiple=True),
    ask("ort", "address"),
    ask("mandat", "statement"),
]
TRIAL = form(
    steps=[{"id": "eins", "title": "Eins", "blocks": [{"fields": ASKED}, ROWS]}],
    parameters={"satz": {"type": "money", "label": "Satz"}},
)


def answer(name):
    return {"answer": name}


@pytest.mark.parametrize(
    ("condition", "german", "english"),
    [
        ({"gt": [answer("zahl"), 2]}, "„Zahl“ größer als 2 ist", "“Zahl” is greater than 2"),
        ({"not": {"gt": [answer("zahl"), 2]}}, "„Zahl“ höchstens 2 ist", "“Zahl” is at most 2"),
        ({"lt": [2, answer("zahl")]}, "„Zahl“ größer als 2 ist", "“Zahl” is greater than 2"),
        ({"ge": [answer("preis"), 1250]}, "„Preis“ mindestens 12,50 € ist", "“Preis” is at least €12.50"),
        ({"lt": [answer("preis"), {"param": "satz"}]}, "„Preis“ kleiner als „Satz“ ist", "“Preis” is less than “Satz”"),
        (answer("ja"), "„Ja“ mit „Ja“ beantwortet ist", "“Ja” is answered “Yes”"),
        ({"eq": [answer("ja"), False]}, "„Ja“ mit „Nein“ beantwortet ist", "“Ja” is answered “No”"),
        ({"eq": [answer("farbe"), "r"]}, "„Farbe“ mit „Rot“ beantwortet ist", "“Farbe” is answered “Red”"),
        ({"ne": [answer("farbe"), "r"]}, "„Farbe“ nicht mit „Rot“ beantwortet ist", "“Farbe” is not answered “Red”"),
        (
            {"in": [answer("farbe"), ["r", "b"]]},
            "„Farbe“ mit „Rot“ oder „Blau“ beantwortet ist",
            "“Farbe” is answered “Red” or “Blue”",
        ),
        ({"in": ["b", answer("farben")]}, "bei „Farben“ auch „Blau“ gewählt ist", "“Blue” is chosen at “Farben”"),
        ({"lt": [answer("ende"), answer("tag")]}, "„Ende“ vor „Tag“ liegt", "“Ende” is before “Tag”"),
        ({"ge": [answer("tag"), {"today": {}}]}, "„Tag“ nicht vor heute liegt", "“Tag” is not before today"),
        ({"empty": answer("zahl")}, "„Zahl“ nicht beantwortet ist", "“Zahl” is not answered"),
        ({"not": {"empty": answer("hunde")}}, "bei „Hunde“ etwas eingetragen ist", "something is entered at “Dogs”"),
        (answer("mandat"), "„Mandat“ bestätigt ist", "“Mandat” is confirmed"),
        (
            {"gt": [{"count": "hunde"}, 2]},
            "die Zahl der Einträge bei „Hunde“ größer als 2 ist",
            "the number of entries at “Dogs” is greater than 2",
        ),
        (
            {"and": [answer("ja"), {"or": [{"empty": answer("zahl")}, {"le": [answer("zahl"), 9]}]}]},
            "„Ja“ mit „Ja“ beantwortet ist und („Zahl“ nicht beantwortet ist oder „Zahl“ höchstens 9 ist)",
            "“Ja” is answered “Yes” and (“Zahl” is not answered or “Zahl” is at most 9)",
        ),
        (
            {"not": {"and": [answer("ja"), {"eq": [answer("farbe"), "r"]}]}},
            "„Ja“ mit „Nein“ beantwortet ist oder „Farbe“ nicht mit „Rot“ beantwortet ist",
            "“Ja” is answered “No” or “Farbe” is not answered “Red”",
        ),
        (
            {"eq": [answer("ort.city"), "Musterstadt"]},
            "„Ort“ (Ort) mit „Musterstadt“ beantwortet ist",
            "“Ort” (Town) is answered “Musterstadt”",
        ),
    ],
)
def test_condition_is_told_in_both_languages(condition, german, english):
    assert told(TRIAL, condition) == {"de": f"wenn {german}", "en": f"if {english}"}


def test_every_condition_and_calculation_of_a_form_is_a_sentence():
    said = dict(sentences(FORM, "de"))
    assert said["steps/lastschrift/visible"] == (
        "Wenn „Wie möchten Sie zahlen?“ mit „Lastschrift“ beantwortet ist, kommt die Seite „Lastschrift“."
    )
    assert said["steps/hunde/hunde/vorbesitz/visible"].endswith("wird „Name und Ort“ gefragt.")
    assert (
        "„Steuer für einen Hund“, wenn „Zahl der Hunde mit normaler Steuer“ gleich 1 ist"
        in said["steps/zahlung/1/steuer/value"]
    )
    assert len(said) == len(sentences(FORM, "de")) == 6


def test_rules_between_answers_are_sentences_too():
    rules = [
        {"id": "a", "demand": "at_least_one", "fields": ["zahl", "preis"]},
        {"id": "b", "demand": "required", "fields": ["tag"], "when": answer("ja")},
        {"id": "c", "demand": "holds", "fields": ["tag", "ende"], "holds": {"le": [answer("tag"), answer("ende")]}},
        {"id": "d", "sentence": "Das steht so im Gesetz.", "state": "proposed"},
    ]
    document = form(*ASKED, rules=rules)
    assert [rule_sentence(document, rule)["de"] for rule in document.rules] == [
        "Von „Zahl“ und „Preis“ muss mindestens eine Frage beantwortet werden.",
        "Nur wenn „Ja“ mit „Ja“ beantwortet ist: „Tag“ muss beantwortet werden.",
        "Es muss gelten, dass „Tag“ nicht nach „Ende“ liegt.",
        "Das steht so im Gesetz.",
    ]


def test_reason_is_told_for_what_is_not_always_asked_and_only_for_that():
    plans = program(FORM)
    assert why(FORM, plans.steps[3], "de") == (
        "Wir fragen das, weil „Wie möchten Sie zahlen?“ mit „Lastschrift“ beantwortet ist."
    )
    assert why(FORM, plans.fields["nachweis"], "en").startswith("We ask this because “Ist es ein Assistenzhund?”")
    assert why(FORM, plans.fields["name"], "de") == ""
    assert why(FORM, plans.steps[0], "de") == ""
