"""Hand-written controls: label, hint and error belong to the control, not only stand beside it."""

from tests.ui.pages import control

OPTIONS = [{"value": "ja", "label": "Ja", "hint": "Mit Nachweis"}, {"value": "nein", "label": "Nein"}]
ATTACK = "\"><script>alert('x')</script>"


def test_text_input_is_tied_to_label_hint_unit_and_error():
    page = control("text_input('preis', 'Kaufpreis', '12', 'In Euro', 'Geben Sie eine Zahl an.', suffix='€')")
    box = page.one("input")
    assert page.one("label", for_="f-preis").text == "Kaufpreis"
    assert page.description_of(box) == ["In Euro", "Fehler: Geben Sie eine Zahl an.", "€"]
    assert (box["value"], box["aria-invalid"]) == ("12", "true")


def test_text_input_without_hint_and_error_has_no_empty_attributes():
    box = control("text_input('name', 'Name')").one("input")
    assert set(box.attributes) == {"class", "id", "name", "type", "value"}


def test_dots_of_a_name_are_dashes_in_its_id():
    assert control("text_input('hunde.1.rasse', 'Rasse')").one("input")["id"] == "f-hunde-1-rasse"


def test_optional_is_said_in_words_of_the_page():
    assert control("text_input('x', 'Telefon', optional=true)").one("label").text == "Telefon (freiwillig)"
    assert control("text_input('x', 'Telefon', optional=true)", "en").one("label").text == "Telefon (optional)"


def test_what_was_typed_cannot_leave_its_place():
    for call in (
        "text_input('x', attack, attack, attack, attack, suffix=attack)",
        "textarea('x', attack, attack, attack, attack)",
        "radios('x', attack, [{'value': attack, 'label': attack, 'hint': attack}], attack, attack, attack)",
        "file_input('x', attack, attack, attack, files=[{'name': attack, 'size': attack, 'remove': attack}])",
        "checkbox(attack, attack, attack)",
        "hidden(attack, attack)",
    ):
        page = control(call, attack=ATTACK)
        assert page.all("script") == [], call
    assert control("textarea('x', 'X', attack)", attack=ATTACK).one("textarea").text == ATTACK


def test_textarea_keeps_a_leading_empty_line():
    assert ">\n\nzweite Zeile</textarea>" in control("textarea('x', 'X', '\\nzweite Zeile')").html


def test_radios_are_one_group_with_legend_hint_and_error():
    page = control("radios('hund', 'Assistenzhund?', o, 'ja', 'Auch in Ausbildung', 'Wählen Sie aus.')", o=OPTIONS)
    group = page.one("fieldset")
    assert page.one("legend").text == "Assistenzhund?"
    assert page.description_of(group) == ["Auch in Ausbildung", "Fehler: Wählen Sie aus."]
    assert (group["role"], group["aria-invalid"]) == ("radiogroup", "true")
    assert [(one["id"], "checked" in one.attributes) for one in page.all("input")] == [
        ("f-hund", True),
        ("f-hund-2", False),
    ]
    assert page.description_of(page.all("input")[0]) == ["Mit Nachweis"]


def test_every_visible_control_has_exactly_one_label():
    page = control("checkboxes('x', 'Gründe', o, ['ja', 'nein'])", o=OPTIONS)
    assert [label["for"] for label in page.all("label")] == [box["id"] for box in page.all("input")] == ["f-x", "f-x-2"]


def test_checkbox_is_tied_to_its_error():
    page = control("checkbox('stimmt', 'Alles stimmt.', error='Bitte bestätigen Sie.')")
    assert page.description_of(page.one("input")) == ["Fehler: Bitte bestätigen Sie."]


def test_select_begins_with_no_choice_and_keeps_the_chosen_one():
    page = control("select('x', 'Farbe', o, 'nein')", "en", o=OPTIONS)
    assert [(one["value"], "selected" in one.attributes, one.text) for one in page.all("option")] == [
        ("", False, "Please choose"),
        ("ja", False, "Ja"),
        ("nein", True, "Nein"),
    ]


def test_kept_files_are_listed_and_their_button_names_the_file():
    files = [{"name": "Nachweis.pdf", "size": "1,2 MB", "remove": "x/1"}]
    page = control("file_input('x', 'Nachweis', files=f, remove_name='detach')", f=files)
    button = page.one("button")
    assert (button["name"], button["value"], button.text) == ("detach", "x/1", "Entfernen Nachweis.pdf")
    assert "formnovalidate" in button.attributes


def test_a_label_in_another_language_is_marked_and_one_in_the_pages_language_is_not():
    assert control("text_input('x', 'Name', lang='de')", "en").one("label")["lang"] == "de"
    assert control("text_input('x', 'Name', lang='de')").one("label")["lang"] is None
    assert (
        control("text_input('x', 'Name', hint='Text', lang='en', hint_lang='de')").by_id("f-x-hinweis")["lang"] is None
    )
