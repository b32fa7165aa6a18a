"""Both sides write while the case is open, once however often they press; the applicant may withdraw."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from drehscheibe.applications import history, queries
from drehscheibe.applications.history import grouped
from drehscheibe.applications.models import Application, Outcome, Withdrawal
from drehscheibe.applications.operations import answering, casework
from drehscheibe.kernel import audit, references
from drehscheibe.kernel.models import StoredFile
from drehscheibe.mailbox.queries import conversation
from drehscheibe.tenants.operations import work_as
from tests.cases import PDF
from tests.cast import BROWSER_KEY, NOW


@pytest.fixture
def case(application, musterstadt) -> Application:
    return application("hundesteuer-anmelden", musterstadt)


@pytest.fixture
def sender(guest):
    return guest(key=BROWSER_KEY)


def paper(name: str = "Foto.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def said(case: Application) -> list[tuple[str, str, int]]:
    with work_as(case.tenant):
        return [(one.kind, one.text, len(one.files)) for one in conversation(case.key) if one.kind != "receipt"]


def facts(case: Application) -> tuple[str, list[str], int]:
    with work_as(case.tenant):
        verbs = [event.verb for event in audit.history(case.pk) if event.verb != "opened"]
        return Application.objects.get(pk=case.pk).status, verbs, StoredFile.objects.filter(key=case.key).count()


def once(page) -> str:
    return re.search(r'name="einmal" value="([^"]+)"', page.content.decode())[1]


def test_the_applicant_writes_without_being_asked(case, sender, client_for, alice):
    files = facts(case)[2]
    answer = sender.post(f"/vorgang/{case.reference}/nachricht/", {"text": "Er heißt Rex.", "dateien": [paper()]})
    assert (answer.status_code, answer["Location"]) == (303, f"/vorgang/{case.reference}/?erledigt=nachricht")
    assert said(case) == [("note", "Er heißt Rex.", 1)]
    assert facts(case) == ("received", ["submitted", "wrote"], files + 1)
    desk = client_for(alice)
    assert "Neue Nachricht" in desk.get("/amt/eingang/").content.decode()
    assert "Er heißt Rex." in desk.get(f"/amt/vorgaenge/{case.reference}/").content.decode()
    assert "Neue Nachricht" not in desk.get("/amt/eingang/").content.decode()


def test_the_same_form_sent_twice_says_it_once_and_keeps_one_file(case, sender):
    files = facts(case)[2]
    token = once(sender.get(f"/vorgang/{case.reference}/"))
    for _ in range(3):
        typed = {"text": "Hallo.", "einmal": token, "dateien": [paper()]}
        assert sender.post(f"/vorgang/{case.reference}/nachricht/", typed).status_code == 303
    assert said(case) == [("note", "Hallo.", 1)]
    assert facts(case)[2] == files + 1


def test_another_text_from_the_same_page_is_another_message(case, sender):
    token = once(sender.get(f"/vorgang/{case.reference}/"))
    for text in ("Hallo.", "Noch etwas.", "Hallo."):
        sender.post(f"/vorgang/{case.reference}/nachricht/", {"text": text, "einmal": token})
    assert sorted(text for _, text, _ in said(case)) == ["Hallo.", "Noch etwas."]


def test_one_case_cannot_use_up_the_token_of_another(case, application, musterstadt, sender):
    other = application("hundesteuer-anmelden", musterstadt, seed=2)
    for one in (case, other):
        sender.post(f"/vorgang/{one.reference}/nachricht/", {"text": "Hallo.", "einmal": "dasselbe"})
    assert said(case) == said(other) == [("note", "Hallo.", 0)]


def test_an_answer_to_a_question_answered_meanwhile_is_not_lost(case, sender, alice):
    with work_as(case.tenant):
        casework.ask(application=case, text="Wie alt?", by=alice, now=NOW)
        answering.answer(application=case, text="Drei.", attached=[], by=None, now=NOW)
    sender.post(f"/vorgang/{case.reference}/antwort/", {"text": "Nein, vier.", "einmal": "a"})
    assert set(said(case)) == {("question", "Wie alt?", 0), ("answer", "Drei.", 0), ("note", "Nein, vier.", 0)}


def test_a_page_from_before_the_decision_keeps_the_text_and_sends_nothing(case, sender, alice):
    token = once(sender.get(f"/vorgang/{case.reference}/"))
    with work_as(case.tenant):
        casework.decide(application=case, outcome=Outcome.GRANTED, text="Gern.", by=alice, now=NOW)
    before = facts(case)
    typed = {"text": "Moment noch!", "einmal": token, "dateien": [paper()]}
    answer = sender.post(f"/vorgang/{case.reference}/nachricht/", typed)
    assert answer.status_code == 409
    assert "Moment noch!" in answer.content.decode()
    assert facts(case) == before
    assert [kind for kind, _, _ in said(case)] == ["decision"]


@pytest.mark.parametrize(
    ("typed", "control"),
    [({"text": "  "}, "f-text"), ({"text": "x" * 5001}, "f-text"), ({"text": "Da", "dateien": [b"MZ"]}, "f-dateien")],
)
def test_what_does_not_fit_is_said_at_its_control_and_nothing_is_kept(case, sender, typed, control):
    before = facts(case)
    if "dateien" in typed:
        typed = {**typed, "dateien": [paper(), paper("Foto.exe", b"MZ")]}
    answer = sender.post(f"/vorgang/{case.reference}/nachricht/", typed)
    assert (answer.status_code, f'href="#{control}"' in answer.content.decode()) == (422, True)
    assert facts(case) == before


def test_a_guest_writes_with_reference_and_code(case, guest):
    stranger = guest()
    assert stranger.post(f"/vorgang/{case.reference}/nachricht/", {"text": "Hallo."}).status_code == 404
    stranger.post("/vorgang/", {"nummer": case.reference, "code": references.access_code(case.pk)})
    assert stranger.post(f"/vorgang/{case.reference}/nachricht/", {"text": "Hallo."}).status_code == 303
    assert said(case) == [("note", "Hallo.", 0)]


def test_the_office_writes_with_an_attachment_and_a_mail_says_so(case, sender, client_for, alice, run_jobs):
    desk, address = client_for(alice), f"/amt/vorgaenge/{case.reference}/"
    typed = {
        "text": "Die Marke kommt per Post.",
        "einmal": once(desk.get(address)),
        "dateien": [paper("Merkblatt.pdf")],
    }
    for _ in range(2):
        answer = desk.post(f"{address}nachricht/", {**typed, "dateien": [paper("Merkblatt.pdf")]})
        assert (answer.status_code, answer["Location"]) == (303, f"{address}?erledigt=nachricht")
    assert said(case) == [("information", "Die Marke kommt per Post.", 1)]
    assert run_jobs().count("applications.announce_message") == 1
    page = sender.get(f"/vorgang/{case.reference}/").content.decode()
    assert "Die Marke kommt per Post." in page
    link = re.search(rf"/vorgang/{case.reference}/dateien/[0-9a-f-]+/", page)[0]
    assert sender.get(link)["Content-Disposition"] == 'attachment; filename="Merkblatt.pdf"'


def test_another_office_and_another_town_cannot_write(case, client_for, bob, dora, charlie):
    for stranger in (bob, dora, charlie):
        answer = client_for(stranger).post(f"/amt/vorgaenge/{case.reference}/nachricht/", {"text": "Hallo."})
        assert answer.status_code == 404
    assert client_for(charlie).post(f"/vorgang/{case.reference}/rueckzug/", {}).status_code == 404
    assert said(case) == []


def test_withdrawing_twice_withdraws_once_and_closes_the_case(case, sender, client_for, alice, run_jobs):
    assert (
        "Möchten Sie diesen Antrag zurückziehen?" in sender.get(f"/vorgang/{case.reference}/rueckzug/").content.decode()
    )
    assert facts(case)[0] == "received"
    for _ in range(2):
        assert sender.post(f"/vorgang/{case.reference}/rueckzug/", {"text": "Wir ziehen um."}).status_code == 303
    assert facts(case)[:2] == ("withdrawn", ["submitted", "withdrawn"])
    with work_as(case.tenant):
        (fact,) = Withdrawal.objects.filter(application=case)
        assert (fact.by, fact.at) == (None, NOW)
    assert said(case) == [("withdrawal", "Wir ziehen um.", 0)]
    assert run_jobs().count("applications.announce_withdrawal") == 1
    page = client_for(alice).get(f"/amt/vorgaenge/{case.reference}/").content.decode()
    assert "hat den Antrag zurückgezogen" in page
    assert "Wir ziehen um." in page


@pytest.mark.parametrize("verb", ["zuweisung", "rueckfrage", "nachricht", "entscheidung"])
def test_a_withdrawn_case_takes_no_more_verbs(case, sender, client_for, alice, verb):
    sender.post(f"/vorgang/{case.reference}/rueckzug/")
    before = facts(case)
    typed = {"text": "Noch etwas.", "outcome": "granted", "geprueft": "ja"}
    answer = client_for(alice).post(f"/amt/vorgaenge/{case.reference}/{verb}/", typed)
    assert answer.status_code == 409
    assert facts(case) == before


def test_a_decided_case_cannot_be_withdrawn(case, sender, alice):
    with work_as(case.tenant):
        casework.decide(application=case, outcome=Outcome.REJECTED, text="Leider.", by=alice, now=NOW)
    answer = sender.post(f"/vorgang/{case.reference}/rueckzug/")
    assert answer.status_code == 409
    assert facts(case)[0] == "decided"


def test_openings_of_one_office_and_day_are_one_line_and_all_rows_stay(case, alice):
    with work_as(case.tenant):
        found = queries.application(case.pk)
        for _ in range(3):
            casework.note_opening(application=found, by=alice, now=NOW)
        entries, is_unbroken = history.told(case, "de")
        assert len(audit.history(case.pk)) == 4
    assert (len(entries), is_unbroken) == (4, True)
    assert [entry.sentence for entry in grouped(entries)] == ["Antrag 3-mal geöffnet", "Antrag eingegangen"]
