"""Lists as tables in the background, and the figures of departments."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest

from drehscheibe.applications import exporting, figures
from drehscheibe.applications.models import Application, Decision, Outcome
from drehscheibe.applications.office import Figures, ListExport
from drehscheibe.applications.operations import casework
from drehscheibe.catalogue.models import Service
from drehscheibe.kernel.models import CaseKey, StoredFile
from tests.cast import NOW
from tests.desk.test_lists import copies as copies  # noqa: PLC0414  a fixture


@pytest.fixture
def ordered(browser, run_jobs, office):
    """`ordered(format, ...)`: the made list of a choice, saved by who ordered it."""

    def order(kind: str, **choice: str) -> bytes:
        assert browser.post("/amt/listen/", {"format": kind, **choice})["Location"] == "/amt/listen/?erledigt=bestellt"
        assert "In Arbeit" in browser.get("/amt/listen/").content.decode()
        run_jobs()
        with office():
            made = ListExport.objects.get(media_type__contains=".sheet" if kind == "xlsx" else "csv")
        answer = browser.get(f"/amt/listen/{made.pk}/")
        assert "attachment" in answer["Content-Disposition"]
        return answer.content

    return order


def test_a_list_holds_what_the_choice_shows_and_no_formula(ordered, case, copies, office, act, alice):
    copies(2)
    act.take(case)
    with office():
        alice.name = "=1+1"
        alice.save()
    rows = list(csv.reader(io.StringIO(ordered("csv").decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Vorgang", "Leistung", "Amt", "Eingegangen", "Stand", "Frist", "Bearbeitung"]
    assert [row[0] for row in rows[1:]] == [case.reference, "MUS-COPY-0000-0", "MUS-COPY-0001-0"]
    assert [*rows[1][1:5], rows[1][6]] == [
        "Hundesteuer anmelden",
        "Steueramt",
        "10.03.2027 10:30",
        "In Bearbeitung",
        "'=1+1",
    ]
    book = zipfile.ZipFile(io.BytesIO(ordered("xlsx", status="meine")))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert sheet.count("<row ") == 2


def test_a_list_is_for_who_ordered_it_and_ends_after_a_week(ordered, case, client_for, lead, office, media):
    ordered("csv")
    with office():
        made = ListExport.objects.get()
    assert client_for(lead).get(f"/amt/listen/{made.pk}/").status_code == 404
    with office():
        exporting.drop_expired(now=NOW + timedelta(days=8))
        assert (ListExport.objects.count(), CaseKey.objects.filter(pk=made.pk).count()) == (0, 0)
        assert not StoredFile.objects.filter(key=made.pk).exists()


def test_nobody_orders_endlessly(browser, case):
    answers = [browser.post("/amt/listen/", {"format": "csv"}).status_code for _ in range(7)]
    assert answers == [303] * 5 + [409] * 2


def test_making_a_list_twice_changes_nothing(browser, run_jobs, office, case):
    browser.post("/amt/listen/", {"format": "csv"})
    run_jobs()
    with office():
        made = ListExport.objects.get()
        exporting.make(export_id=made.pk, now=NOW + timedelta(hours=1))
        assert ListExport.objects.get().ready == made.ready


def test_figures_are_median_and_ninth_and_told_to_citizens_from_twenty_on(
    browser, guest, case, copies, office, alice, act
):
    act.ask(case)
    made = [case, *copies(20)]
    with office():
        for days, one in enumerate(made[1:], start=1):
            Application.objects.filter(pk=one.pk).update(submitted=NOW - timedelta(days=days))
        casework.decide(application=case, outcome=Outcome.GRANTED, text="Ja.", by=alice, now=NOW)
        document = case.decision.document
        _decide(made[1:20], document, alice)
        assert figures.work_out(now=NOW + timedelta(minutes=1)) == 1
        row = Figures.objects.get(online_service=case.online_service)
        assert (row.received, row.decided, row.asked) == (21, 20, 1)
        assert (row.median_days, row.ninth_days) == (pytest.approx(9.5, abs=0.01), pytest.approx(17.1, abs=0.01))
        assert Service.objects.get(pk=case.online_service.service_id).usual_days == 10
        assert figures.work_out(now=NOW + timedelta(minutes=2)) == 0
    assert "dauert zurzeit etwa 10 Tage" in guest().get("/leistungen/hundesteuer-anmelden/").content.decode()
    page = browser.get("/amt/zahlen/").content.decode()
    assert [word for word in ("Steueramt", "9.5", "17.1", "0.05") if word not in page] == []
    assert alice.name not in page.replace(f"{alice.name}</", "")
    with office():
        Decision.objects.filter(application=made[1]).delete()
        figures.work_out(now=NOW + timedelta(minutes=3))
        assert Service.objects.get(pk=case.online_service.service_id).usual_days is None


def _decide(cases, document, alice) -> None:
    """Rows as `decide` leaves them, without setting nineteen letters."""
    for one in cases:
        Decision.objects.create(
            tenant_id=one.tenant_id, application=one, outcome="granted", document=document, by=alice, at=NOW
        )
    Application.objects.filter(pk__in=[one.pk for one in cases]).update(status="decided")
