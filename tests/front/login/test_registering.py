"""A new account begins with the link in a mail, and no page tells whether an address is known."""

from datetime import timedelta

import pytest

from drehscheibe.identity.models import Account, ExternalIdentity, MailedLink
from drehscheibe.kernel.jobs import JobFailedError
from tests.front.login.conftest import EMAIL, PASSWORD, link_in, mails, newest_link, sign_in, signed_in_as


def ask(client, email=EMAIL, path="/anmelden/registrieren/"):
    return client.post(path, {"email": email})


def test_an_account_is_made_by_the_link_and_its_owner_is_signed_in(guest, run_jobs, musterstadt):
    client = guest()
    assert ask(client, " Erika@Example.org ")["Location"] == "/anmelden/post/"
    run_jobs()
    [(to, text)] = mails()
    assert to == EMAIL
    assert f"Ihre E-Mail-Adresse: {EMAIL}" in client.get(link_in(text)).content.decode()
    made = client.post(link_in(text), {"name": "Erika Beispiel", "passwort": PASSWORD})
    assert (made.status_code, made["Location"]) == (303, "/konto/")
    account = Account.objects.get(email=EMAIL)
    assert (account.name, signed_in_as(client)) == ("Erika Beispiel", str(account.pk))
    assert client.session["trust_level"] == 10
    assert list(ExternalIdentity.objects.filter(account=account).values_list("provider", "subject")) == [
        ("email", str(account.pk))
    ]


def test_nothing_is_kept_that_would_open_the_link(guest, run_jobs, db):
    ask(guest())
    run_jobs()
    token = link_in(mails()[0][1]).split("/")[-2]
    row = MailedLink.objects.get()
    kept = " ".join(str(getattr(row, field.attname)) for field in row._meta.concrete_fields).replace("-", "")
    assert token[:32] in kept
    assert token[32:] not in kept


@pytest.mark.parametrize("path", ["/anmelden/registrieren/", "/anmelden/passwort-vergessen/"])
def test_the_page_is_the_same_for_known_and_unknown_addresses(guest, erika, path):
    known, unknown = ask(guest(), EMAIL, path), ask(guest(), "niemand@example.org", path)
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert guest().get(known["Location"]).content == guest().get(unknown["Location"]).content


def test_who_has_an_account_is_told_so_by_mail(guest, erika, run_jobs):
    ask(guest())
    run_jobs()
    [(to, text)] = mails()
    assert to == EMAIL
    assert "Sie haben aber schon eines" in text
    assert "/registrieren/" not in text


def test_a_used_link_counts_no_more(guest, db, stopped_clock):
    ask(guest())
    path = newest_link()
    guest().post(path, {"name": "Erika", "passwort": PASSWORD})
    again = guest().get(path)
    assert (again.status_code, "Dieser Link gilt nicht mehr" in again.content.decode()) == (404, True)
    assert guest().post(path, {"name": "Eve", "passwort": PASSWORD}).status_code == 404
    assert Account.objects.filter(email=EMAIL).count() == 1


def test_a_link_counts_for_a_day(guest, db, stopped_clock, now):
    ask(guest())
    path = newest_link()
    stopped_clock.moment = now + timedelta(hours=23, minutes=59)
    assert guest().get(path).status_code == 200
    stopped_clock.moment = now + timedelta(hours=24)
    assert guest().get(path).status_code == 404


def test_a_link_of_one_purpose_opens_no_other(guest, erika):
    ask(guest(), EMAIL, "/anmelden/passwort-vergessen/")
    token = newest_link().split("/")[-2]
    for path in ("registrieren", "neue-adresse", "einladung"):
        assert guest().get(f"/anmelden/{path}/{token}/").status_code == 404
    changed = token[:-1] + ("0" if token[-1] != "0" else "1")
    assert guest().get(f"/anmelden/neues-passwort/{changed}/").status_code == 404
    assert guest().get(f"/anmelden/neues-passwort/{token}/").status_code == 200


@pytest.mark.parametrize("token", ["x", "0" * 64, "é" * 64, "0" * 31])
def test_an_invented_token_opens_nothing(guest, db, token):
    assert guest().get(f"/anmelden/neues-passwort/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("kurz", "Dieses Passwort ist zu kurz."),
        ("1234567890123", "Dieses Passwort ist zu üblich."),
        ("Erika Beispiel", "Das Passwort ähnelt zu sehr Ihrem Namen"),
        ("erika@example.org", "Das Passwort ähnelt zu sehr Ihrem Namen"),
        ("Musterstadt2026!", "Das Passwort ist leicht zu erraten."),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(guest, db, password, reason):
    ask(guest())
    answer = guest().post(newest_link(), {"name": "Erika Beispiel", "passwort": password})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert reason in page
    assert 'type="password" value=""' in page
    assert not Account.objects.filter(email=EMAIL).exists()


def test_a_name_is_needed(guest, db):
    ask(guest())
    answer = guest().post(newest_link(), {"name": " ", "passwort": PASSWORD})
    assert (answer.status_code, "Geben Sie Ihren Namen ein." in answer.content.decode()) == (422, True)


def test_an_address_that_was_taken_meanwhile_is_not_merged(guest, db):
    ask(guest())
    first = newest_link()
    ask(guest())
    second = newest_link()
    guest().post(first, {"name": "Erika", "passwort": PASSWORD})
    assert guest().post(second, {"name": "Eve", "passwort": "ein ganz anderes Wort"}).status_code == 404
    assert sign_in(guest()).status_code == 303


@pytest.mark.parametrize("typed", ["", "erika", "erika@", "a b@example.org"])
def test_what_is_no_address_is_said_at_once(guest, db, typed):
    answer = ask(guest(), typed)
    assert (answer.status_code, MailedLink.objects.count()) == (422, 0)


def test_few_mails_go_to_one_address_and_the_page_tells_nothing(guest, erika, run_jobs, stopped_clock, now):
    answers = {ask(guest(), "niemand@example.org")["Location"] for _ in range(6)}
    assert (answers, len(run_jobs()), len(mails())) == ({"/anmelden/post/"}, 3, 3)
    stopped_clock.moment = now + timedelta(minutes=31)
    ask(guest(), "niemand@example.org")
    run_jobs()
    assert len(mails()) == 4


def test_the_mail_is_written_in_the_language_of_the_page(guest, db, run_jobs):
    client = guest()
    client.cookies["sprache"] = "en"
    ask(client)
    run_jobs()
    assert "you want to create an account." in mails()[0][1]


def test_a_mail_server_that_is_away_neither_breaks_the_page_nor_loses_the_mail(guest, db, run_jobs, settings):
    ours = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1  # nobody listens there
    assert ask(guest())["Location"] == "/anmelden/post/"
    with pytest.raises(JobFailedError, match="ConnectionRefusedError"):
        run_jobs()
    settings.EMAIL_BACKEND = ours
    run_jobs()
    assert [to for to, _ in mails()] == [EMAIL]
