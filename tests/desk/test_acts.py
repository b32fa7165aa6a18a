"""Documents asked for on one side and brought on the other; calls, withdrawals, and two clerks at once."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from drehscheibe.applications.acts import Todo, TodoKind
from drehscheibe.applications.delivery import Announcement
from drehscheibe.applications.models import Application, Withdrawal
from drehscheibe.applications.operations import casework, timing
from drehscheibe.mailbox.queries import conversation
from tests.cast import BROWSER_KEY, NOW
from tests.papers import PDF

WANTED = {"unterlage.1": "Impfpass", "unterlage.2": "Mietvertrag", "bis": "2027-03-24", "text": ""}


@pytest.fixture
def press(browser, case):
    """`press("unterlagen", …)`: Alice sends the page of an act."""
    return lambda act, **typed: browser.post(f"/amt/vorgaenge/{case.reference}/{act}/", typed)


@pytest.fixture
def sender(guest):
    return guest(key=BROWSER_KEY)


def page(answer) -> str:
    return answer.content.decode()


def stand(browser, case) -> str:
    return re.search(r'name="gesehen" value="(\d+)"', page(browser.get(f"/amt/vorgaenge/{case.reference}/")))[1]


def test_the_citizen_brings_in_place_what_the_clerk_asks_for(press, case, sender, browser, office):
    assert press("unterlagen", **WANTED)["Location"].endswith("?erledigt=unterlagen")
    address = f"/vorgang/{case.reference}/"
    shown = page(sender.get(address))
    assert "2 Unterlagen fehlen bis 24. März 2027" in shown
    names = re.findall(r'name="(datei\.\d+)"', shown)
    sender.post(f"{address}unterlagen/", {names[0]: SimpleUploadedFile("Impfpass.pdf", PDF, "application/pdf")})
    assert "1 Unterlage fehlt bis 24. März 2027" in page(sender.get(address))
    reason = names[1].replace("datei", "grund")
    assert sender.post(f"{address}unterlagen/", {reason: "Ich wohne im eigenen Haus."}).status_code == 303
    assert "fehlt bis" not in page(sender.get(address))
    told = page(browser.get(f"/amt/vorgaenge/{case.reference}/"))
    assert ("Ich wohne im eigenen Haus." in told, "Impfpass.pdf" in told) == (True, True)
    with office():
        assert Application.objects.get(pk=case.pk).missing == 0


def test_a_file_that_does_not_fit_is_said_at_its_place_and_nothing_else_is_lost(press, case, sender, office):
    press("unterlagen", **WANTED)
    first, second = re.findall(r'name="datei\.(\d+)"', page(sender.get(f"/vorgang/{case.reference}/")))
    sent = {
        f"datei.{first}": SimpleUploadedFile("a.exe", b"MZ", "application/pdf"),
        f"grund.{second}": "Gibt es nicht.",
    }
    answer = sender.post(f"/vorgang/{case.reference}/unterlagen/", sent)
    assert (answer.status_code, f'href="#f-datei-{first}"' in page(answer)) == (422, True)
    with office():
        assert Application.objects.get(pk=case.pk).missing == 1


@pytest.mark.parametrize(
    ("typed", "control"),
    [
        ({"unterlage.1": "", "unterlage.2": ""}, "f-unterlage-1"),
        ({"bis": "bald"}, "f-bis"),
        ({"bis": "1.1.2027"}, "f-bis"),
    ],
)
def test_a_request_without_items_or_day_is_not_sent(press, case, office, typed, control):
    answer = press("unterlagen", **{**WANTED, **typed})
    assert (answer.status_code, f'href="#{control}"' in page(answer)) == (422, True)
    with office():
        assert Application.objects.get(pk=case.pk).missing == 0


def test_the_second_of_two_clerks_reads_what_the_first_did(press, browser, case, office, lead, facts):
    seen = stand(browser, case)
    with office():
        casework.take(application=case, by=lead, now=NOW + timedelta(minutes=1))
    answer = press("entscheidung", outcome="granted", text="Alles da.", geprueft="ja", gesehen=seen)
    assert (answer.status_code, "Bearbeitung übernommen" in page(answer), "Alles da." in page(answer)) == (
        409,
        True,
        True,
    )
    assert facts(case)["decisions"] == 0
    answer = press("unterlagen", **WANTED, gesehen=seen)
    assert (answer.status_code, 'value="Impfpass"' in page(answer)) == (409, True)


def test_a_call_is_written_down_for_both_sides_once(press, case, sender, office):
    for _ in range(2):
        assert press("telefonat", text="Der Hund heißt jetzt Rex.", einmal="7").status_code == 303
    assert "Der Hund heißt jetzt Rex." in page(sender.get(f"/vorgang/{case.reference}/"))
    with office():
        assert [said.kind for said in conversation(case.key)].count("call") == 1


def test_a_withdrawal_told_on_the_phone_is_recorded(press, case, facts, office):
    assert press("ruecknahme", weg="").status_code == 422
    assert press("ruecknahme", weg="phone", text="Hund abgegeben.").status_code == 303
    with office():
        assert Withdrawal.objects.get(application=case).channel == "phone"
    assert (facts(case)["status"], facts(case)["verbs"][-1]) == ("withdrawn", "withdrawal_recorded")


def test_a_task_is_shown_until_it_is_ticked_off(press, browser, case, office):
    with office():
        timing.remember(case, TodoKind.REPLY_OVER, NOW)
        todo = Todo.objects.get(application=case)
    sentence = "Die Frist für die Unterlagen ist vorbei."
    assert sentence in page(browser.get(f"/amt/vorgaenge/{case.reference}/"))
    assert press(f"aufgaben/{todo.pk}/erledigung").status_code == 303
    assert sentence not in page(browser.get(f"/amt/vorgaenge/{case.reference}/"))


def test_the_citizen_chooses_retrieval_and_opening_the_decision_announces_it(press, case, sender, office):
    sender.post(f"/vorgang/{case.reference}/zustellung/", {"bescheid": "retrieval"})
    press("entscheidung", outcome="granted", text="Alles da.", geprueft="ja")
    with office():
        assert Announcement.objects.get(application=case).retrieved is None
    assert sender.get(f"/vorgang/{case.reference}/bescheid.pdf").content.startswith(b"%PDF-")
    with office():
        assert Announcement.objects.get(application=case).retrieved is not None
    assert "als bekannt gegeben" in page(sender.get(f"/vorgang/{case.reference}/"))


def test_a_decision_that_cannot_be_set_stays_unsent_and_visible(press, case, facts, monkeypatch):
    monkeypatch.setattr("drehscheibe.kernel.typeset._UNSHOWN", re.compile("(?!)"))  # lets through what no font shows
    monkeypatch.setattr("drehscheibe.kernel.typeset.can_show", lambda _text: True)
    answer = press("entscheidung", outcome="granted", text="中", geprueft="ja")
    assert (answer.status_code, "nicht als PDF setzen" in page(answer)) == (422, True)
    assert (facts(case)["decisions"], facts(case)["status"]) == (0, "received")
