"""A form is changed on a phone, published by somebody else without JavaScript, seen by a citizen; answers are kept."""

import pytest

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey
FORM = "/amt/formulare/niedrigwasser-melden/"
FRESH = "Wie heißt der Bach, Fluss oder Teich?"


def test_a_changed_label_reaches_citizens_through_four_eyes(visit: Visit) -> None:
    editor = visit(width=375).sign_in("redaktion", "kreis").go(FORM).press("Bearbeiten").go(f"{FORM}frage/gewaesser/")
    editor.fill("label.de", FRESH).press("Speichern")
    assert FRESH in editor.go(f"{FORM}vorschau/").text
    assert "Vier Augen" in editor.go(f"{FORM}veroeffentlichung/").text
    publisher = visit(width=1280, script=False).sign_in("freigabe", "kreis").go(f"{FORM}veroeffentlichung/")
    assert FRESH in publisher.text
    publisher.press("Veröffentlichen")
    citizen = visit(width=375).go("/antrag/niedrigwasser-melden/", "kreis").press("Starten")
    assert FRESH in citizen.text
    assert editor.errors + citizen.errors == []


def test_an_answer_is_kept_as_soon_as_the_field_is_left(visit: Visit) -> None:
    citizen = visit(width=375).go("/antrag/niedrigwasser-melden/", "kreis").press("Starten")
    citizen.fill("gewaesser", "Erlenbach")
    citizen.page.keyboard.press("Tab")
    citizen.page.locator("[data-saved]").wait_for(state="visible")
    citizen.page.close()
    citizen.page = citizen.context.new_page()
    citizen.go("/antrag/niedrigwasser-melden/", "kreis")
    assert "Sie haben schon angefangen" in citizen.text
    citizen.follow("weiter ausfüllen")
    assert citizen.page.locator("[name=gewaesser]").input_value() == "Erlenbach"
