"""The account's pages: own data, sign-ins, signing out everywhere, and which news come by e-mail."""

from drehscheibe.identity.models import Account, SignIn, TrustLevel
from drehscheibe.identity.operations import note_sign_in
from tests.cast import NOW, account
from tests.front.test_pages import text

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"


def test_guests_are_asked_to_sign_in(guest):
    for page in ("", "daten/", "anmeldungen/", "hinweise/", "organisationen/"):
        answer = guest().get(f"/konto/{page}")
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"/anmelden/?weiter=%2Fkonto%2F{page.replace('/', '%2F')}",
        )


def test_name_can_be_changed_and_not_be_emptied(client_for, charlie):
    client = client_for(charlie)
    answer = client.post("/konto/daten/", {"name": "  Carla \0 Beispiel\n"})
    assert (answer.status_code, answer["Location"]) == (303, "/konto/?gespeichert=daten")
    shown = text(client.get("/konto/?gespeichert=daten"))
    assert "Ihre Daten sind gespeichert." in shown
    assert "Carla Beispiel" in shown
    refused = client.post("/konto/daten/", {"name": " \n"})
    assert refused.status_code == 422
    assert "Geben Sie bitte Ihren Namen ein." in text(refused)
    assert Account.objects.get(pk=charlie.pk).name == "Carla Beispiel"


def test_each_sign_in_is_noted_coarsely_and_shown(guest):
    client = guest()
    client.post("/anmelden/demo/", {"person": "buergerin"}, headers={"User-Agent": FIREFOX})
    noted = SignIn.objects.get(account=account("buergerin"))
    assert (noted.provider, noted.trust_level, noted.device) == ("demo", TrustLevel.SUBSTANTIAL, "Firefox, Windows")
    note_sign_in(account=noted.account, provider="email", trust_level=TrustLevel.LOW, user_agent=PHONE, now=NOW)
    shown = text(client.get("/konto/anmeldungen/"))
    assert "Firefox, Windows" in shown
    assert "Chrome, Android E-Mail und Passwort niedrig" in shown


def test_sign_ins_of_others_are_not_shown(client_for, charlie):
    note_sign_in(account=account("unternehmen"), provider="x", trust_level=TrustLevel.LOW, user_agent=PHONE, now=NOW)
    assert "Chrome" not in text(client_for(charlie).get("/konto/anmeldungen/"))


def test_signing_out_everywhere_ends_every_session_at_once(client_for, alice, charlie):
    here, there, somebody_else = client_for(charlie), client_for(charlie), client_for(alice)
    assert here.get("/konto/anmeldungen/abmeldung/").status_code == 303
    assert there.get("/konto/").status_code == 200
    assert here.post("/konto/anmeldungen/abmeldung/").status_code == 303
    assert [one.get("/konto/").status_code for one in (here, there, somebody_else)] == [302, 302, 200]
    assert client_for(Account.objects.get(pk=charlie.pk)).get("/konto/").status_code == 200


def test_choice_of_news_is_kept(client_for, charlie):
    client = client_for(charlie)
    assert client.post("/konto/hinweise/", {"hinweise": ["question", "decision", "unknown"]}).status_code == 303
    assert Account.objects.get(pk=charlie.pk).silenced == ["receipt", "reminder"]
    client.post("/konto/hinweise/", {})
    assert Account.objects.get(pk=charlie.pk).silenced == ["decision", "question", "receipt", "reminder"]


def test_each_person_of_the_demo_arrives_where_their_work_is(guest):
    arrivals = {"buergerin": "/konto/", "sachbearbeitung": "/amt/", "betrieb": "/amt/"}
    for person, home in arrivals.items():
        assert guest().post("/anmelden/demo/", {"person": person})["Location"] == home


def test_receipt_leads_an_account_to_its_mailbox(client_for, charlie, application, musterstadt):
    case = application("mitteilung", musterstadt, account=charlie)
    page = client_for(charlie).get(f"/eingang/{case.reference}/").content.decode()
    main = page[page.index("<main") :]
    assert 'href="/postkorb/"' in main
    assert f'href="/vorgang/{case.reference}/"' not in main
    assert "Bitte notieren Sie beide Nummern" not in main
