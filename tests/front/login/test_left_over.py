"""What was begun before an account became safer opens nothing afterwards: links, sessions, cookies, invitations."""

from datetime import timedelta

import pytest

from drehscheibe.config.staff import remove_factors
from drehscheibe.identity import factors, links
from drehscheibe.identity.invitations import invite
from drehscheibe.identity.models import Account, MailedLink, Purpose, Role
from drehscheibe.identity.operations import appoint
from drehscheibe.identity.queries import standing
from tests.cast import NOW
from tests.front.login.conftest import EMAIL, PASSWORD, SECRET, code_of, newest_link, sign_in

STRANGER = "fremd@example.org"
NEW = "Gießkanne hinter dem Schuppen"


def open_link(purpose: Purpose) -> str:
    return links.path(MailedLink.objects.filter(purpose=purpose).latest("created"))


def test_a_new_password_ends_the_links_for_another_address_that_somebody_else_had_asked_for(guest, erika):
    stranger = guest()
    sign_in(stranger)
    stranger.post("/konto/sicherheit/e-mail/", {"email": STRANGER})
    theirs = newest_link()
    guest().post("/anmelden/passwort-vergessen/", {"email": EMAIL})
    assert guest().post(open_link(Purpose.RESET), {"passwort": NEW}).status_code == 303
    assert guest().post(theirs).status_code == 404
    assert Account.objects.get(pk=erika.pk).email == EMAIL


def test_a_new_address_ends_the_links_that_went_to_the_old_one(guest, erika):
    guest().post("/anmelden/passwort-vergessen/", {"email": EMAIL})
    old = newest_link()
    client = guest()
    sign_in(client)
    client.post("/konto/sicherheit/e-mail/", {"email": "neu@example.org"})
    assert client.post(open_link(Purpose.CHANGE)).status_code == 303
    assert guest().post(old, {"passwort": NEW}).status_code == 404
    assert sign_in(guest(), "neu@example.org", PASSWORD).status_code == 303


@pytest.fixture
def with_two_sessions(guest, erika, with_app, musterstadt, scope_of):
    """A member of staff, signed in with the second factor on two devices."""
    with scope_of(musterstadt):
        appoint(account=erika, role=Role.CLERK)
    codes = with_app(erika)
    clients = guest(), guest()
    for client, code in zip(clients, codes, strict=False):
        sign_in(client)
        client.post("/anmelden/zweiter-faktor/", {"code": code})
        assert client.get("/amt/").status_code == 200
    return clients


def test_without_the_last_factor_no_other_session_stays_on_the_staff_pages(with_two_sessions, erika):
    here, elsewhere = with_two_sessions
    here.post("/konto/sicherheit/entfernen/", {"faktor": factors.of(erika).app.pk})
    assert here.get("/amt/")["Location"].startswith("/konto/sicherheit/zweiter-faktor/")
    assert elsewhere.get("/amt/")["Location"].startswith("/anmelden/")


def test_the_command_line_removes_the_factors_from_running_sessions_too(with_two_sessions):
    remove_factors(email=EMAIL, host="musterstadt.localhost")
    for client in with_two_sessions:
        assert client.get("/amt/")["Location"].startswith("/anmelden/")


def test_who_knows_the_password_alone_replaces_no_factor(guest, erika, with_app):
    stranger = guest()
    sign_in(stranger)  # before the owner had set up the app
    with_app(erika)
    app = factors.of(erika).app
    for path in ("app", "schluessel", "notfallcodes", "passwort", "e-mail"):
        answer = stranger.get(f"/konto/sicherheit/{path}/")
        assert answer["Location"].startswith("/konto/sicherheit/zweiter-faktor/")
    assert stranger.post("/konto/sicherheit/entfernen/", {"faktor": app.pk}).status_code == 303
    assert factors.of(erika).app == app
    stranger.get("/konto/sicherheit/zweiter-faktor/")
    stranger.post("/anmelden/zweiter-faktor/", {"code": code_of(SECRET)})
    assert stranger.get("/konto/sicherheit/app/").status_code == 200


def test_nobody_takes_the_role_that_they_have_offered_to_another_address(guest, erika, musterstadt, scope_of):
    with scope_of(musterstadt):
        appoint(account=erika, role=Role.TENANT_ADMIN)
        link = invite(email=STRANGER, places=[(Role.CLERK, None)], by=erika, now=NOW)
    client = guest()
    sign_in(client)
    answer = client.post(links.path(link))
    assert (answer.status_code, "gibt sich niemand selbst" in answer.content.decode()) == (409, True)
    with scope_of(musterstadt):
        assert standing(erika).roles == {Role.TENANT_ADMIN}
    assert guest().post(links.path(link), {"name": "Nele Neu", "passwort": PASSWORD}).status_code == 303


def test_signing_out_leaves_nothing_in_the_browser_that_opens_the_accounts_drafts(guest, erika, application):
    client = guest()
    sign_in(client)
    begun = client.post("/antrag/mitteilung/")["Location"]
    assert client.get(begun).status_code == 200
    client.post("/abmelden/")
    assert client.get(begun).status_code == 404
    assert begun.split("/")[3] not in client.get("/antrag/mitteilung/").content.decode()
    sign_in(client)
    assert client.get(begun).status_code == 200


def test_signing_out_everywhere_does_the_same(guest, erika, application):
    client = guest()
    sign_in(client)
    begun = client.post("/antrag/mitteilung/")["Location"]
    client.post("/konto/anmeldungen/abmeldung/")
    assert client.get(begun).status_code == 404


def test_a_browser_left_alone_opens_nothing_of_an_account_once_its_session_has_ended(
    guest, erika, application, musterstadt, stopped_clock, now
):
    client = guest()
    sign_in(client)
    begun = client.post("/antrag/mitteilung/")["Location"]
    stopped_clock.moment = now + timedelta(hours=2)
    assert client.get(begun)["Location"].startswith("/anmelden/")
    assert client.get(begun).status_code == 404
    assert begun.split("/")[3] not in client.get("/antrag/mitteilung/").content.decode()
