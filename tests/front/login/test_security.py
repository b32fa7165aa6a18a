"""What people do to keep their account safe: password, address, second factors."""

import re
from datetime import timedelta

import pytest

from drehscheibe.identity import factors
from drehscheibe.identity.models import Role
from drehscheibe.identity.operations import appoint
from tests.front.login.conftest import (
    EMAIL,
    PASSWORD,
    SECRET,
    code_of,
    link_in,
    mails,
    newest_link,
    register,
    sign_in,
    signed_in_as,
)

NEW = "Gießkanne hinter dem Schuppen"


@pytest.fixture
def signed_in(guest, erika):
    client = guest()
    sign_in(client)
    return client


def secret_on(page) -> str:
    return re.search(r"secret=([A-Z2-7]+)", page.content.decode())[1]


def set_up_app(client, moment, onward=""):
    secret = secret_on(client.get("/konto/sicherheit/app/"))
    return secret, client.post("/konto/sicherheit/app/", {"code": code_of(secret, moment), "weiter": onward})


def test_a_forgotten_password_is_replaced_by_the_link_once(guest, erika, run_jobs):
    elsewhere = guest()
    sign_in(elsewhere)
    client = guest()
    client.post("/anmelden/passwort-vergessen/", {"email": EMAIL})
    run_jobs()
    path = link_in(mails()[0][1])
    assert client.post(path, {"passwort": NEW})["Location"] == "/anmelden/?neu=1"
    assert signed_in_as(client) is None
    assert client.get(path).status_code == 404
    assert sign_in(guest()).status_code == 422
    assert sign_in(guest(), EMAIL, NEW).status_code == 303
    assert elsewhere.get("/konto/").status_code == 302  # other sessions have ended
    run_jobs()
    assert "Ihr Passwort wurde geändert." in mails()[1][1]


def test_a_reset_does_not_pass_the_second_factor(guest, erika, with_app, run_jobs):
    with_app(erika)
    guest().post("/anmelden/passwort-vergessen/", {"email": EMAIL})
    client = guest()
    client.post(newest_link(), {"passwort": NEW})
    assert sign_in(client, EMAIL, NEW)["Location"] == "/anmelden/zweiter-faktor/"


def test_a_reset_for_an_unknown_address_says_so_in_the_mail_alone(guest, db, run_jobs):
    guest().post("/anmelden/passwort-vergessen/", {"email": "niemand@example.org"})
    run_jobs()
    [(to, text)] = mails()
    assert to == "niemand@example.org"
    assert "Dazu gibt es aber kein Konto" in text
    assert "/neues-passwort/" not in text
    assert guest().post(newest_link(), {"passwort": NEW}).status_code == 404


def test_a_reset_link_counts_for_two_hours(guest, erika, stopped_clock, now):
    guest().post("/anmelden/passwort-vergessen/", {"email": EMAIL})
    path = newest_link()
    stopped_clock.moment = now + timedelta(hours=2)
    assert guest().post(path, {"passwort": NEW}).status_code == 404


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(signed_in, guest, erika):
    other = guest()
    sign_in(other)
    assert signed_in.post("/konto/sicherheit/passwort/", {"passwort": "kurz"}).status_code == 422
    assert signed_in.post("/konto/sicherheit/passwort/", {"passwort": NEW}).status_code == 303
    assert signed_in.get("/konto/").status_code == 200
    assert other.get("/konto/").status_code == 302
    assert sign_in(guest(), EMAIL, NEW).status_code == 303


@pytest.mark.parametrize("page", ["passwort", "e-mail", "app", "schluessel", "notfallcodes", "entfernen"])
def test_after_ten_minutes_the_password_is_asked_for_again(signed_in, page, stopped_clock, now):
    stopped_clock.moment = now + timedelta(minutes=10)
    path = f"/konto/sicherheit/{page}/"
    answer = signed_in.get(path)
    assert answer["Location"].startswith("/konto/sicherheit/bestaetigen/?weiter=")
    assert signed_in.post(path, {"passwort": NEW})["Location"].startswith("/konto/sicherheit/bestaetigen/")
    wrong = signed_in.post("/konto/sicherheit/bestaetigen/", {"passwort": "falsch", "weiter": path})
    assert wrong.status_code == 422
    right = signed_in.post("/konto/sicherheit/bestaetigen/", {"passwort": PASSWORD, "weiter": path})
    assert (right.status_code, right["Location"]) == (303, path)
    assert signed_in.get(path).status_code in {200, 303, 404}
    assert "bestaetigen" not in signed_in.get(path).get("Location", "")


def test_guessing_the_password_again_is_slowed_down_without_closing_the_sign_in(signed_in, guest):
    path = "/konto/sicherheit/bestaetigen/"
    assert [signed_in.post(path, {"passwort": "falsch"}).status_code for _ in range(11)] == [422] * 10 + [429]
    assert sign_in(guest()).status_code == 303


def test_a_new_address_counts_once_its_link_was_opened(signed_in, guest, erika, run_jobs):
    signed_in.post("/konto/sicherheit/e-mail/", {"email": "neu@example.org"})
    run_jobs()
    [(to, text)] = mails()
    assert to == "neu@example.org"
    assert sign_in(guest(), "neu@example.org").status_code == 422
    path = link_in(text)
    assert "neu@example.org" in guest().get(path).content.decode()
    assert sign_in(guest()).status_code == 303  # looking changes nothing
    assert guest().post(path).status_code == 303
    assert sign_in(guest(), "neu@example.org").status_code == 303
    assert sign_in(guest()).status_code == 422
    run_jobs()
    assert [to for to, text in mails() if "wurde geändert" in text] == [EMAIL]


