"""Staff are invited by a link; equal addresses merge nothing."""

from datetime import timedelta

import pytest

from drehscheibe.config.cli import main
from drehscheibe.identity import invitations, links
from drehscheibe.identity.models import Account, Role
from drehscheibe.identity.queries import standing
from tests.cast import NOW
from tests.front.login.conftest import EMAIL, PASSWORD, link_in, mails, sign_in, signed_in_as


@pytest.fixture
def invited(musterstadt, scope_of, alice):
    with scope_of(musterstadt):
        return invitations.invite(
            email="Neu@Example.org", places=[(Role.EDITOR, None), (Role.PUBLISHER, None)], by=alice, now=NOW
        )


def roles(account, tenant, scope_of):
    with scope_of(tenant):
        return standing(account).roles


def test_somebody_new_sets_a_password_and_is_led_to_the_second_factor(guest, invited, run_jobs, musterstadt, scope_of):
    run_jobs()
    [(to, text)] = mails()
    assert to == "neu@example.org"
    client = guest()
    made = client.post(link_in(text), {"name": "Nele Neu", "passwort": PASSWORD})
    assert made["Location"] == "/konto/sicherheit/zweiter-faktor/?weiter=/amt/"
    account = Account.objects.get(email="neu@example.org")
    assert signed_in_as(client) == str(account.pk)
    assert roles(account, musterstadt, scope_of) == {Role.EDITOR, Role.PUBLISHER}
    assert client.get("/amt/").status_code == 302  # until the second factor is there
    assert guest().get(link_in(text)).status_code == 404


def test_who_is_signed_in_takes_it_with_that_account(guest, erika, invited, musterstadt, scope_of):
    client = guest()
    sign_in(client)
    page = client.get(links.path(invited)).content.decode()
    assert "Sie sind angemeldet als Erika Beispiel." in page
    assert client.post(links.path(invited))["Location"] == "/amt/"
    assert roles(erika, musterstadt, scope_of) == {Role.EDITOR, Role.PUBLISHER}


def test_an_account_with_the_address_gets_nothing_without_signing_in(guest, erika, musterstadt, scope_of):
    with scope_of(musterstadt):
        link = invitations.invite(email=EMAIL, places=[(Role.LEAD, None)], by=None, now=NOW)
    assert "/anmelden/?weiter=" in guest().get(links.path(link)).content.decode()
    answer = guest().post(links.path(link), {"name": "Eve", "passwort": PASSWORD})
    assert answer.status_code == 422
    assert roles(erika, musterstadt, scope_of) == frozenset()
    assert Account.objects.filter(email=EMAIL).count() == 1


def test_an_invitation_opens_on_the_portal_that_invited_alone(guest, invited):
    assert guest("auenfeld.localhost").get(links.path(invited)).status_code == 404
    assert guest().get(links.path(invited)).status_code == 200


def test_an_invitation_counts_for_a_week_and_can_be_withdrawn(guest, invited, stopped_clock, musterstadt, scope_of):
    stopped_clock.moment = NOW + timedelta(days=6, hours=23)
    assert guest().get(links.path(invited)).status_code == 200
    stopped_clock.moment = NOW + timedelta(days=7)
    assert guest().get(links.path(invited)).status_code == 404
    with scope_of(musterstadt):
        assert invitations.open_invitations(NOW) == [invited]
        invitations.withdraw_invitation(link=invited, now=NOW)
        assert invitations.open_invitations(NOW) == []
    stopped_clock.moment = NOW
    assert guest().get(links.path(invited)).status_code == 404


def test_the_command_line_prints_a_link_for_the_first_of_the_staff(
    guest, db, musterstadt, scope_of, capsys, stopped_clock
):
    asked = [
        "account",
        "invite",
        "--email",
        "chef@example.org",
        "--role",
        "operator",
        "--host",
        "musterstadt.localhost",
    ]
    assert main(asked) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("http://musterstadt.localhost")
    guest().post(link_in(printed), {"name": "Chef", "passwort": PASSWORD})
    assert roles(Account.objects.get(email="chef@example.org"), musterstadt, scope_of) == {Role.OPERATOR}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"--host": "nirgends.example"}, "gibt es kein Portal"),
        ({"--role": "koenig"}, "Die Rolle koenig gibt es nicht"),
        ({"--email": "chef"}, "keine E-Mail-Adresse"),
    ],
)
def test_the_command_line_refuses_with_a_reason(db, changed, reason, capsys):
    options = {"--email": "chef@example.org", "--role": "operator", "--host": "musterstadt.localhost"} | changed
    assert main(["account", "invite", *[word for pair in options.items() for word in pair]]) == 1
    assert reason in capsys.readouterr().err


def test_the_command_line_lets_somebody_set_up_the_factor_anew(guest, erika, with_app, capsys, run_jobs, musterstadt):
    with_app(erika)
    asked = ["account", "remove-factors", "--host", "musterstadt.localhost", "--email"]
    assert main([*asked, "niemand@example.org"]) == 1
    assert "meldet sich niemand an" in capsys.readouterr().err
    assert main([*asked, EMAIL]) == 0
    assert sign_in(guest())["Location"] == "/konto/"
    run_jobs()
    assert "zweiter Faktor entfernt" in mails()[-1][1]
