"""Somebody gets an account, a second factor, and signs in again with it; and a security key, as browsers have them."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
WAYS = [
    pytest.param({"width": 1280}, "wide@example.org", id="wide"),
    pytest.param({"width": 375}, "phone@example.org", id="phone"),
    pytest.param({"width": 1280, "script": False}, "plain@example.org", id="without-script"),
]
PASSWORD = "Regenschirm im Apfelbaum"  # noqa: S105  of nobody


def mailed_path(visitor: Visitor, email: str, page: str) -> str:
    """The link in the newest mail to `email`, once the worker has sent it."""
    for _ in range(300):
        visitor.page.goto(visitor.portal.url("/demo/post/", visitor.town))
        found = re.search(rf"An: {re.escape(email)}.*?(/anmelden/{page}/[0-9a-f]{{64}}/)", visitor.text, re.DOTALL)
        if found:
            visitor.look()
            return found[1]
        time.sleep(0.2)
    raise AssertionError(visitor.text)


def register(visitor: Visitor, email: str) -> None:
    visitor.go("/anmelden/").follow("Neues Konto anlegen")
    visitor.fill("email", email).press("Link anfordern")
    assert "Sehen Sie in Ihr Postfach" in visitor.text
    visitor.go(mailed_path(visitor, email, "registrieren"))
    visitor.fill("name", "Erika Beispiel").fill("passwort", PASSWORD).press("Konto anlegen")
    assert visitor.path == "/konto/"


def enter(visitor: Visitor, email: str) -> None:
    visitor.go("/anmelden/").fill("email", email).fill("passwort", PASSWORD).press("Anmelden")


def sign_out(visitor: Visitor) -> None:
    visitor.go("/konto/").press("Abmelden")


def shown_by_the_app(secret: str, ahead: int = 0) -> str:
    """The code of now; or of `ahead` half minutes later, as no code counts twice and clocks may differ by one."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


@pytest.mark.parametrize(("way", "email"), WAYS)
def test_an_account_with_an_app(visit: Visit, way: dict[str, object], email: str) -> None:
    person = visit(**way)
    register(person, email)
    person.follow("Anmeldung und Sicherheit").follow("Zweiten Faktor einrichten").follow("App, die Codes zeigt")
    secret = re.sub(r"\s", "", person.page.locator("main strong").first.inner_text())
    person.fill("code", "000000").press("App verbinden")
    assert "Dieser Code passt nicht." in person.text
    person.fill("code", shown_by_the_app(secret)).press("App verbinden")
    assert person.path == "/konto/sicherheit/notfallcodes/"
    person.press("Notfallcodes anzeigen")
    assert len(re.findall(r"\d{5}-\d{5}", person.text)) == 10
    person.follow("Ich habe die Codes notiert")
    sign_out(person)

    person.go("/anmelden/").fill("email", email).fill("passwort", "falsch").press("Anmelden")
    assert "E-Mail-Adresse oder Passwort stimmen nicht." in person.text
    person.fill("passwort", PASSWORD).press("Anmelden")
    assert person.path == "/anmelden/zweiter-faktor/"
    person.fill("code", shown_by_the_app(secret, ahead=1)).press("Anmelden")
    assert person.path == "/konto/"
    for page in ("", "passwort/", "e-mail/", "zweiter-faktor/", "schluessel/", "notfallcodes/", "bestaetigen/"):
        person.go(f"/konto/sicherheit/{page}")
    assert [line for line in person.errors if "422" not in line] == []


def test_a_forgotten_password(visit: Visit) -> None:
    person = visit(width=375)
    register(person, "forgetful@example.org")
    sign_out(person)
    person.go("/anmelden/").follow("Passwort vergessen?")
    person.fill("email", "forgetful@example.org").press("Link anfordern")
    person.go(mailed_path(person, "forgetful@example.org", "neues-passwort"))
    person.fill("passwort", "Gießkanne hinter dem Schuppen").press("Passwort speichern")
    assert "Ihre Änderung gilt" in person.text
    person.fill("email", "forgetful@example.org").fill("passwort", "Gießkanne hinter dem Schuppen").press("Anmelden")
    assert person.path == "/konto/"
    assert person.errors == []


def test_a_security_key(visit: Visit) -> None:
    person = visit()
    browser = person.context.new_cdp_session(person.page)
    browser.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, "automaticPresenceSimulation": True}})
    register(person, "key@example.org")
    person.go("/konto/sicherheit/schluessel/").fill("name", "blauer Schlüssel")
    with person.page.expect_navigation(url="**/notfallcodes/**"):
        person.page.get_by_role("button", name="Schlüssel verbinden").click()
    person.look().go("/konto/sicherheit/")
    assert "blauer Schlüssel" in person.text
    sign_out(person)

    enter(person, "key@example.org")
    assert person.path == "/anmelden/zweiter-faktor/"
    with person.page.expect_navigation(url="**/konto/"):
        person.page.get_by_role("button", name="Sicherheitsschlüssel verwenden").click()
    person.look()
    assert "substanziell" in person.text
    assert person.errors == []
