"""What stands beside a case: who works on it, notes, links, the whole file, and what for somebody else opens it."""

import io
import json
import re
import zipfile
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from drehscheibe.applications.models import Application
from drehscheibe.applications.office import InternalNote, ViewingPurpose
from drehscheibe.applications.operations.noting import notes
from drehscheibe.kernel import audit, clock
from drehscheibe.tenants.models import Department
from tests.cast import BROWSER_KEY, NOW
from tests.desk.test_lists import NOT_COUNTED, listed

MOST_STATEMENTS = 12  # of the page of a case
# What a serving process keeps in memory: keys of tenants, online services, versions of forms, whether there are places.
KEPT = re.compile(r'FROM "(kernel_tenantkey|catalogue_onlineservice|forms_formversion|forms_postcodeplace)"')


@pytest.fixture
def address(case) -> str:
    return f"/amt/vorgaenge/{case.reference}/"


def text(page) -> str:
    return page.content.decode()


def test_the_page_of_a_case_needs_few_statements(browser, case, address, act):
    act.take(case)
    act.write(case)
    browser.post(f"{address}vermerk/", {"text": "Vermerk."})
    browser.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(address).status_code == 200
    told = [
        query["sql"][:160] for query in caught if not (NOT_COUNTED.match(query["sql"]) or KEPT.search(query["sql"]))
    ]
    assert len(told) <= MOST_STATEMENTS, "\n".join(told)


def test_a_case_goes_to_a_colleague_and_back(browser, case, address, alice, lead, facts, act):
    assert lead.name in text(browser.get(f"{address}zustaendigkeit/"))
    assert browser.post(f"{address}zustaendigkeit/", {"person": str(lead.pk)}).status_code == 303
    assert (facts(case)["assignee"], facts(case)["assignments"]) == (lead.pk, 1)
    browser.post(f"{address}zweck/", {"zweck": "consultation"})
    browser.post(f"{address}zustaendigkeit/", {"person": "niemand"})
    assert (facts(case)["assignee"], facts(case)["status"]) == (None, "received")
    assert browser.post(f"{address}zustaendigkeit/", {"person": "4711"}).status_code == 422
    act.withdraw(case)
    late = browser.post(f"{address}zustaendigkeit/", {"person": str(alice.pk)})
    assert (late.status_code, "schon abgeschlossen" in text(late)) == (409, True)


def test_a_case_is_handed_over_with_a_reason_that_stays_inside(browser, client_for, bob, case, address, office, guest):
    with office():
        target = Department.objects.get(tenant=case.tenant_id, slug="buergerbuero")
    assert browser.post(f"{address}abgabe/", {"amt": str(target.pk)}).status_code == 422
    reason = "Der Hund wohnt nicht hier."
    sent = browser.post(f"{address}abgabe/", {"amt": str(target.pk), "grund": reason})
    assert (sent.status_code, sent["Location"]) == (303, "/amt/vorgaenge/?erledigt=abgabe")
    assert browser.get(address).status_code == 404
    other = client_for(bob)
    assert listed(other.get("/amt/eingang/")) == [case.reference]
    assert reason in text(other.get(address))
    told = text(guest(key=BROWSER_KEY).get(f"/vorgang/{case.reference}/"))
    assert ("An ein anderes Amt abgegeben" in told, reason in told) == (True, False)


def test_notes_are_sealed_and_for_staff_alone(browser, case, address, office, guest, alice):
    browser.post(f"{address}vermerk/", {"text": "Bitte bei Frau Muster nachsehen."})
    assert browser.post(f"{address}vermerk/", {"text": " "}).status_code == 422
    with office():
        [kept] = notes(Application.objects.select_related("key").get(pk=case.pk))
        assert (kept.author, kept.at, kept.text) == (alice.name, NOW, "Bitte bei Frau Muster nachsehen.")
        assert b"Muster" not in bytes(InternalNote.objects.get().sealed)
    assert "Interner Vermerk" in text(browser.get(address))
    assert "Frau Muster" not in text(guest(key=BROWSER_KEY).get(f"/vorgang/{case.reference}/"))


