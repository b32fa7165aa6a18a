"""Steps of guided forms, drawn from the form engine's own views."""

from drehscheibe.forms.controls import BlockView, Choice, Control, FieldView, RowView, StepView
from drehscheibe.forms.schema import Phrase
from tests.ui.pages import Page, page


def de(text: str) -> Phrase:
    return Phrase(text, "de")


def field(*controls: Control, fieldset: bool = False, required: bool = True, hint: Phrase | None = None) -> FieldView:
    return FieldView("x", "some_type", de("Frage"), hint, fieldset=fieldset, required=required, controls=controls)


def drawn(view: FieldView, language: str = "de") -> Page:
    return page("{% from 'ui/fields.html' import field_view %}{{ field_view(view) }}", language, view=view)


def dates(**of_day: str) -> FieldView:
    boxes = [
        Control("text", f"x.{part}", de(part), width=width, inputmode="numeric", **(of_day if part == "day" else {}))
        for part, width in (("day", 2), ("month", 2), ("year", 4))
    ]
    return field(*boxes, fieldset=True, hint=de("Zum Beispiel 27 3 2024"))


def test_a_single_control_has_its_own_label_and_hint():
    control = Control(
        "text", "x", de("E-Mail"), de("Für Rückfragen"), input="email", autocomplete="email", values=("a@b",)
    )
    result = drawn(field(control, required=False))
    box = result.one("input")
    assert result.all("fieldset") == []
    assert result.one("label").text == "E-Mail (freiwillig)"
    assert (box["type"], box["autocomplete"], box["value"], result.description_of(box)) == (
        "email",
        "email",
        "a@b",
        ["Für Rückfragen"],
    )


def test_boxes_of_a_date_share_one_error_and_only_the_wrong_box_is_marked():
    result = drawn(dates(error="Der Tag fehlt."))
    group = result.one("fieldset")
    assert result.description_of(group) == ["Zum Beispiel 27 3 2024", "Fehler: Der Tag fehlt."]
    assert [(box["id"], box["aria-invalid"]) for box in result.all("input")] == [
        ("f-x-day", "true"),
        ("f-x-month", None),
        ("f-x-year", None),
    ]
    assert result.description_of(result.by_id("f-x-day")) == ["Fehler: Der Tag fehlt."]
    assert result.html.count("Der Tag fehlt.") == 1


def test_parts_of_an_address_keep_their_own_errors():
    street = Control("text", "x.street", de("Straße"), error="Die Straße fehlt.")
    city = Control("text", "x.city", de("Ort"))
    result = drawn(field(street, city, fieldset=True))
    assert result.description_of(result.by_id("f-x-street")) == ["Fehler: Die Straße fehlt."]
    assert result.one("fieldset")["aria-describedby"] is None


def test_a_choice_is_named_by_its_legend_and_its_error_link_leads_to_the_first_option():
    options = (Choice("yes", de("Ja"), None, "f-x"), Choice("no", de("Nein"), None, "f-x-2"))
    control = Control("radio", "x", de("Frage"), options=options, values=("no",), error="Wählen Sie aus.")
    result = drawn(field(control, fieldset=True))
    assert result.one("legend").text == "Frage"
    assert [(one["id"], "checked" in one.attributes) for one in result.all("input")] == [
        ("f-x", False),
        ("f-x-2", True),
    ]
    assert result.description_of(result.one("fieldset")) == ["Fehler: Wählen Sie aus."]


def test_an_upload_says_what_is_possible_and_lists_what_is_there():
    file = {"file": "a1", "name": "Foto <1>.png", "size": 1_234_567, "media_type": "image/png"}
    control = Control(
        "file",
        "x",
        de("Foto"),
        accept=("image/png", "application/pdf"),
        max_size=10_000_000,
        files=(file,),
        multiple=True,
    )
    result = drawn(field(control), "en")
    box = result.one("input")
    assert (box["accept"], "multiple" in box.attributes) == ("image/png,application/pdf", True)
    assert result.description_of(box) == ["Possible are: PNG, PDF. A file may be at most 10 MB."]
    assert [(one["name"], one["value"]) for one in result.all("button")] == [("detach", "x/a1"), ("stay", "x")]
    assert "Foto &lt;1&gt;.png" in result.html
    assert "1.2 MB" in result.html


def test_a_result_is_never_marked_as_optional():
    result = drawn(field(Control("output", "x", de("Steuer im Jahr"), values=("96,00 €",)), required=False))
    assert result.one("output").text == "96,00 €"
    assert "freiwillig" not in result.html


def test_german_questions_on_an_english_page_are_marked_each():
    options = (Choice("a", de("Zucht"), de("Mit Papieren"), "f-x"), Choice("b", Phrase("Shelter", "en"), None, "f-x-2"))
    result = drawn(field(Control("radio", "x", de("Frage"), options=options), fieldset=True), "en")
    assert result.one("legend")["lang"] == "de"
    assert [label["lang"] for label in result.all("label")] == ["de", None]
    assert result.by_id("f-x-option")["lang"] == "de"


def test_rows_of_a_group_can_be_added_and_removed():
    rows = tuple(
        RowView(n, de(f"Hund {n}"), (field(Control("text", f"hunde.{n}.x", de("Rasse"))),), f"hunde.{n}") for n in "12"
    )
    block = BlockView(
        "hunde", group=True, title=de("Hunde"), intro=None, rows=rows, add="hunde", add_label=de("Noch ein Hund")
    )
    step = StepView("hunde", de("Hunde"), None, (block,), (), untranslated=False, takes_files=False)
    result = page("{% from 'ui/fields.html' import step_view %}{{ step_view(step) }}", step=step)
    assert [legend.text for legend in result.all("legend")] == ["Hund 1", "Hund 2"]
    assert [(one["name"], one["value"], one.text) for one in result.all("button")] == [
        ("remove", "hunde.1", "Entfernen Hund 1"),
        ("remove", "hunde.2", "Entfernen Hund 2"),
        ("add", "hunde", "Noch ein Hund"),
    ]
    assert result.by_id("f-hunde")["tabindex"] == "-1"
