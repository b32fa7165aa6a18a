"""A step as a page shows it."""

import json

from drehscheibe.forms.controls import anchor
from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.presentation import view_step
from tests.forms.dogs import FORM, ask, compute, dog, form, send
from tests.forms.test_journey import finished

NEEDED = {"identifier": {"scheme": "tax_id"}, "account": {"source": "name"}}


def view(document, step, raw, lang="de", **more):
    return view_step(document, compute(document, raw), step, raw, lang=lang, **more)


def only_field(*fields, raw=None, lang="de"):
    return view(form(*fields), "eins", raw or {}, lang).blocks[0].rows[0].fields[0]


def test_one_box_stands_alone_and_several_or_radios_stand_in_a_fieldset():
    fields = {field.name: field for field in view(FORM, "person", {}).blocks[0].rows[0].fields}
    assert [(name, field.fieldset, len(field.controls)) for name, field in fields.items()] == [
        ("name", False, 1),
        ("geburt", True, 3),
        ("anschrift", True, 4),
        ("email", False, 1),
        ("telefon", False, 1),
    ]
    assert only_field(ask("a", "yes_no")).fieldset
    assert [control.autocomplete for control in fields["geburt"].controls] == ["bday-day", "bday-month", "bday-year"]
    assert [control.name for control in fields["anschrift"].controls][:2] == [
        "anschrift.street",
        "anschrift.house_number",
    ]
    assert fields["email"].controls[0].autocomplete == "email"
    assert (fields["email"].required, fields["name"].required) == (False, True)


def test_control_shows_what_was_typed_and_its_own_error():
    raw = send(FORM, "person", {}, name="Alma", geburt__day="3", geburt__month="13", geburt__year="1987")
    page = view(FORM, "person", raw, errors=compute(FORM, raw).errors("person", "de"))
    birth = page.blocks[0].rows[0].fields[1]
    assert [control.value for control in birth.controls] == ["3", "13", "1987"]
    assert [bool(control.error) for control in birth.controls] == [False, True, False]
    assert birth.errors == (birth.controls[1].error,)
    assert [error.href for error in page.errors] == ["f-geburt-month", "f-anschrift-street"]


def test_error_about_nothing_on_the_page_has_no_link():
    assert [error.href for error in view(FORM, "person", {}, errors=[("iban", "x")]).errors] == [""]


def test_rows_have_titles_and_buttons_within_the_bounds():
    [block] = view(FORM, "hunde", finished()).blocks
    assert (block.group, block.add, str(block.add_label), block.note) == (True, "hunde", "Weiteren Hund hinzufügen", "")
    assert [(str(row.title), row.remove) for row in block.rows] == [("Hund 1", "")]
    [full] = view(FORM, "hunde", finished(*[dog()] * 10), "en").blocks
    assert (full.add, full.note) == ("", "More than 10 entries are not possible.")
    assert [(str(row.title), row.remove) for row in full.rows][-1] == ("Dog 10", "hunde.10")


def test_error_of_a_group_links_to_the_group():
    raw = {**finished(), "hunde._rows": []}
    page = view(FORM, "hunde", raw, errors=compute(FORM, raw).errors("hunde", "de"))
    assert (page.errors[0].href, anchor(page.blocks[0].id), page.blocks[0].error) == (
        "f-hunde",
        "f-hunde",
        page.errors[0].message,
    )


def test_text_that_is_not_translated_says_so():
    page = view(FORM, "person", {}, "en")
    assert [field.legend.lang for field in page.blocks[0].rows[0].fields[:2]] == ["en", "de"]
    assert page.untranslated
    assert not view(FORM, "person", {}).untranslated


def test_options_that_are_not_translated_count_as_well():
    label = {"de": "Farbe", "en": "Colour"}
    options = [{"value": "r", "label": {"de": "Rot", "en": "Red"}}, {"value": "b", "label": "Blau"}]
    title = {"de": "Eins", "en": "One"}
    blocks = [{"fields": [{"id": "f", "type": "choice", "label": label, "options": options[:1]}]}]
    whole = form(steps=[{"id": "eins", "title": title, "blocks": blocks}])
    assert not view(whole, "eins", {}, "en").untranslated
    blocks[0]["fields"][0]["options"] = options
    assert view(form(steps=[{"id": "eins", "title": title, "blocks": blocks}]), "eins", {}, "en").untranslated


def test_calculated_value_is_shown_and_internal_ones_are_not():
    blocks = view(FORM, "zahlung", finished()).blocks
    assert [field.name for field in blocks[0].rows[0].fields] == ["steuer"]
    assert blocks[0].rows[0].fields[0].controls[0].value == "108,00 €"


def test_radio_options_have_ids_and_the_first_is_the_controls_own():
    control = only_field(ask("a", "yes_no"), raw={"a": ["no"]}).controls[0]
    assert [option.id for option in control.options] == [control.id, f"{control.id}-2"]
    assert control.values == ("no",)


def test_upload_shows_its_files_and_what_it_takes():
    stored = {"file": "f", "name": "a.pdf", "size": 3, "media_type": "application/pdf"}
    control = only_field(ask("a", "upload", media_types=["application/pdf"]), raw={"a": [json.dumps(stored)]}).controls[
        0
    ]
    assert (control.files, control.accept, control.max_size, control.values) == (
        (stored,),
        ("application/pdf",),
        10_000_000,
        (),
    )


def test_unit_and_euro_stand_behind_the_box():
    assert only_field(ask("a", "number", unit={"de": "Jahre", "en": "years"}), lang="en").controls[0].suffix == "years"
    assert only_field(ask("a", "money")).controls[0].suffix == "€"


def test_step_that_is_not_visible_is_an_empty_page():
    assert view(FORM, "lastschrift", finished()).blocks == ()


def test_every_type_is_described_in_the_words_templates_know():
    words = {"text", "textarea", "search", "radio", "checkbox", "checkboxes", "select", "file", "output", "info"}
    option = {"options": [{"value": "a", "label": "A"}]}
    for name, kind in TYPES.items():
        more = {**(option if name == "choice" else {}), **NEEDED.get(name, {})}
        [*_, field] = form(ask("x", name, **more)).steps[0].blocks[0].fields
        controls = kind.controls(field, "x", "de")
        assert {control.kind for control in controls} <= words
        assert {control.name for control in controls} <= {f"x.{part}" if part else "x" for part in kind.parts_of(field)}
