"""The editor of forms: list, texts, answers, order, conditions, preview, test cases, publication."""

import json

import pytest

from drehscheibe.forms.editing import as_plain, document_of
from drehscheibe.forms.models import FormVersion, Trial, WorkingCopy
from drehscheibe.forms.queries import newest_version, own_form
from drehscheibe.forms.revising import find_field
from drehscheibe.identity.models import Role
from drehscheibe.identity.operations import appoint
from tests.cast import account
from tests.desk.small_form import small_form

SLUG = "anliegen"
BASE = f"/amt/formulare/{SLUG}/"


@pytest.fixture
def form(musterstadt, scope_of):
    with scope_of(musterstadt):
        small_form(SLUG)
        yield


@pytest.fixture
def editor(form, client_for):
    return client_for(account("redaktion@musterstadt"))


@pytest.fixture
def publisher(form, client_for):
    return client_for(account("freigabe@musterstadt"))


def copy():
    return WorkingCopy.objects.get(slug=SLUG)


def stand():
    return {"stand": str(copy().revision)}


def texts(field="farbe", **changes):
    found = find_field(copy().document, field)[2]
    shown = {
        f"{name}.{lang}": found.get(name, {}).get(lang, "")
        for name in ("label", "hint", "help", "missing")
        for lang in ("de", "en")
    }
    return {**stand(), "noetig": "ja", **shown, **changes}


def page(answer):
    return answer.content.decode()


def test_list_shows_own_forms_with_their_state_and_those_of_bodies_above(editor):
    told = page(editor.get("/amt/formulare/"))
    assert ">Anliegen</a>" in told
    assert "Wird geändert" in told
    assert "Wohngeld" in told.partition("Formulare, die andere für Sie pflegen")[2]


def test_forms_of_bodies_above_can_be_seen_and_not_changed(editor):
    assert "pflegt eine andere Körperschaft" in page(editor.get("/amt/formulare/wohngeld/"))
    assert editor.get("/amt/formulare/wohngeld/vorschau/").status_code == 200
    assert editor.post("/amt/formulare/wohngeld/arbeitsfassung/").status_code == 404
    assert editor.get("/amt/formulare/wohngeld/angaben/").status_code == 404


def test_texts_are_changed_in_both_languages(editor):
    answer = editor.post(f"{BASE}frage/farbe/", texts(**{"label.de": "Lieblingsfarbe", "label.en": "Favourite colour"}))
    assert answer.status_code == 303
    found = find_field(copy().document, "farbe")[2]
    assert found["label"] == {"de": "Lieblingsfarbe", "en": "Favourite colour"}
    assert copy().revision == 2


def test_a_question_can_be_made_optional_and_needed_again(editor):
    editor.post(f"{BASE}frage/farbe/", texts(noetig="nein"))
    assert find_field(copy().document, "farbe")[2]["required"] is False
    editor.post(f"{BASE}frage/farbe/", texts(noetig="ja"))
    assert "required" not in find_field(copy().document, "farbe")[2]


def test_german_text_is_needed(editor):
    answer = editor.post(f"{BASE}frage/farbe/", texts(**{"label.de": ""}))
    assert answer.status_code == 422
    assert "Schreiben Sie bitte einen deutschen Text." in page(answer)


def test_who_comes_second_sees_what_happened_and_keeps_what_was_typed(editor):
    first, second = texts(**{"label.de": "Farbton"}), texts(**{"hint.de": "Rot wie Mohn."})
    assert editor.post(f"{BASE}frage/farbe/", first).status_code == 303
    answer = editor.post(f"{BASE}frage/farbe/", second)
    assert answer.status_code == 409
    assert "hat dieses Formular inzwischen geändert" in page(answer)
    assert "Rot wie Mohn." in page(answer)
    assert find_field(copy().document, "farbe")[2]["label"]["de"] == "Farbton"
    assert "hint" not in find_field(copy().document, "farbe")[2]


