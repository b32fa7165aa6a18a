"""One case on the desk: what is shown, and that every showing is told to the applicant."""

import re

import pytest

from drehscheibe.applications import history
from drehscheibe.applications.queries import declaration
from drehscheibe.identity.queries import acts_for
from drehscheibe.kernel import audit, files
from drehscheibe.kernel.models import AuditEvent, StoredFile
from tests.cast import BROWSER_KEY, NOW, account


def text(page) -> str:
    return page.content.decode()


def test_a_case_shows_the_whole_declaration_in_german(browser, application, musterstadt, office):
    sent = application("hundesteuer-anmelden", musterstadt, language="en")
    with office():
        sections = declaration(sent).sections["de"]
    page = text(browser.get(f"/amt/vorgaenge/{sent.reference}/"))
    lines = [line for section in sections for block in section["blocks"] for line in block["lines"]]
    assert len(lines) > 10
    assert [line["label"] for line in lines if line["label"].replace("&", "&amp;") not in page] == []
    assert "Die Person hat das Formular auf Englisch ausgefüllt." in page


def test_every_opening_is_audited_with_office_function_and_purpose(browser, alice, case, office):
    for _ in range(2):
        browser.get(f"/amt/vorgaenge/{case.reference}/")
    with office():
        events = audit.history(case.pk)
        entries, is_unbroken = history.told(case, "de")
    assert [(event.verb, event.actor) for event in events[1:]] == [("opened", f"account {alice.pk}")] * 2
    assert (entries[0].sentence, entries[0].office, entries[0].purpose) == (
        "Antrag geöffnet",
        "Steueramt, Sachbearbeitung",
        "zur Bearbeitung",
    )
    assert is_unbroken


def test_the_applicant_sees_the_opening_but_no_name(browser, guest, alice, case):
    browser.get(f"/amt/vorgaenge/{case.reference}/")
    page = text(guest(key=BROWSER_KEY).get(f"/vorgang/{case.reference}/"))
    assert "Antrag geöffnet" in page
    assert alice.name not in page


def test_looking_at_files_and_decision_is_an_opening_too(browser, decided_case, facts):
    case = decided_case.application
    before = facts(case)["verbs"]
    for path in ("bescheid.pdf", f"dateien/{decided_case.file_id}/"):
        assert browser.get(f"/amt/vorgaenge/{case.reference}/{path}").status_code == 200
    assert facts(case)["verbs"] == [*before, "opened", "opened"]


def test_a_refused_stranger_leaves_no_opening(client_for, bob, case, facts):
    client_for(bob).get(f"/amt/vorgaenge/{case.reference}/")
    assert facts(case)["verbs"] == ["submitted"]


def test_uploads_are_handed_out_safely_under_their_own_name(browser, decided_case, office):
    case = decided_case.application
    answer = browser.get(f"/amt/vorgaenge/{case.reference}/dateien/{decided_case.file_id}/")
    with office():
        assert answer.content == files.read(StoredFile.objects.get(pk=decided_case.file_id))
    assert {name: answer[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="Nachweis.pdf"',
        "Cache-Control": "no-store",
    }
    assert (answer["Content-Security-Policy"], answer["X-Content-Type-Options"]) == (
        "sandbox; default-src 'none'",
        "nosniff",
    )


def test_the_decision_is_shown_as_a_document(browser, decided_case):
    answer = browser.get(f"/amt/vorgaenge/{decided_case.application.reference}/bescheid.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith("inline; ")


def test_an_undecided_case_has_no_decision_to_read(browser, case):
    assert browser.get(f"/amt/vorgaenge/{case.reference}/bescheid.pdf").status_code == 404


def test_a_decided_case_offers_no_more_verbs(browser, decided_case):
    page = text(browser.get(f"/amt/vorgaenge/{decided_case.application.reference}/"))
    verbs = re.findall(r'<form[^>]* method="post"[^>]* action="/amt/vorgaenge/[^/]+/([^"]*)/"', page)
    assert verbs == ["vermerk", "verknuepfung"]  # notes and links are the office's own
    assert "Bewilligt" in page


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_only_answer_to_looking(browser, case, facts, method):
    answer = getattr(browser, method)(f"/amt/vorgaenge/{case.reference}/")
    assert (answer.status_code, facts(case)["verbs"]) == (405, ["submitted"])


def test_an_altered_history_is_said(browser, case, office):
    with office():
        forged = {"chain": case.pk, "position": 2, "at": NOW, "verb": "opened", "actor": "nobody", "digest": b"forged"}
        AuditEvent.objects.create(tenant_id=case.tenant_id, **forged)
    assert "Der Verlauf wurde verändert" in text(browser.get(f"/amt/vorgaenge/{case.reference}/"))


def test_an_organisation_is_named_with_who_acted_for_it(client_for, alice, musterstadt, office, application):
    firm = next(one for one in acts_for(account("unternehmen")) if one.is_organisation)
    sent = application("hundesteuer-anmelden", musterstadt, account=firm)
    page = text(client_for(alice).get(f"/amt/vorgaenge/{sent.reference}/"))
    assert ">Antrag einer Organisation</h2>" in page
    assert firm.name in page
    assert firm.organisation.register_number in page


def test_a_person_is_no_organisation(browser, case):
    assert "einer Organisation" not in text(browser.get(f"/amt/vorgaenge/{case.reference}/"))


def test_the_history_of_a_message_speaks_of_a_message(client_for, application, musterstadt, office):
    sent = application("mitteilung", musterstadt)
    page = text(client_for(account("buergerbuero@musterstadt")).get(f"/amt/vorgaenge/{sent.reference}/"))
    assert "Nachricht eingegangen" in page
    assert "Antrag eingegangen" not in page
