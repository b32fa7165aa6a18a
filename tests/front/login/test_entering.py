"""Signing in with a password and a second factor: who gets in, who does not, and who is slowed down."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from drehscheibe.front.login import session
from drehscheibe.identity.models import ExternalIdentity, Role
from drehscheibe.identity.operations import appoint
from tests.cast import MUSTERSTADT
from tests.front.login.conftest import EMAIL, PASSWORD, SECRET, code_of, newest_link, sign_in, signed_in_as


def test_the_right_password_signs_in_with_a_low_trust_level(guest, erika):
    client = guest()
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (303, "/konto/")
    assert (signed_in_as(client), client.session["trust_level"]) == (str(erika.pk), 10)


def test_the_address_may_be_typed_in_any_case(guest, erika):
    assert sign_in(guest(), " ERIKA@example.org ").status_code == 303


def test_wrong_password_and_unknown_address_get_the_same_answer(guest, erika):
    wrong = sign_in(guest(), EMAIL, "falsch")
    unknown = sign_in(guest(), "niemand@example.org", "falsch")
    assert (wrong.status_code, unknown.status_code) == (422, 422)

    def page(answer):
        return re.sub(r'value="[^"]*"', "", answer.content.decode())

    assert page(wrong) == page(unknown)
    assert "stimmen nicht" in wrong.content.decode()


def test_an_account_that_was_closed_is_not_let_in(guest, erika):
    erika.is_active = False
    erika.save()
    assert sign_in(guest()).status_code == 422


def test_an_address_without_the_provider_does_not_sign_in(guest, erika):
    ExternalIdentity.objects.filter(account=erika).update(provider="elsewhere")
    assert sign_in(guest()).status_code == 422


def test_signing_in_takes_a_new_session_key(guest, erika):
    client = guest()
    sign_in(client)
    before = client.cookies["sitzung"].value
    sign_in(client)
    assert client.cookies["sitzung"].value != before


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"]
)
def test_it_goes_on_to_own_pages_only(guest, erika, where):
    assert sign_in(guest(), weiter=where)["Location"] == "/konto/"
    assert sign_in(guest(), weiter="/leistungen/")["Location"] == "/leistungen/"


def test_it_goes_on_to_no_unencrypted_page_from_an_encrypted_one(rf):
    request = rf.get("/anmelden/", {"weiter": "http://testserver/konto/"}, secure=True)
    assert session.onward(request, "/") == "/"
    request = rf.get("/anmelden/", {"weiter": "https://testserver/konto/"}, secure=True)
    assert session.onward(request, "/") == "https://testserver/konto/"


def test_a_form_of_another_site_signs_nobody_in(db, erika, stopped_clock):
    client = Client(HTTP_HOST=MUSTERSTADT, enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    assert signed_in_as(client) is None


def test_ten_wrong_passwords_close_the_account_for_a_while(guest, erika, stopped_clock, now):
    signed_in = guest()
    sign_in(signed_in)
    statuses = [sign_in(guest(), EMAIL, f"falsch {number}").status_code for number in range(11)]
    assert statuses == [422] * 10 + [429]
    assert sign_in(guest()).status_code == 429
    assert signed_in.get("/konto/sicherheit/").status_code == 200  # who is signed in stays so
    stopped_clock.moment = now + timedelta(minutes=31)
    assert sign_in(guest()).status_code == 303


def test_an_unknown_address_is_slowed_down_like_a_known_one(guest, db):
    statuses = [sign_in(guest(), "niemand@example.org", "falsch").status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]


def test_successful_signing_in_does_not_count(guest, erika):
    assert {sign_in(guest()).status_code for _ in range(12)} == {303}


def test_many_guesses_from_one_address_are_slowed_down(guest, erika):
    statuses = [sign_in(guest(), f"nr{number}@example.org", "falsch").status_code for number in range(101)]
    assert statuses == [422] * 100 + [429]
    assert sign_in(guest()).status_code == 429
    assert guest().post("/anmelden/", {"email": EMAIL, "passwort": PASSWORD}, REMOTE_ADDR="10.0.0.7").status_code == 303


def test_with_a_second_factor_the_password_alone_signs_nobody_in(guest, erika, with_app):
    with_app(erika)
    client = guest()
    answer = sign_in(client, weiter="/leistungen/")
    assert answer["Location"] == "/anmelden/zweiter-faktor/?weiter=%2Fleistungen%2F"
    assert signed_in_as(client) is None
    assert client.get("/konto/sicherheit/").status_code == 302


def test_the_code_of_the_app_completes_it_once(guest, erika, with_app):
    with_app(erika)
    client = guest()
    sign_in(client)
    answer = client.post("/anmelden/zweiter-faktor/", {"code": code_of(SECRET), "weiter": "/leistungen/"})
    assert (answer.status_code, answer["Location"]) == (303, "/leistungen/")
    assert (signed_in_as(client), client.session["trust_level"]) == (str(erika.pk), 20)
    assert "pending" not in client.session
    other = guest()
    sign_in(other)
    assert other.post("/anmelden/zweiter-faktor/", {"code": code_of(SECRET)}).status_code == 422


def test_a_code_of_another_time_is_refused(guest, erika, with_app, now):
    with_app(erika)
    client = guest()
    sign_in(client)
    for moment in (now - timedelta(minutes=2), now + timedelta(minutes=2)):
        assert client.post("/anmelden/zweiter-faktor/", {"code": code_of(SECRET, moment)}).status_code == 422
    for typed in ("", "abc", "١٢٣٤٥٦", "0" * 500):
        assert client.post("/anmelden/zweiter-faktor/", {"code": typed}).status_code == 422


def test_an_emergency_code_counts_once(guest, erika, with_app):
    first, *_rest = with_app(erika)
    for status in (303, 422):
        client = guest()
        sign_in(client)
        assert client.post("/anmelden/zweiter-faktor/", {"code": f" {first} "}).status_code == status


def test_ten_wrong_codes_close_the_second_factor_for_a_while(guest, erika, with_app):
    with_app(erika)
    client = guest()
    sign_in(client)
    statuses = [client.post("/anmelden/zweiter-faktor/", {"code": "000000"}).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert client.post("/anmelden/zweiter-faktor/", {"code": code_of(SECRET)}).status_code == 429


def test_the_second_factor_is_asked_for_within_ten_minutes(guest, erika, with_app, stopped_clock, now):
    with_app(erika)
    client = guest()
    sign_in(client)
    stopped_clock.moment = now + timedelta(minutes=10)
    answer = client.post("/anmelden/zweiter-faktor/", {"code": code_of(SECRET, stopped_clock.moment)})
    assert (answer["Location"], signed_in_as(client)) == ("/anmelden/", None)


def test_nobody_reaches_the_second_factor_without_the_password(guest, db):
    assert guest().get("/anmelden/zweiter-faktor/")["Location"] == "/anmelden/"
    assert guest().post("/anmelden/zweiter-faktor/", {"code": "123456"})["Location"] == "/anmelden/"


def test_staff_without_a_second_factor_are_led_to_it_and_kept_out(guest, erika, musterstadt, scope_of):
    with scope_of(musterstadt):
        appoint(account=erika, role=Role.CLERK)
    client = guest()
    assert sign_in(client)["Location"] == "/amt/"
    for path in ("/amt/", "/amt/eingang/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/konto/sicherheit/zweiter-faktor/?weiter=")
    assert "Wer im Rathaus arbeitet" in client.get(answer["Location"]).content.decode()
    assert client.post("/amt/vorgaenge/MUS-0000-0000-0/zuweisung/").status_code == 403


def test_staff_come_in_with_the_second_factor_and_only_where_they_work(guest, erika, with_app, musterstadt, scope_of):
    with scope_of(musterstadt):
        appoint(account=erika, role=Role.CLERK)
    with_app(erika)
    client, elsewhere = guest(), guest("auenfeld.localhost")
    for one in (client, elsewhere):
        sign_in(one)
    other = with_app(erika)[0]
    assert client.post("/anmelden/zweiter-faktor/", {"code": code_of(SECRET)})["Location"] == "/amt/"
    assert client.get("/amt/eingang/").status_code == 200
    assert elsewhere.post("/anmelden/zweiter-faktor/", {"code": other})["Location"] == "/konto/"
    assert elsewhere.get("/amt/eingang/").status_code == 404


def test_a_password_changed_meanwhile_ends_the_half_of_a_sign_in(guest, erika, with_app):
    with_app(erika)
    client = guest()
    sign_in(client)
    erika.set_password("Gießkanne hinter dem Schuppen")
    erika.save()
    answer = client.post("/anmelden/zweiter-faktor/", {"code": code_of(SECRET)})
    assert (answer["Location"], signed_in_as(client)) == ("/anmelden/", None)


@pytest.mark.parametrize(
    "odd", ["\0", "a\0b@example.org", "²", "\ud800".encode("utf-8", "surrogatepass"), "x" * 100_000]
)
def test_odd_input_breaks_no_page(guest, erika, with_app, odd):
    client = guest()
    sign_in(client)
    for path in ("passwort", "e-mail", "app", "schluessel", "notfallcodes", "entfernen", "bestaetigen"):
        typed = dict.fromkeys(("email", "passwort", "name", "code", "schluessel", "faktor", "weiter"), odd)
        if path != "app":
            assert client.post(f"/konto/sicherheit/{path}/", typed).status_code < 500, path
    for path in ("", "registrieren/", "passwort-vergessen/", "zweiter-faktor/"):
        assert guest().post(f"/anmelden/{path}", typed).status_code < 500, path
    guest().post("/anmelden/registrieren/", {"email": "odd@example.org"})
    assert guest().post(newest_link(), {**typed, "passwort": PASSWORD}).status_code < 500