def test_answers_are_renamed_ordered_removed_and_added(editor):
    typed = {"0.de": "Rot", "0.en": "Red", "0.platz": "3", "1.de": "Blau", "1.en": "Blue", "1.platz": "1"}
    typed |= {"2.de": "Gruen", "2.platz": "2", "2.weg": "ja", "3.de": "Gelb", "3.en": "Yellow", "3.platz": "2"}
    assert editor.post(f"{BASE}frage/farbe/antworten/", {**stand(), **typed}).status_code == 303
    options = find_field(copy().document, "farbe")[2]["options"]
    assert [(one["value"], one["label"]["de"]) for one in options] == [
        ("blau", "Blau"),
        ("gelb", "Gelb"),
        ("rot", "Rot"),
    ]


def test_the_last_answer_stays(editor):
    typed = {f"{place}.{part}": "x" for place in range(3) for part in ("de", "weg")}
    assert editor.post(f"{BASE}frage/farbe/antworten/", {**stand(), **typed}).status_code == 422


def test_questions_and_steps_change_their_order(editor):
    move = {"schritt": "fragen", "frage": "farbe", "richtung": "hoch"}
    assert editor.post(f"{BASE}reihenfolge/", {**stand(), **move})["Location"].endswith("fragen/?erledigt=verschoben")
    assert [field["id"] for field in copy().document["steps"][0]["blocks"][0]["fields"]] == ["farbe", "mehr"]
    editor.post(f"{BASE}reihenfolge/", {**stand(), "schritt": "fragen", "richtung": "runter"})
    assert [step["id"] for step in copy().document["steps"]] == ["weiteres", "fragen"]
    ended = editor.post(f"{BASE}reihenfolge/", {**stand(), "schritt": "fragen", "richtung": "runter"})
    assert ended["Location"].endswith("?erledigt=ende")


def test_a_condition_is_shown_in_words_and_changed(editor):
    address = f"{BASE}bedingung/schritt/weiteres/"
    assert "wenn „Noch mehr?“ mit „Ja“ beantwortet ist" in page(editor.get(address))
    typed = {
        "verbunden": "or",
        "0.frage": "mehr",
        "0.wie": "eq",
        "0.wert": "Ja",
        "1.frage": "farbe",
        "1.wie": "eq",
        "1.wert": "Blau",
    }
    assert editor.post(address, {**stand(), **typed}).status_code == 303
    assert copy().document["steps"][1]["visible"] == {"or": [{"answer": "mehr"}, {"eq": [{"answer": "farbe"}, "blau"]}]}
    editor.post(address, {**stand(), "verbunden": "and"})
    assert "visible" not in copy().document["steps"][1]


def test_a_condition_with_an_unknown_answer_is_refused(editor):
    typed = {"verbunden": "and", "0.frage": "farbe", "0.wie": "eq", "0.wert": "Lila"}
    answer = editor.post(f"{BASE}bedingung/schritt/weiteres/", {**stand(), **typed})
    assert answer.status_code == 422
    assert "Diese Antwort gibt es bei „Welche Farbe?“ nicht: Lila" in page(answer)


def test_preview_walks_through_the_form_and_stores_nothing(editor):
    address = f"{BASE}vorschau/"
    assert ">Zwei Fragen</h1>" in page(editor.get(address))
    missing = page(editor.post(address, {"schritt": "fragen", "antworten": "{}"}))
    assert "Wählen Sie eine Farbe." in missing
    second = page(editor.post(address, {"schritt": "fragen", "antworten": "{}", "mehr": "yes", "farbe": "rot"}))
    assert ">Was denn noch</h1>" in second
    raw = json.dumps({"mehr": ["yes"], "farbe": ["rot"]})
    back = page(editor.post(address, {"schritt": "weiteres", "antworten": raw, "wort": "Hallo", "zurueck": "ja"}))
    assert ">Zwei Fragen</h1>" in back
    assert "Hallo" in back
    end = page(editor.post(address, {"schritt": "weiteres", "antworten": raw, "wort": "Hallo"}))
    assert "Ende der Vorschau" in end


@pytest.mark.parametrize("answers", ["", "[]", "{", '{"mehr": 3}', '{"farbe": [{}]}', "[" * 9_000])
def test_preview_bears_anything_as_answers(editor, answers):
    assert editor.post(f"{BASE}vorschau/", {"schritt": "fragen", "antworten": answers}).status_code == 200
    assert editor.post(f"{BASE}vorschau/", {"schritt": "nirgends", "antworten": answers}).status_code == 200


