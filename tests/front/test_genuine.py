"""`/echt/` tells whether a paper or mail came from here, to everybody, and nothing beyond what stands on it."""

import re

import pytest

from drehscheibe.applications.genuine import Kind, code_of
from drehscheibe.kernel.attempts import LIMIT
from tests.cast import NOW


def shown(response) -> str:
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main[0]))


@pytest.fixture
def code(full_case) -> str:
    return str(code_of(full_case, Kind.DECISION, NOW))


def test_page_without_a_code_is_shared_and_asks_for_one(guest):
    response = guest().get("/echt/")
    assert response.status_code == 200
    assert response.is_shareable if hasattr(response, "is_shareable") else response["Cache-Control"] == "no-cache"
    assert "Prüfcode" in shown(response)
    assert "Das tun wir nie" in shown(response)


def test_genuine_decision_is_told_with_what_it_says_and_nothing_more(guest, full_case, code):
    response = guest().get("/echt/", {"code": code.lower()})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    text = shown(response)
    for said in ("Echt", "Bescheid", "Stadt Musterstadt", full_case.reference, "Hundesteuer anmelden", "10.03.2027"):
        assert said in text
    assert "Ihrem Antrag wird entsprochen." in text
    for silent in ("Steueramt Musterstadt", "Viel Freude", "Braun", "Welche Farbe", "Alma", str(full_case.pk)):
        assert silent not in text


def test_another_towns_portal_says_who_made_it(guest, code):
    text = shown(guest("auenfeld.localhost").get("/echt/", {"code": code}))
    assert "Ausgestellt hat es Stadt Musterstadt, nicht Stadt Auenfeld." in text


def test_genuine_receipt_says_when_it_came_in(guest, full_case):
    text = shown(guest().get("/echt/", {"code": str(code_of(full_case, Kind.RECEIPT, NOW))}))
    assert "Eingangsbestätigung" in text
    assert "10.03.2027, 10:30 Uhr" in text
    assert "entsprochen" not in text


def test_forged_and_truncated_codes_are_not_ours(guest, code):
    for typed in (code[:-1], code[:-1] + ("0" if code[-1] != "0" else "2"), code.replace("BMUS", "EMUS"), "Hallo"):
        response = guest().get("/echt/", {"code": typed})
        assert response.status_code == 422
        assert "Nicht von uns oder vertippt" in shown(response)
        assert "Hundesteuer" not in shown(response)
        assert f'value="{typed}"' in response.content.decode()


def test_empty_code_is_asked_for_again(guest):
    response = guest().get("/echt/", {"code": "  "})
    assert response.status_code == 422
    assert "Geben Sie bitte den Prüfcode ein." in shown(response)
    assert "Nicht von uns" not in shown(response)


def test_guessing_is_stopped_even_for_a_right_code(guest, code):
    browser = guest()
    for _ in range(LIMIT):
        assert browser.get("/echt/", {"code": "falsch"}).status_code == 422
    response = browser.get("/echt/", {"code": code})
    assert response.status_code == 429
    assert "Echt:" not in shown(response)


def test_mail_code_is_confirmed_without_any_content(guest, full_case):
    text = shown(guest().get("/echt/", {"code": str(code_of(full_case, Kind.MAIL, NOW))}))
    assert "E-Mail" in text
    assert full_case.reference in text
    assert "Hundesteuer" not in text


def test_page_speaks_english(guest, code):
    browser = guest()
    browser.cookies["sprache"] = "en"
    text = shown(browser.get("/echt/", {"code": code}))
    assert "Your application is granted" in text
    assert not re.search(r"Vergleichen|Ausgestellt|Datum", text)
