"""An owner and a designer make one Bauantrag: invited by link and code, filled in and signed in two browsers, sent."""

import re

import pytest

from drehscheibe.demo.trying import told
from tests.demo.forms import FORMS
from tests.demo.test_trials import TRIALS
from tests.journeys.conftest import Visit
from tests.journeys.filling import fill_in

pytestmark = pytest.mark.journey
START = "/antrag/baugenehmigung/"


def test_owner_and_designer_send_one_application_together(visit: Visit) -> None:
    raw = next(told(FORMS["bauantrag"], TRIALS["bauantrag"])).raw
    owner = visit(width=375).go(START, "kreis").press("Starten")
    fill_in(owner, raw)
    assert "noch niemand eingeladen" in owner.text
    owner.fill("name", "Erik Beispiel").fill("email", "erik@buero.example")
    owner.click(owner.page.locator("main button[name=einladen]"))
    assert "Die Einladung ist unterwegs." in owner.text
    code, waiting = owner.code(), owner.path.partition("?")[0]
    link = re.search(r"/mitwirkung/\S+/", owner.text)
    assert link

    designer = visit(width=1280, also=375).go(link[0], "kreis")
    designer.fill("code", code).press("Öffnen")
    assert "Anbau eines Wohnraums" in designer.text
    assert raw["nachname"][0] not in re.sub("Musterstadt|Musterland", "", designer.text)
    designer.follow("Weiter ausfüllen")
    fill_in(designer, raw)
    designer.fill("name", "Erik Beispiel").choose("richtig", "ja").press("Unterschreiben")
    assert "Ihr Teil ist unterschrieben" in designer.text

    owner.go(waiting)
    assert "unterschrieben" in owner.text
    owner.follow("Weiter")
    assert "Entwurfsverfasserin oder Entwurfsverfasser: Erik Beispiel" in owner.text
    reference = owner.press("Absenden").reference()
    assert reference in designer.go(link[0]).text
    assert [owner.errors, designer.errors] == [[], []]