def test_cases_are_linked_both_ways_where_one_sees_them(browser, case, address, application, musterstadt, facts):
    other = application("hundesteuer-anmelden", musterstadt, seed=2)
    hidden = application("mitteilung", musterstadt)
    for number in (case.reference, hidden.reference, "MUS-0000-0000-0", "x"):
        assert browser.post(f"{address}verknuepfung/", {"nummer": number}).status_code == 422
    for _ in range(2):
        assert browser.post(f"{address}verknuepfung/", {"nummer": other.reference.lower()}).status_code == 303
    assert other.reference in text(browser.get(address))
    assert case.reference in text(browser.get(f"/amt/vorgaenge/{other.reference}/")).replace(other.reference, "")
    browser.post(f"{address}verknuepfung/", {"loesen": other.reference})
    assert [verb for verb in facts(other)["verbs"] if "link" in verb] == ["linked", "unlinked"]


def test_who_opens_a_colleagues_case_says_once_what_for(client_for, lead, case, address, act, guest, office):
    act.take(case)
    curious = client_for(lead)
    for path in ("", "akte.pdf", "angaben.txt"):
        page = curious.get(address + path)
        assert "Wofür öffnen Sie den Vorgang?</h1>" in text(page)
        assert "Rasse" not in text(page)
    with office():
        assert "opened" not in [event.verb for event in audit.history(case.pk)]
    assert curious.post(f"{address}zweck/", {"zweck": "neugier"}).status_code == 422
    said = curious.post(f"{address}zweck/", {"zweck": "supervision", "weiter": f"{address}angaben.txt"})
    assert said["Location"] == f"{address}angaben.txt"
    assert curious.post(f"{address}zweck/", {"zweck": "supervision", "weiter": "//x.example"})["Location"] == address
    assert "Rasse" in text(curious.get(address))
    told = text(guest(key=BROWSER_KEY).get(f"/vorgang/{case.reference}/"))
    assert ("zur Aufsicht" in told, lead.name in told) == (True, False)


def test_who_worked_on_it_today_goes_on_although_a_colleague_has_taken_it(
    browser, client_for, alice, case, address, act, lead, stopped_clock
):
    browser.get(address)
    act.take(case, by=lead)
    assert "Wofür öffnen Sie" not in text(browser.get(address))
    stopped_clock.moment = clock.days_after(NOW, 1)
    assert "Wofür öffnen Sie" in text(client_for(alice).get(address))
    assert {purpose.value for purpose in ViewingPurpose} >= {"casework", "inquiry"}


def test_the_whole_file_holds_every_document_with_its_hash(browser, decided_case):
    case = decided_case.application
    address = f"/amt/vorgaenge/{case.reference}/"
    browser.post(f"{address}vermerk/", {"text": "Alles geprüft."})
    paper = PdfReader(io.BytesIO(browser.get(f"{address}akte.pdf").content))
    said = "".join(page.extract_text() for page in paper.pages)
    assert [
        word for word in (case.reference, "Alles geprüft.", "Antrag eingegangen", "Nachweis") if word not in said
    ] == []
    answer = browser.get(f"{address}akte.zip")
    assert answer["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    manifest = json.loads(archive.read("manifest.json"))
    assert {one["name"] for one in manifest["files"]} == set(archive.namelist()) - {"manifest.json"}
    for one in manifest["files"]:
        content = archive.read(one["name"])
        assert (len(content), sha256(content).hexdigest()) == (one["bytes"], one["sha256"])
    assert len([name for name in archive.namelist() if name.startswith("dokumente/")]) >= 2


def test_a_document_is_shown_within_the_page_and_nowhere_else(browser, decided_case):
    address = f"/amt/vorgaenge/{decided_case.application.reference}/"
    page = text(browser.get(f"{address}?datei={decided_case.file_id}"))
    [frame] = re.findall(r'<iframe src="([^"]+)"', page)
    shown = browser.get(frame)
    assert shown.content.startswith(b"%PDF-")
    policy = shown["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert (shown["X-Frame-Options"], shown["X-Content-Type-Options"]) == ("SAMEORIGIN", "nosniff")
    assert "inline" in shown["Content-Disposition"]
    assert "<iframe" not in text(browser.get(f"{address}?datei=unfug"))
