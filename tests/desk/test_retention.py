"""The lead's pages: what is kept how long, offers to the archive, restricted cases, all about one person."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from drehscheibe.applications.acts import Opinion
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations.erasing import plan_due
from drehscheibe.applications.queries import declaration
from drehscheibe.applications.retention import PlannedErasure, Restriction, RetentionRule
from drehscheibe.kernel import audit
from drehscheibe.tenants import journal
from tests.cast import NOW

ADDRESS = "/amt/aufbewahrung/"
HOLD = {"grund": "legal_hold", "anlass": "Klage vor dem Verwaltungsgericht", "bis": ""}


def page(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def leading(client_for, lead):
    return client_for(lead)


def test_days_are_set_per_service_and_state(leading, case, office):
    address, slug = f"{ADDRESS}regeln/hundesteuer-anmelden/", "hundesteuer-anmelden"
    wrong = leading.post(address, {f"zurueckgezogen.{slug}": "bald"})
    assert (wrong.status_code, "eine Zahl von Tagen" in page(wrong)) == (422, True)
    days = {f"zurueckgezogen.{slug}": "365", f"offen.{slug}": "", f"archiv.{slug}": "ja"}
    assert leading.post(address, days)["Location"] == f"{ADDRESS}?erledigt=regel"
    with office():
        rule = RetentionRule.objects.get(online_service=case.online_service)
        assert (rule.withdrawn_days, rule.open_days, rule.is_offered) == (365, None, True)
        assert journal.entries()[-1].verb == "retention_changed"
    assert 'value="365"' in page(leading.get(ADDRESS))


def test_what_is_offered_waits_for_the_archive_and_is_taken_as_a_package(leading, case, office, act):
    act.withdraw(case)
    with office():
        service = case.online_service_id
        RetentionRule.objects.create(
            tenant_id=case.tenant_id, online_service_id=service, withdrawn_days=29, is_offered=True
        )
        assert plan_due(now=NOW) == 1
        planned = PlannedErasure.objects.get()
    shown = page(leading.get(ADDRESS))
    assert ("Anzubieten" in shown, case.reference in shown) == (True, True)
    assert leading.post(f"{ADDRESS}{planned.pk}/angebot/", {"archiv": "nimmt"}).status_code == 303
    assert leading.post(f"{ADDRESS}{planned.pk}/angebot/", {"archiv": "nicht"}).status_code == 409
    package = zipfile.ZipFile(io.BytesIO(leading.post(f"{ADDRESS}{planned.pk}/paket.zip").content))
    manifest = json.loads(package.read("manifest.json"))
    assert manifest["reference"] == case.reference
    assert {one["name"] for one in manifest["files"]} == set(package.namelist()) - {"manifest.json"}
    with office():
        planned.refresh_from_db()
        assert (planned.offer, planned.exported is not None) == ("taken", True)


def test_a_restricted_case_is_in_no_list_and_nobody_works_on_it(leading, browser, case, office, lead):
    address = f"/amt/vorgaenge/{case.reference}/"
    assert "Vorgang sperren" in page(leading.get(f"{address}sperre/"))
    with office():
        opinion = Opinion.objects.create(
            tenant_id=case.tenant_id, application=case, department_id=case.department_id, by=lead, at=NOW,
            due=NOW.date(), sealed=b"",
        )  # fmt: skip
    assert leading.post(f"{address}sperre/", {}).status_code == 422
    assert leading.post(f"{address}sperre/", HOLD).status_code == 303
    told = page(browser.get(address))
    assert "Dieser Vorgang ist gesperrt" in told
    assert [word for word in (HOLD["anlass"], "Bello", "aufheben</button>") if word in told] == []
    assert browser.post(f"{address}zuweisung/").status_code == 409
    found = browser.get("/amt/vorgaenge/", {"q": case.reference})
    assert case.reference not in page(found).replace(f'value="{case.reference}"', "")
    assert case.reference not in page(browser.get("/amt/eingang/"))
    assert case.reference not in page(leading.get("/amt/stellungnahmen/"))
    with office():
        opinion.delete()
    assert "gesperrt" in page(browser.post("/amt/sammeln/", {"vorgang": case.reference, "tun": "uebernehmen"}))
    assert HOLD["anlass"] in page(leading.get(f"{address}sperre/"))
    assert case.reference in page(leading.get(ADDRESS))
    assert leading.post(f"{address}sperre/aufhebung/").status_code == 303
    assert browser.get(address).status_code == 200
    with office():
        assert Restriction.objects.get().lifted is not None
        assert Application.objects.get(pk=case.pk).assignee_id is None


def test_who_restricts_twice_reads_that_it_is_done(leading, case):
    address = f"/amt/vorgaenge/{case.reference}/sperre/"
    answers = [leading.post(address, HOLD).status_code for _ in range(2)]
    assert answers == [303, 409]


def test_all_about_one_person_comes_in_one_package(leading, browser, application, musterstadt, office, run_jobs):
    cases = [application("mitteilung", musterstadt, seed=seed) for seed in (1, 2)]
    run_jobs()
    with office():
        emails = [declaration(one).contact["email"] for one in cases]
    wanted = {"person": next(filter(None, emails)), "zweck": "access"}
    mine = [one.reference for one, email in zip(cases, emails, strict=True) if email == wanted["person"]]
    assert "zweck" in page(leading.post("/amt/auskunft/", {"person": wanted["person"]}))
    leading.post(f"/amt/vorgaenge/{mine[0]}/sperre/", HOLD)
    shown = page(leading.post("/amt/auskunft/", wanted))
    assert [one for one in mine if one not in shown] == []
    made = leading.post("/amt/auskunft/", {**wanted, "vorgang": mine})
    package = zipfile.ZipFile(io.BytesIO(made.content))
    names = package.namelist()
    assert [one for one in mine if {f"{one}/Akte-{one}.pdf", f"{one}/angaben.json"} - set(names)] == []
    assert json.loads(package.read("manifest.json"))["purpose"] == "access"
    with office():
        known = {one.reference: one.pk for one in cases}
        assert audit.history(known[mine[0]])[-1].verb == "disclosed"
        last = journal.entries()[-1]
        assert (last.verb, last.facts) == ("person_disclosed", {"name": "access", "cases": len(mine)})
    assert browser.get("/amt/auskunft/").status_code == 404


def test_nobody_is_found_by_a_name_that_nobody_has(leading, case):
    told = page(leading.post("/amt/auskunft/", {"person": "Xaver Niemand", "zweck": "court"}))
    assert "Zu dieser Person gibt es in Ihren Ämtern keinen Vorgang" in told


def test_the_last_day_must_be_ahead(leading, case):
    past = {**HOLD, "bis": (NOW - timedelta(days=1)).date().isoformat()}
    answer = leading.post(f"/amt/vorgaenge/{case.reference}/sperre/", past)
    assert (answer.status_code, "schon vorbei" in page(answer)) == (422, True)
