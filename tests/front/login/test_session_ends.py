"""When a session ends: what was typed is kept, and after signing in the person is where they were."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drehscheibe.applications.models import Draft
from drehscheibe.applications.operations.drafts import open_answers
from drehscheibe.catalogue.models import OnlineService
from tests.front.login.conftest import EMAIL, SECRET, code_of, newest_link, sign_in, signed_in_as


@pytest.fixture
def begun(guest, erika):
    """Erika's browser, signed in, on the first step of a message to the town hall; the step's address and token."""
    client = guest()
    sign_in(client)
    step = client.post("/antrag/mitteilung/")["Location"]
    return client, step, re.search(r'name="seite" value="(\w+)"', client.get(step).content.decode())[1]


def onward(answer) -> str:
    return parse_qs(urlsplit(answer["Location"]).query)["weiter"][0]


def raw_of(step, musterstadt, scope_of):
    with scope_of(musterstadt):
        return open_answers(Draft.objects.get(pk=step.split("/")[3]))


def test_a_step_sent_after_the_end_is_saved_and_leads_back_after_signing_in(
    begun, stopped_clock, now, musterstadt, scope_of
):
    client, step, token = begun
    stopped_clock.moment = now + timedelta(minutes=61)
    sent = client.post(step, {"seite": token, "nachricht": "was ich getippt habe"})
    assert sent.status_code == 303
    assert sent["Location"].startswith("/anmelden/?weiter=")
    assert "was ich getippt habe" in str(raw_of(step, musterstadt, scope_of))
    assert "Ihre Sitzung ist zu Ende" in client.get(sent["Location"]).content.decode()
    back = sign_in(client, weiter=onward(sent))
    assert back["Location"] == onward(sent)
    assert "was ich getippt habe" in client.get(step).content.decode()


def test_a_step_looked_at_after_the_end_asks_to_sign_in_and_comes_back(begun, stopped_clock, now):
    client, step, _token = begun
    stopped_clock.moment = now + timedelta(hours=13)
    answer = client.get(step)
    assert (answer.status_code, onward(answer)) == (302, step)
    assert signed_in_as(client) is None
    assert sign_in(client, weiter=step)["Location"] == step
    assert client.get(step).status_code == 200


def test_a_session_in_use_lasts_and_is_written_once_a_minute(guest, erika, stopped_clock, now):
    client = guest()
    sign_in(client)
    for minute in range(50, 11 * 60, 50):
        stopped_clock.moment = now + timedelta(minutes=minute)
        assert client.get("/konto/").status_code == 200
    stopped_clock.moment += timedelta(seconds=30)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/konto/")
    assert [one["sql"] for one in asked if one["sql"].startswith(("UPDATE", "INSERT"))] == []
    stopped_clock.moment += timedelta(seconds=30)
    with CaptureQueriesContext(connection) as asked:
        client.get("/konto/")
    assert len([one for one in asked if one["sql"].startswith(("UPDATE", "INSERT"))]) == 1
    stopped_clock.moment = now + timedelta(hours=12)
    assert client.get("/konto/").status_code == 302


def test_a_guest_costs_no_session(guest, db):
    with CaptureQueriesContext(connection) as asked:
        guest().get("/leistungen/")
    assert [one["sql"] for one in asked if "django_session" in one["sql"]] == []


def test_a_clock_set_back_signs_nobody_out(guest, erika, stopped_clock, now):
    client = guest()
    sign_in(client)
    stopped_clock.moment = now - timedelta(days=400)
    assert client.get("/konto/").status_code == 200
    stopped_clock.moment += timedelta(minutes=61)
    assert client.get("/konto/").status_code == 302


def test_a_substantial_session_ends_sooner(guest, erika, with_app, stopped_clock, now):
    with_app(erika)
    client = guest()
    sign_in(client)
    client.post("/anmelden/zweiter-faktor/", {"code": code_of(SECRET)})
    stopped_clock.moment = now + timedelta(minutes=29)
    assert client.get("/konto/").status_code == 200
    stopped_clock.moment += timedelta(minutes=30)
    assert client.get("/konto/").status_code == 302


def test_what_staff_sent_after_the_end_is_not_done_but_kept(client_for, stopped_clock, now):
    clerk = client_for("sachbearbeitung")
    stopped_clock.moment = now + timedelta(minutes=31)
    answer = clerk.post("/amt/vorgaenge/MUS-0000-0000-0/rueckfrage/", {"text": "Welche Farbe?"})
    assert (answer.status_code, "Welche Farbe?" in answer.content.decode()) == (403, True)
    answer = clerk.get("/amt/eingang/")
    assert onward(answer) == "/amt/eingang/"


def test_a_form_that_needs_more_asks_for_the_second_factor_first(guest, erika, musterstadt, scope_of, settings):
    with scope_of(musterstadt):
        OnlineService.objects.filter(service__slug="mitteilung").update(trust_level=20)
    client = guest()
    assert client.post("/antrag/mitteilung/")["Location"] == "/anmelden/?weiter=%2Fantrag%2Fmitteilung%2F"
    sign_in(client)
    way = client.post("/antrag/mitteilung/")["Location"]
    assert way == "/konto/sicherheit/zweiter-faktor/?weiter=%2Fantrag%2Fmitteilung%2F"
    assert "/konto/sicherheit/app/?weiter=/antrag/mitteilung/" in client.get(way).content.decode()


def test_a_link_from_a_mail_opens_although_a_session_has_ended(guest, erika, stopped_clock, now):
    client = guest()
    sign_in(client)
    stopped_clock.moment = now + timedelta(hours=13)
    guest().post("/anmelden/passwort-vergessen/", {"email": EMAIL})
    assert client.get(newest_link()).status_code == 200