def test_a_walk_is_kept_as_a_test_case(editor):
    raw = json.dumps({"mehr": ["no"], "farbe": ["blau"]})
    assert editor.post(f"{BASE}testfaelle/", {"antworten": raw, "name": "Blau"}).status_code == 303
    assert Trial.objects.get(slug=SLUG, name="Blau").expected["steps"] == ["fragen"]
    assert editor.post(f"{BASE}testfaelle/", {"antworten": raw, "name": ""}).status_code == 422


def test_a_failing_test_case_stops_publication_until_the_publisher_updates_it(editor, publisher):
    editor.post(f"{BASE}bedingung/schritt/weiteres/", {**stand(), "verbunden": "and"})
    refused = publisher.post(f"{BASE}veroeffentlichung/", stand())
    assert refused.status_code == 409
    assert "Der Schritt „Was denn noch“ kommt neu dazu." in page(refused)
    one = Trial.objects.get(slug=SLUG)
    assert editor.post(f"{BASE}testfaelle/{one.pk}/anpassung/").status_code == 404
    assert publisher.post(f"{BASE}testfaelle/{one.pk}/anpassung/").status_code == 303
    assert publisher.post(f"{BASE}veroeffentlichung/", stand()).status_code == 303
    assert newest_version(own_form(SLUG)).number == 2


def test_publication_shows_the_difference_in_words(editor, publisher):
    editor.post(f"{BASE}frage/farbe/", texts(**{"label.de": "Lieblingsfarbe"}))
    told = page(publisher.get(f"{BASE}veroeffentlichung/"))
    assert "Die Beschriftung ist anders." in told
    assert "Lieblingsfarbe" in told
    assert ">Veröffentlichen</span>" in told


def test_the_last_editor_does_not_publish(editor):
    appoint(account=account("redaktion@musterstadt"), role=Role.PUBLISHER, department=None)
    editor.post(f"{BASE}frage/farbe/", texts(**{"label.de": "Lieblingsfarbe"}))
    answer = editor.post(f"{BASE}veroeffentlichung/", stand())
    assert answer.status_code == 409
    assert "Wer zuletzt geändert hat, veröffentlicht nicht selbst." in page(answer)
    assert newest_version(own_form(SLUG)).number == 1


def test_an_editor_alone_cannot_publish(editor):
    assert editor.post(f"{BASE}veroeffentlichung/", stand()).status_code == 409
    assert newest_version(own_form(SLUG)).number == 1


def test_an_older_version_is_taken_up_again(editor, publisher):
    editor.post(f"{BASE}frage/farbe/", texts(**{"label.de": "Lieblingsfarbe"}))
    publisher.post(f"{BASE}veroeffentlichung/", stand())
    assert "Lieblingsfarbe" in page(editor.get(f"{BASE}fassungen/2/"))
    editor.post(f"{BASE}fassungen/1/wiederherstellung/", {"stand": "0"})
    assert find_field(copy().document, "farbe")[2]["label"]["de"] == "Welche Farbe?"
    assert FormVersion.objects.filter(form=own_form(SLUG)).count() == 2


def test_the_working_copy_can_be_thrown_away(editor):
    assert editor.post(f"{BASE}verwerfen/", {"stand": "7"}).status_code == 409
    assert editor.post(f"{BASE}verwerfen/", stand()).status_code == 303
    assert not WorkingCopy.objects.filter(slug=SLUG).exists()
    assert editor.post(f"{BASE}arbeitsfassung/").status_code == 303
    assert as_plain(document_of(copy())) == newest_version(own_form(SLUG)).document


def test_review_is_shown_with_place_and_advice(editor):
    editor.post(f"{BASE}frage/farbe/", texts(**{"label.de": "Feld 1"}))
    told = page(editor.get(f"{BASE}durchsicht/"))
    assert "Die Beschriftung sagt nicht, was gefragt ist." in told
    assert f"{BASE}frage/farbe/" in told
