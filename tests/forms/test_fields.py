"""Each field type: what it reads, what it refuses and how it says so."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from drehscheibe.forms.code_lists import code_list
from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.fields.identifier import SCHEMES
from drehscheibe.forms.fields.kind import Invalid
from drehscheibe.forms.places import places
from drehscheibe.forms.schema import Field
from tests.examples import example, to_raw
from tests.forms.dogs import CALM, TODAY

OPTIONS = {
    "choice": {"options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]},
    "identifier": {"scheme": "tax_id"},
    "account": {"source": "name"},
}
LISTED = code_list(
    uri="u", version="1", columns=[{"id": "k"}, {"id": "n"}], rows=[(str(n), f"Eintrag {n}") for n in range(400)],
    key="k", labels={"de": "n"},
)  # fmt: skip
PLACES = places(
    [
        ("053340002002", "Musterstadt", "Musterland"),
        ("053340002003", "Auenfeld", ""),
        ("053340002004", "Auenfeld", "X"),
    ],
    [
        ("44623", "Musterstadt", "053340002002"),
        ("44625", "Auenfeld", "053340002003"),
        ("44625", "Bad Birkental am See", "053340002004"),
    ],
)


def known():
    """Fields that know lists or places."""
    code = Field(id="x", type="code_list", label="Frage", code_list={"uri": "u"})
    town, home = (Field(id="x", type=kind, label="Frage") for kind in ("municipality", "address"))
    for field, what in ((code, LISTED), (town, PLACES), (home, PLACES)):
        field.knowing(what)
    return [code, town, home]


INPUTS = sorted(name for name, kind in TYPES.items() if kind.has_input)
VARIANTS = [
    *(field for name in INPUTS for field in [Field(id="x", type=name, label="Frage", **OPTIONS.get(name, {}))]),
    Field(id="x", type="text", label="Frage", multiline=True, max_length=20),
    Field(id="x", type="text", label="Chip", pattern="[0-9]{15}", ignore=" .-", sample="276098100123456"),
    Field(id="x", type="number", label="Frage", decimals=2, min=-3, max=5),
    Field(id="x", type="money", label="Frage", min=100, max=200),
    Field(id="x", type="choice", label="Frage", multiple=True, **OPTIONS["choice"]),
    Field(id="x", type="date", label="Frage", min="today-18y", max="today+14d"),
    Field(id="x", type="upload", label="Frage", multiple=True, max=3),
    Field(id="x", type="choice", label="Frage", display="search", **OPTIONS["choice"]),
    Field(id="x", type="partial_date", label="Frage", precision="month", max="today"),
    Field(id="x", type="partial_date", label="Frage", precision="year"),
    Field(id="x", type="percentage", label="Frage", decimals=1),
    Field(id="x", type="account", label="Frage", source="email"),
    Field(id="x", type="address", label="Frage", abroad=True),
    Field(id="x", type="address", label="Frage", addition=True, without_number=True),
    *(Field(id="x", type="identifier", label="Frage", scheme=scheme) for scheme in SCHEMES),
    *known(),
]


def parse(kind, typed, **options):
    field = Field(id="x", type=kind, label="Frage", **OPTIONS.get(kind, {}), **options)
    raw = typed if isinstance(typed, dict) else {"": typed if isinstance(typed, list) else [typed]}
    return TYPES[kind].parse(field, raw, TODAY)


def summary(kind, value, lang="de", **options):
    return TYPES[kind].summary(Field(id="x", type=kind, label="Frage", **OPTIONS.get(kind, {}), **options), value, lang)


def day(day="", month="", year=""):
    return {"day": [day], "month": [month], "year": [year]}


def address(**parts):
    return {"street": ["Lindenweg"], "house_number": ["7"], "postcode": ["44623"], "city": ["Herne"], **parts}


def stored(**facts):
    return json.dumps({"file": "f1", "name": "a.pdf", "size": 10, "media_type": "application/pdf", **facts})


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", "  Alma \t Groß\r\n ", "Alma Groß"),
        ("text", "u\u0308ber\x00\u202e", "über"),
        ("text", " \u200b ", None),
        ("number", "1.234", 1234),
        ("number", "-7", -7),
        ("money", "12", 1200),
        ("money", "1.234,5 €", 123450),
        ("money", "12.50", 1250),
        ("money", "5,- EUR", 500),
        ("date", day("3", "7", "2020"), "2020-07-03"),
        ("date", day("03", "Juli", "2020"), "2020-07-03"),
        ("date", day("3.", "MÄRZ", "2020"), "2020-03-03"),
        ("date", day("3.7.2020"), "2020-07-03"),
        ("date", day("3. Oktober 2020"), "2020-10-03"),
        ("date", day("2020-07-03"), "2020-07-03"),
        ("date", day(" "), None),
        ("yes_no", "yes", True),
        ("yes_no", "no", False),
        ("yes_no", "", None),
        ("choice", "b", "b"),
        ("choice", [], None),
        ("email", " Alma.Gross@BEISPIEL.de ", "Alma.Gross@beispiel.de"),
        ("email", "a+b@müller.example", "a+b@müller.example"),
        ("phone", "02323 / 16-0", "+492323160"),
        ("phone", "+49 (0)2323 160", "+492323160"),
        ("phone", "0043 1 58858", "+43158858"),
        ("iban", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("address", address(), {"street": "Lindenweg", "house_number": "7", "postcode": "44623", "city": "Herne"}),
        ("address", {}, None),
        ("plate", "mus-ab 123", "MUS-AB 123"),
        ("plate", " B  X 7 ", "B-X 7"),
        ("plate", "wü-x 1234 h", "WÜ-X 1234H"),
        ("plate", "M–AB.12e", "M-AB 12E"),
        ("plate", "BX7", "B-X 7"),
        ("plate", "MUSAB12", "MUS-AB 12"),
        ("plate", "", None),
        ("time", "8", "08:00"),
        ("time", "8 Uhr", "08:00"),
        ("time", "8.30", "08:30"),
        ("time", "18:05 Uhr", "18:05"),
        ("time", "18 uhr 05", "18:05"),
        ("time", "24:00", "24:00"),
        ("time", "", None),
        ("statement", "yes", True),
        ("statement", [], None),
        ("upload", [], None),
    ],
)
def test_answer_is_read_tolerantly(kind, typed, value):
    assert parse(kind, typed) == value


@pytest.mark.parametrize(
    ("kind", "typed", "part"),
    [
        ("text", "x" * 501, ""),
        ("number", "12,5", ""),
        ("number", "zwölf", ""),
        ("number", "1.2345", ""),
        ("number", "9" * 13, ""),
        ("money", "12,345", ""),
        ("money", "-1", ""),
        ("date", day("31", "2", "2020"), "day"),
        ("date", day("3", "", "2020"), "month"),
        ("date", day("3", "13", "2020"), "month"),
        ("date", day("3", "7", "87"), "year"),
        ("yes_no", "maybe", ""),
        ("choice", "c", ""),
        ("choice", ["a", "b"], ""),
        ("email", "alma@", ""),
        ("email", "alma@localhost", ""),
        ("email", "al ma@beispiel.de", ""),
        ("phone", "160", ""),
        ("phone", "0800 ANRUFEN", ""),
        ("iban", "DE89370400440532013001", ""),
        ("plate", "MUS-AB 0123", ""),
        ("plate", "MUS-AB 12345", ""),
        ("plate", "MUS-AB 1234E", ""),
        ("plate", "MUS-ÄB 12", ""),
        ("plate", "MUSA12", ""),
        ("plate", "Y-123456", ""),
        ("time", "24:01", ""),
        ("time", "25", ""),
        ("time", "8:75", ""),
        ("time", "abends", ""),
        ("address", address(postcode=["4462"]), "postcode"),
        ("address", address(city=[""]), "city"),
        ("upload", [stored(media_type="text/html")], ""),
        ("upload", [stored(size=10_000_001)], ""),
        ("upload", [stored(), stored()], ""),
    ],
)
def test_wrong_answer_is_refused_at_the_control_it_is_about(kind, typed, part):
    with pytest.raises(Invalid) as refused:
        parse(kind, typed)
    assert refused.value.part == part
    assert all("{" not in words for words in refused.value.message.values())
    assert sorted(refused.value.message) == ["de", "en"]


def test_chip_number_is_read_with_blanks_and_refused_in_the_words_of_the_form():
    chip = {"pattern": "[0-9]{15}", "ignore": " .-", "pattern_message": {"de": "15 Ziffern!", "en": "15 digits!"}}
    assert parse("text", "276 098-100.123 456", **chip) == "276098100123456"
    with pytest.raises(Invalid) as refused:
        parse("text", "27609810012345", **chip)
    assert refused.value.message == {"de": "15 Ziffern!", "en": "15 digits!"}


def test_plate_without_a_gap_is_asked_again_only_where_it_could_be_two():
    with pytest.raises(Invalid) as refused:
        parse("plate", "MUA12")
    assert refused.value.message["de"].startswith("Schreiben Sie „Frage“ mit einer Lücke")


def test_several_lines_stay_several_lines():
    assert parse("text", " eins \r\n\r\nzwei\x07 ", multiline=True) == "eins\n\nzwei"
    with pytest.raises(Invalid):
        parse("text", "x\n" * 2_501, multiline=True)


def test_bounds_of_a_date_follow_the_day():
    of_age = {"max": "today-18y"}
    assert parse("date", day("3", "7", "2008"), **of_age) == "2008-07-03"
    with pytest.raises(Invalid) as refused:
        parse("date", day("4", "7", "2008"), **of_age)
    assert refused.value.message["de"] == "„Frage“ darf nicht nach dem 03.07.2008 liegen."
    with pytest.raises(Invalid):
        parse("date", day("2", "7", "2026"), min="today")


def test_bounds_of_amounts_are_told_in_euros():
    with pytest.raises(Invalid) as refused:
        parse("money", "0,99", min=100)
    assert refused.value.message == {"de": "„Frage“ muss mindestens 1,00 sein.", "en": "“Frage” must be at least 1.00."}
    with pytest.raises(Invalid) as refused:
        parse("number", "2000", max=1_500)
    assert refused.value.message["de"] == "„Frage“ darf höchstens 1500 sein."


def test_values_are_shown_as_people_write_them():
    assert summary("money", 123_450) == "1.234,50 €"
    assert summary("money", 123_450, "en") == "€1,234.50"
    assert summary("number", 12_345.5, decimals=1, unit="m²") == "12.345,5 m²"
    assert summary("number", 2021) == "2021"
    assert summary("date", "2020-07-03") == "03.07.2020"
    assert summary("date", "2020-07-03", "en") == "3 July 2020"
    assert summary("iban", "DE89370400440532013000") == "DE89 3704 0044 0532 0130 00"
    assert summary("choice", ["a", "b"], multiple=True) == "A\nB"
    assert summary("yes_no", value=False) == "Nein"
    assert [summary("time", "08:30"), summary("time", "08:30", "en")] == ["08:30 Uhr", "08:30"]
    assert summary("plate", "MUS-AB 123E") == "MUS-AB 123E"


def test_choice_is_radio_buttons_up_to_seven_answers_and_a_select_beyond():
    def kind(count, **more):
        options = [{"value": str(number), "label": str(number)} for number in range(count)]
        return (
            TYPES["choice"]
            .controls(Field(id="x", type="choice", label="x", options=options, **more), "x", "de")[0]
            .kind
        )

    assert [kind(7), kind(8), kind(8, multiple=True)] == ["radio", "select", "checkboxes"]


@pytest.mark.parametrize("field", VARIANTS, ids=lambda field: field.type)
@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), today=st.integers(0, 40_000))
def test_example_of_every_type_is_valid_and_survives_the_way_through_raw(field, seed, today):
    kind, day = TYPES[field.type], TODAY - timedelta(days=20_000) + timedelta(days=today)
    value = kind.parse(field, example(field, seed, day), day)
    assert value is not None
    assert kind.parse(field, to_raw(field, value), day) == value
    assert json.loads(json.dumps(value)) == value
    assert kind.summary(field, value, "de")
    assert kind.summary(field, value, "en")
    assert list(Draft202012Validator(kind.json_schema(field)).iter_errors(value)) == []


TYPED = st.text(max_size=60) | st.text("0123456789 .,-+/€DE", max_size=30) | st.from_regex(r"\d{1,2}\.\d{1,2}\.\d{4}")


@pytest.mark.parametrize("field", VARIANTS, ids=lambda field: field.type)
@settings(max_examples=25)
@given(data=st.data())
def test_parsing_whatever_was_typed_gives_a_value_or_invalid(field, data):
    kind = TYPES[field.type]
    raw = data.draw(
        st.fixed_dictionaries({}, optional={part: st.lists(TYPED, max_size=3) for part in kind.parts_of(field)})
    )
    value, part = None, ""
    try:
        value = kind.parse(field, raw, TODAY)
    except Invalid as invalid:
        part = invalid.part
    assert part in {"", *kind.parts_of(field)}
    assert json.loads(json.dumps(value)) == value
    assert value is None or kind.summary(field, value, "de").encode()
    assert value is None or Draft202012Validator(kind.json_schema(field)).is_valid(value)


def test_an_address_has_an_addition_and_no_number_where_the_form_says_so():
    typed = address(house_number=[""], addition=["  Hinterhaus,  2. Stock "])
    value = parse("address", typed, addition=True, without_number=True)
    assert value["addition"] == "Hinterhaus, 2. Stock"
    assert summary("address", value) == "Lindenweg\nHinterhaus, 2. Stock\n44623 Herne"
    assert "addition" not in parse("address", address(), addition=True)
    with pytest.raises(Invalid) as refused:
        parse("address", typed, addition=True)
    assert refused.value.part == "house_number"


def test_parts_of_a_date_that_stand_by_themselves_have_a_type():
    kind, field = TYPES["partial_date"], Field(id="x", type="partial_date", label="Frage")
    for value in ("2020", "2020-07", "2020-07-03"):
        for part in ("year", "month", "day"):
            told = kind.part(field, value, part)
            assert told is None or Draft202012Validator(kind.part_schema(field, part)).is_valid(told)
    assert not Draft202012Validator(kind.part_schema(field, "month")).is_valid("13")
    assert not Draft202012Validator(kind.part_schema(field, "year")).is_valid(2020)
    assert kind.needed_parts(field) == ("year",)
    assert kind.note(field)["de"] == "Was Sie nicht wissen, lassen Sie frei."
    assert kind.note(Field(id="x", type="partial_date", label="Frage", precision="year")) is None


@CALM
@given(words=st.text(max_size=80))
def test_cleaned_text_is_stable_and_one_line(words):
    try:
        once = parse("text", words)
    except Invalid:
        return
    assert once is None or parse("text", once) == once
    assert once is None or ((once == once.strip() and "\n" not in once and once.isprintable()) or not once.isascii())
