"""A schema becomes a form that can be filled in at once, with a report of what was guessed."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drehscheibe.exchange import hostile
from drehscheibe.exchange.fim import genericode
from drehscheibe.exchange.fim.genericode import Lists
from drehscheibe.exchange.reading import Read, read
from drehscheibe.forms.logic import check
from drehscheibe.forms.schema import load
from tests.exchange import schemata
from tests.exchange.schemata import schema


def field_of(
    facts: dict[str, Any], label: str = "Angabe", count: str = "1:1", lists: Lists | None = None
) -> dict[str, Any]:
    """The block that a schema of this one field gives: its field, or the group that it becomes."""
    source = read(schema([(count, "F99000001", label, facts)]), lists or Lists()).source
    block = source["steps"][0]["blocks"][0]
    return block if "item" in block else block["fields"][0]


def remarks(found: Read, sort: str) -> list[str]:
    return [one.message for one in found.report.remarks if one.sort == sort]


def test_both_versions_of_a_schema_give_equal_forms():
    assert read(schemata.berth("2.0"), Lists()).source == read(schemata.berth("3.0"), Lists()).source


def test_the_form_has_nothing_that_the_engine_refuses():
    source = read(schemata.berth(), Lists()).source
    assert check(load(source)) == []


@pytest.mark.parametrize(
    ("facts", "label", "made"),
    [
        ({"precision": {"maxLength": "80"}}, "Angabe", {"type": "text", "max_length": 80}),
        ({"precision": {"maxLength": "1000"}}, "Vorgeschichte", {"type": "text", "multiline": True}),
        ({"precision": {"maxLength": "1000"}}, "Name der Firma", {"type": "text", "max_length": 1000}),
        ({}, "Begründung", {"type": "text", "multiline": True}),
        ({"precision": {"minLength": "3"}}, "Angabe", {"pattern": ".{3,}", "sample": "aaa"}),
        ({}, "E-Mail-Adresse", {"type": "email"}),
        ({"name": "E-Mail"}, "So erreichen wir Sie", {"type": "email"}),
        ({}, "Telefonnummer", {"type": "phone"}),
        ({}, "IBAN", {"type": "iban"}),
        ({}, "Amtliches Kennzeichen", {"type": "plate"}),
        ({"precision": {"pattern": "[0-9]{5}"}}, "Postleitzahl", {"type": "text", "sample": "12345"}),
        ({"type": "bool"}, "Ist das Boot versichert?", {"type": "yes_no"}),
        ({"type": "bool"}, "Ich stimme zu.", {"type": "statement"}),
        ({"type": "date"}, "Geburtsdatum", {"type": "date", "max": "today"}),
        ({"type": "num_int", "precision": {"minValue": "1", "maxValue": "9"}}, "Tag", {"type": "number", "max": 9}),
        ({"type": "num_int", "precision": {"minValue": "5", "maxValue": "1"}}, "Tag", {"type": "number"}),
        ({"type": "num"}, "Länge", {"type": "number", "decimals": 2}),
        ({"type": "num"}, "Parkausweisnummer", {"type": "text", "pattern": "[0-9]{1,30}"}),
        ({"type": "num_currency", "precision": {"maxValue": "12.50"}}, "Betrag", {"type": "money", "max": 1250}),
        ({"type": "file"}, "Nachweis", {"type": "upload"}),
        ({"type": "time"}, "Beginn", {"type": "time"}),
        ({"type": "unsinn"}, "Angabe", {"type": "text"}),
        ({"kind": "label", "content": "Bitte lesen."}, "Hinweis", {"type": "information", "hint": "Bitte lesen."}),
        ({"kind": "hidden", "content": "7"}, "Version", {"type": "calculated", "value": "7", "internal": True}),
        ({"values": [("1", "Ja, gern")]}, "Einwilligung", {"type": "choice", "multiple": True}),
    ],
)  # fmt: skip
def test_each_field_becomes_what_it_is(facts, label, made):
    spec = [("1:1", "F99000001", label, facts), ("0:1", "F99000002", "Zweite Angabe", {})]
    found = read(schema(spec), Lists()).source["steps"][0]["blocks"][0]["fields"][0]
    assert {key: found.get(key) for key in made} == made


def test_several_answers_become_checkboxes_uploads_or_a_repeating_group():
    assert field_of({"values": schemata.BOATS}, count="0:*")["multiple"] is True
    upload = field_of({"type": "file"}, count="1:3")
    assert (upload["multiple"], upload["max"], upload.get("required", True)) == (True, 3, True)
    group = field_of({}, label="Bootsname", count="2:5")
    assert (group["min"], group["max"], group["item"], len(group["fields"])) == (2, 5, "Bootsname", 1)


def test_a_missing_code_list_makes_a_text_field_and_a_finding():
    found = read(schema([("1:1", "F99000001", "Art", {"list": ("urn:x:boote", "1")})]), Lists())
    assert found.source["steps"][0]["blocks"][0]["fields"][0]["type"] == "text"
    [told] = [one for one in remarks(found, "left") if "Codeliste" in one]
    assert told.startswith("Die Codeliste „urn:x:boote 1“ fehlt. Gefragt wird ein Text.")


def group_of(label: str, *fields: tuple[Any, ...], **facts: Any) -> list[dict[str, Any]]:
    """What a schema of this one group asks."""
    children = [(count, f"F9900000{place}", name, told) for place, (count, name, told) in enumerate(fields, start=1)]
    source = read(schema([("1:1", "G99000001", label, facts, children)]), Lists()).source
    return [field for block in source["steps"][0]["blocks"] for field in block["fields"]]


DAY, MONTH = ("0:1", "Tag (ohne Monat und Jahr)", {"type": "num_int"}), ("0:1", "Monat", {"type": "num_int"})
YEAR = ("1:1", "Jahr", {"type": "num_int"})


def test_day_month_and_year_are_one_question():
    rule = ("R99000001", "Das Kalenderdatum muss es geben.")
    [field] = group_of("Geburtsdatum", DAY, MONTH, YEAR, rules=[rule])
    assert (field["type"], field["label"], field["max"]) == ("partial_date", "Geburtsdatum", "today")
    parts = {"day": "F99000000001V1.0.0", "month": "F99000000002V1.0.0", "year": "F99000000003V1.0.0"}
    assert field["fim_parts"] == parts


@pytest.mark.parametrize(
    "fields", [(DAY, MONTH), (DAY, MONTH, YEAR, ("0:1", "Uhrzeit", {})), (DAY, MONTH, ("0:1", *YEAR[1:]))]
)
def test_what_only_resembles_a_date_stays_as_it_is(fields):
    assert len(group_of("Geburtsdatum", *fields)) == len(fields)


def test_the_four_parts_of_an_address_are_one_question():
    parts = [("1:1", name, {}) for name in ("Straße", "Hausnummer", "Postleitzahl", "Ort")]
    [field] = group_of("Anschrift", *parts)
    assert (field["type"], list(field["fim_parts"])) == ("address", ["street", "house_number", "postcode", "city"])
    optional = (("0:1", "Hausnummer", {}), ("0:1", "Adresszusatz", {}))
    [field] = group_of("Anschrift", parts[0], *optional, *parts[2:])
    assert (field["type"], field["without_number"], field["addition"]) == ("address", True, True)
    assert list(field["fim_parts"]) == ["street", "house_number", "addition", "postcode", "city"]
    assert len(group_of("Anschrift", ("0:1", "Straße", {}), *parts[1:])) == 4


def test_states_are_known_without_their_list():
    field = field_of({"list": ("urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staat", "2020")}, "Staat")
    assert field["type"] == "nationality"


def test_a_short_list_becomes_options_and_a_long_one_is_named():
    short, long = Lists(), Lists()
    short.add(schemata.code_list(schemata.BOATS), "C99000001_genericode.xml")
    long.add(schemata.code_list([(f"{number:03}", f"Boot {number}") for number in range(40)]), "andere.xml")
    assert [one["label"] for one in field_of({"list": ("urn:x:boote", "1")}, lists=short)["options"]] == [
        "Segelboot", "Motorboot", "Ruderboot",
    ]  # fmt: skip
    assert field_of({"list": ("urn:x:boote", "1")}, lists=long)["code_list"] == {"uri": "urn:x:boote", "version": "1"}
    found = read(schema([("1:1", "F99000001", "Art", {"list": ("urn:x:boote", "2")})]), long)
    assert [one.version for one in found.lists] == ["1"]
    assert "Statt der Codeliste „urn:x:boote 2“ gilt deren Fassung 1." in remarks(found, "guessed")


def test_codes_that_are_no_words_make_a_code_list_of_their_own():
    found = field_of({"values": [("männlich/m", "männlich"), ("weiblich/w", "weiblich")]})
    assert (found["type"], found["code_list"]["uri"]) == ("code_list", "urn:drehscheibe:fim:F99000000001")


def test_the_same_element_in_several_places_gets_an_id_of_its_own_everywhere():
    document = load(read(schemata.berth(), Lists()).source)
    placed = [(one.id, one.fim_id) for _, _, one in document.fields()]
    assert len({id_ for id_, _ in placed}) == len(placed)
    assert sum(fim_id == "F99000000010" for _, fim_id in placed) == 2


def test_help_legal_basis_and_fim_names_are_kept_and_standards_are_not_law():
    document = load(read(schemata.berth(), Lists()).source)
    step = document.steps[0]
    assert (step.fim_id, step.fim_version, step.intro) == (
        "G99000000001",
        "1.0.0",
        {"de": "Bitte geben Sie Ihre Daten an."},
    )
    assert step.legal_basis == {"de": "§ 3 Hafenordnung"}
    mail = next(one for _, _, one in document.fields() if one.fim_id == "F99000000004")
    assert mail.hint == {"de": "Zum Beispiel „name@beispiel.de“ (höchstens ≤ 254 Zeichen)."}
    assert [one.autocomplete for _, _, one in document.fields() if one.fim_id == "F99000000010"] == [
        "address-line1",
        "off",
    ]


def test_what_may_be_left_out_is_asked_for_beforehand():
    step = load(read(schemata.berth(), Lists()).source).steps[2]
    asked, *rest = step.blocks
    assert [one.type for one in asked.fields] == ["yes_no"]
    assert {repr(block.visible) for block in rest} == {repr({"answer": asked.fields[0].id})}


def test_clear_rules_are_switched_on_and_kept_with_their_sentences():
    source = read(schemata.berth(), Lists()).source
    boat = source["steps"][1]["blocks"][0]
    power = next(one for one in boat["fields"] if one["fim_id"] == "F99000000021")
    assert power["visible"] == {"eq": [{"answer": "F99000000020"}, "002"]}
    assert [one["fim_id"] for one in boat["rules"]] == ["R99000000002"]
    [rule] = source["rules"]
    assert (rule["demand"], rule.get("state", "on")) == ("at_least_one", "on")
    assert rule["sentence"].startswith("Es muss mindestens eines der Felder F99000000003")


@pytest.mark.parametrize(
    ("sentence", "telling", "proposal"),
    [
        (
            'Wenn F99000001 = 009 "Motorboot", dann muss F99000002 befüllt werden.',
            "Gemeint ist wohl „002 Motorboot“.",
            True,
        ),
        ('Wenn F99000001 = 002 "Dampfer", dann muss F99000002 befüllt werden.', "in der Regel „Dampfer“", True),
        ('Wenn F99000001 = 077 "Floß", dann muss F99000002 befüllt werden.', "nicht zur Auswahl", False),
        ("Wenn F99000009 nicht leer ist, dann muss F99000002 befüllt werden.", "gibt es im Schema nicht", False),
    ],
)
def test_a_sentence_with_two_readings_is_only_proposed(sentence, telling, proposal):
    spec = [("1:1", "F99000001", "Art", {"values": schemata.BOATS}), ("0:1", "F99000002", "Leistung", {})]
    found = read(schema(spec, rules=[("R99000001", sentence)]), Lists())
    [rule] = found.source["rules"]
    assert (rule["state"], rule.get("demand") == "required") == ("proposed", proposal)
    assert any(telling in one for one in remarks(found, "left"))
    assert check(load(found.source)) == []


def test_of_two_groups_of_which_one_is_asked_people_choose():
    groups = [
        ("0:1", f"G9900000{number}", title, {}, [("1:1", f"F9900001{number}", "Ort", {})])
        for number, title in enumerate(("Straßenanschrift", "Postfach"), start=1)
    ]
    sentence = "Es muss entweder Feldgruppe G99000001 oder Feldgruppe G99000002 befüllt werden."
    spec = [("1:1", "G99000009", "Anschrift", {"rules": [("R99000001", sentence)]}, groups)]
    document = load(read(schema(spec), Lists()).source)
    choice = document.steps[0].blocks[0].fields[0]
    assert [one.label["de"] for one in choice.options] == ["Straßenanschrift", "Postfach"]
    assert [block.visible for block in document.steps[0].blocks[1:]] == [
        {"eq": [{"answer": choice.id}, "1"]}, {"eq": [{"answer": choice.id}, "2"]},
    ]  # fmt: skip


def test_no_step_asks_more_than_twelve_questions_and_each_has_a_title_of_its_own():
    spec = [
        ("1:1", f"G9900{group:04}", f"Abschnitt {group % 7}", {}, [
            *[("1:1", f"F99{group:02}{number:04}", f"Frage {number}", {}) for number in range(group)],
            ("1:1", f"G9901{group:04}", "Anschrift", {}, schemata.ADDRESS),
        ])
        for group in range(1, 30)
    ]  # fmt: skip
    document = load(read(schema(spec), Lists()).source)
    counts = [sum(len(block.fields) for block in step.blocks) for step in document.steps]
    assert (sum(counts), max(counts) <= 12) == (sum(range(1, 30)) + 4 * 29, True)
    titles = [step.title["de"] for step in document.steps]
    assert len(set(titles)) == len(titles)


def test_a_long_group_is_cut_evenly_and_a_question_before_a_group_stands_beside_it():
    fields = [("1:1", f"F9901{number:04}", f"Frage {number}", {}) for number in range(14)]
    optional = [
        ("0:1", f"G9902000{group}", f"Hilfe {group}", {}, [
            ("1:1", f"F9902{group}{number:03}", f"Frage {number}", {}) for number in range(4)
        ])
        for group in range(4)
    ]  # fmt: skip
    spec = [("1:1", "G99010000", "Ausbildung", {}, fields), ("1:1", "G99020000", "Leistungen", {}, optional)]
    document = load(read(schema(spec), Lists()).source)
    counts = [(step.title["de"], [len(block.fields) for block in step.blocks]) for step in document.steps]
    assert counts == [
        ("Ausbildung (1 von 2)", [7]),
        ("Ausbildung (2 von 2)", [7]),
        ("Leistungen (1 von 2)", [1, 4, 1, 4]),
        ("Leistungen (2 von 2)", [1, 4, 1, 4]),
    ]


def test_a_profession_is_no_telephone_number():
    assert [field_of({}, name)["type"] for name in ("Ausbildungsberuf", "Rufnummer", "Fax-Nr.")] == [
        "text", "phone", "phone",
    ]  # fmt: skip


def test_nobody_who_fills_it_in_sees_an_id():
    document = load(read(schemata.berth(), Lists()).source)
    blocks = [block for step in document.steps for block in step.blocks]
    texts = [
        words
        for part in (*document.steps, *blocks, *(one for _, _, one in document.fields()))
        for name in ("title", "label", "intro", "hint", "help", "item")
        for words in (getattr(part, name, None) or {}).values()
    ]  # fmt: skip
    assert len(texts) > 25
    assert [one for one in texts if "990000" in one] == []


LEAVES = st.builds(
    lambda number, count, facts: (count, f"F99{number:06}", f"Frage {number % 5}", facts),
    st.integers(1, 30),
    st.sampled_from(["1:1", "0:1", "0:*", "2:5", "1:*"]),
    st.sampled_from([{}, {"type": "bool"}, {"type": "num_int"}, {"values": schemata.BOATS}, {"type": "file"}]),
)
GROUPS = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda number, count, children: (count, "", f"Gruppe {number}", {}, children),
        st.integers(1, 3),
        st.sampled_from(["1:1", "0:1", "0:3", "1:*"]),
        st.lists(inner, min_size=1, max_size=5),
    ),
    max_leaves=25,
)


def numbered(children: list[schemata.Spec], depth: int = 0) -> list[schemata.Spec]:
    """The same with ids: unlike those of siblings and of the groups around, like others elsewhere."""
    named, taken = [], set()
    for place, one in enumerate(children):
        if len(one) == 5:
            named.append((one[0], f"G99{depth:02}{place:04}", *one[2:4], numbered(one[4], depth + 1)))
        elif one[1] not in taken:
            taken.add(one[1])
            named.append(one)
    return named


SPECS = st.lists(GROUPS, min_size=1, max_size=6).map(numbered)


@settings(max_examples=40)
@given(SPECS)
def test_every_schema_gives_a_form_that_can_be_published_and_asks_every_field(spec):
    found = read(schema(spec), Lists())
    document = load(found.source)
    assert check(document) == []
    model = hostile.parse(schema(spec))
    fields = [one for one in model.iter() if genericode.local(one) == "datenfeld"]
    assert sum(one.fim_id is not None for _, _, one in document.fields()) == len(fields)


def test_a_schema_of_150_fields_is_imported_within_three_seconds():
    content = schemata.long()
    began = time.process_time()
    found = read(content, Lists())
    assert time.process_time() - began < 3
    assert len(list(load(found.source).fields())) == 150
