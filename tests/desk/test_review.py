"""The auditor reads who did what, with names and without contents; looks are recorded, tables carry no formulas."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drehscheibe.kernel import audit
from drehscheibe.tenants import journal
from drehscheibe.ui.spreadsheets import harmless
from tests.cast import account

ROOM = "/amt/pruefung/"


@pytest.fixture
def auditor(client_for):
    return client_for(account("datenschutz@musterstadt"))


def test_a_case_shows_who_did_what_and_nothing_of_its_contents(auditor, full_case, office):
    page = auditor.get(f"{ROOM}vorgaenge/{full_case.reference}/").content.decode()
    assert "Sachbearbeitung Steueramt Musterstadt" in page
    assert ("Bescheid erteilt" in page, "Die Kette ist unversehrt" in page) == (True, True)
    assert [part for part in ("Bello", "Welche Farbe", "Braun.", "Viel Freude.") if part in page] == []
    with office():
        last = audit.history(full_case.pk)[-1]
    assert (last.verb, last.actor) == ("reviewed", f"account {account('datenschutz@musterstadt').pk}")


def test_the_applicant_sees_that_somebody_looked_but_not_who(auditor, full_case, guest):
    auditor.get(f"{ROOM}vorgaenge/{full_case.reference}/")
    page = guest(key="browser-key-of-the-test").get(f"/vorgang/{full_case.reference}/").content.decode()
    assert "Verlauf geprüft, ohne Ihre Angaben zu sehen" in page
    assert "Datenschutz Musterstadt" not in page


def test_a_broken_chain_shows(auditor, full_case, monkeypatch):
    monkeypatch.setattr(audit, "is_unbroken", lambda _events: False)
    assert "Die Kette ist verändert" in auditor.get(f"{ROOM}vorgaenge/{full_case.reference}/").content.decode()
    assert "verändert" in auditor.get(ROOM).content.decode()


def test_search_by_reference_leads_to_the_case(auditor, full_case):
    spoken = full_case.reference.lower().replace("-", " ")
    assert auditor.get(ROOM, {"nummer": spoken})["Location"] == f"{ROOM}vorgaenge/{full_case.reference}/"
    assert auditor.get(ROOM, {"nummer": "quatsch"}).status_code == 422


def test_the_table_of_a_case_can_be_taken_away(auditor, full_case):
    answer = auditor.get(f"{ROOM}vorgaenge/{full_case.reference}/protokoll.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Zeit", "Wer", "Was", "Amt und Funktion", "Zweck", "Kette"]
    assert (rows[1][1], rows[-1][1], rows[-1][5]) == ("Antragstellende Person", "Datenschutz Musterstadt", "unversehrt")
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_a_cell_is_never_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


def test_a_department_named_like_a_formula_is_harmless_in_the_journal(auditor, client_for):
    admin = client_for(account("verwaltung@musterstadt"))
    name = '=HYPERLINK("x")'
    assert admin.post("/amt/verwaltung/amt-anlegen/", {"name.de": name}).status_code == 303
    table = auditor.get(f"{ROOM}verwaltung/protokoll.csv").content.decode()
    assert '"\'=HYPERLINK(""x"")"' in table
    page = auditor.get(f"{ROOM}verwaltung/").content.decode()
    assert ("Portalverwaltung Musterstadt" in page, "Amt angelegt" in page) == (True, True)


def test_looks_at_lists_and_journal_are_recorded(auditor, office):
    for path in ("", "verwaltung/", "verwaltung/protokoll.csv"):
        assert auditor.get(ROOM + path).status_code == 200
    with office():
        assert [event.verb for event in journal.entries()][-3:] == ["cases_listed", "journal_read", "journal_read"]


def test_the_list_needs_the_same_few_statements_for_1_and_for_12_cases(auditor, application, musterstadt):
    counted = []
    for more in (1, 11):
        for seed in range(more):
            application("hundesteuer-anmelden", musterstadt, seed=seed + more)
        auditor.get(ROOM)
        with CaptureQueriesContext(connection) as caught:
            page = auditor.get(ROOM).content.decode()
        told = [query["sql"] for query in caught if not re.match("SAVEPOINT|RELEASE", query["sql"])]
        counted.append((len(told), len(re.findall(r"/amt/pruefung/vorgaenge/MUS", page))))
    assert counted == [(counted[0][0], 1), (counted[0][0], 12)]