def test_an_address_of_somebody_else_is_not_taken(signed_in, guest, erika, musterstadt):
    register("belegt@example.org", musterstadt)
    assert signed_in.post("/konto/sicherheit/e-mail/", {"email": "belegt@example.org"})["Location"] == "/anmelden/post/"
    answer = guest().post(newest_link())
    assert (answer.status_code, "schon ein anderes Konto" in answer.content.decode()) == (422, True)
    erika.refresh_from_db()
    assert erika.email == EMAIL


def test_an_app_is_set_up_with_its_first_code_and_lifts_the_session(signed_in, erika, now, run_jobs):
    before = signed_in.cookies["sitzung"].value
    secret, answer = set_up_app(signed_in, now, "/leistungen/")
    assert answer["Location"] == "/konto/sicherheit/notfallcodes/?weiter=%2Fleistungen%2F"
    assert signed_in.session["trust_level"] == 20
    assert signed_in.cookies["sitzung"].value != before
    row = factors.of(erika).app
    assert secret not in str(row.data)
    run_jobs()
    assert "zweiter Faktor hinzugefügt" in mails()[0][1]
    page = signed_in.post("/konto/sicherheit/notfallcodes/").content.decode()
    codes = re.findall(r">(\d{5}-\d{5})<", page)
    assert len(set(codes)) == 10
    assert codes[0] not in signed_in.get("/konto/sicherheit/notfallcodes/").content.decode()


def test_a_wrong_code_sets_nothing_up(signed_in, erika, now):
    secret = secret_on(signed_in.get("/konto/sicherheit/app/"))
    assert secret_on(signed_in.get("/konto/sicherheit/app/")) == secret
    wrong = code_of(secret, now + timedelta(hours=1))
    assert signed_in.post("/konto/sicherheit/app/", {"code": wrong}).status_code == 422
    assert not factors.has_second_factor(erika)


def test_secrets_of_two_sessions_differ(guest, erika):
    one, other = guest(), guest()
    sign_in(one), sign_in(other)
    pages = {secret_on(client.get("/konto/sicherheit/app/")) for client in (one, other)}
    assert len(pages) == 2


def test_new_emergency_codes_replace_the_old_and_the_owner_is_told(signed_in, guest, erika, now, run_jobs):
    set_up_app(signed_in, now)
    first = re.findall(r"\d{5}-\d{5}", signed_in.post("/konto/sicherheit/notfallcodes/").content.decode())
    second = re.findall(r"\d{5}-\d{5}", signed_in.post("/konto/sicherheit/notfallcodes/").content.decode())
    assert not set(first) & set(second)
    for code, status in ((first[0], 422), (second[0], 303)):
        client = guest()
        sign_in(client)
        assert client.post("/anmelden/zweiter-faktor/", {"code": code}).status_code == status
    run_jobs()
    assert any("neue Notfallcodes" in text for _, text in mails())


def test_without_a_second_factor_there_are_no_emergency_codes(signed_in):
    assert signed_in.post("/konto/sicherheit/notfallcodes/").status_code == 404


def test_removing_the_last_factor_lowers_the_session_and_closes_the_staff_pages(
    signed_in, erika, now, musterstadt, scope_of
):
    with scope_of(musterstadt):
        appoint(account=erika, role=Role.CLERK)
    set_up_app(signed_in, now)
    signed_in.post("/konto/sicherheit/notfallcodes/")
    assert signed_in.get("/amt/").status_code == 200
    app = factors.of(erika).app
    assert signed_in.post("/konto/sicherheit/entfernen/", {"faktor": app.pk}).status_code == 303
    assert factors.of(erika) == factors.Factors(None, [], 0)
    assert signed_in.get("/amt/")["Location"].startswith("/konto/sicherheit/zweiter-faktor/")


def test_a_factor_of_somebody_else_is_not_found(signed_in, erika, with_app, musterstadt):
    with_app(register("andere@example.org", musterstadt))
    other = factors.Authenticator.objects.get(type="totp")
    for wanted in (other.pk, "", "x", 10**30):
        assert signed_in.post("/konto/sicherheit/entfernen/", {"faktor": wanted}).status_code == 404
    assert factors.Authenticator.objects.filter(pk=other.pk).exists()


def test_a_session_of_low_level_uses_the_factor_that_was_set_up_elsewhere(signed_in, erika, with_app):
    with_app(erika)
    answer = signed_in.get("/konto/sicherheit/zweiter-faktor/?weiter=/leistungen/")
    assert answer["Location"] == "/anmelden/zweiter-faktor/?weiter=%2Fleistungen%2F"
    assert signed_in.post(answer["Location"], {"code": code_of(SECRET)})["Location"] == "/leistungen/"
    assert signed_in.session["trust_level"] == 20


@pytest.mark.parametrize("typed", ["", "{", "[]", "null", '{"id": 1}', '{"type": "public-key", "rawId": "x"}'])
def test_an_answer_that_comes_from_no_key_is_refused(signed_in, erika, typed):
    signed_in.get("/konto/sicherheit/schluessel/")
    assert signed_in.post("/konto/sicherheit/schluessel/", {"schluessel": typed, "name": "x"}).status_code == 422
    assert not factors.has_second_factor(erika)


def test_persons_of_the_demo_have_nothing_to_change(client_for):
    client = client_for("buergerin")
    assert "Dieses Konto hat kein eigenes Passwort" in client.get("/konto/sicherheit/").content.decode()
    assert client.get("/konto/sicherheit/app/")["Location"] == "/konto/sicherheit/"
