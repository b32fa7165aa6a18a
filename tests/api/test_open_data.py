"""The published catalogue as data: whole, with its licence, page by page, harmless in spreadsheets."""

import csv
import io

from drehscheibe.catalogue.models import Service


def test_the_whole_catalogue_is_there_with_its_licence(musterstadt, scope_of, guest):
    musterstadt.texts["licence"] = {"de": "Datenlizenz Deutschland – Zero – Version 2.0"}
    musterstadt.save()
    with scope_of(musterstadt):
        Service.objects.filter(slug="fundsachen", tenant=musterstadt).update(is_published=False)
    whole = guest().get("/api/v1/katalog").json()
    listed = guest().get("/api/v1/leistungen?limit=200").json()
    assert [one["slug"] for one in whole["items"]] == [one["slug"] for one in listed["items"]]
    assert "fundsachen" not in [one["slug"] for one in whole["items"]]
    assert (whole["licence"], whole["body"]["name"]) == (
        "Datenlizenz Deutschland – Zero – Version 2.0",
        "Stadt Musterstadt",
    )
    assert "Version 2.0" in guest().get("/offene-daten/").content.decode()


def test_the_table_has_a_line_for_each_service_and_no_formulas(musterstadt, scope_of, guest):
    with scope_of(musterstadt):
        Service.objects.filter(slug="fundsachen", tenant=musterstadt).update(name={"de": "=1+1"})
    answer = guest().get("/api/v1/katalog.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == guest().get("/api/v1/leistungen").json()["count"]
    assert next(row for row in rows if row["slug"] == "fundsachen")["name"] == "'=1+1"
    again = guest().get("/api/v1/katalog.csv", headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_departments_and_topics_come_page_by_page(guest):
    for address in ("/api/v1/aemter", "/api/v1/themen"):
        whole = guest().get(address).json()
        pages = [guest().get(f"{address}?limit=5&offset={offset}").json() for offset in range(0, whole["count"], 5)]
        assert [one for page in pages for one in page["items"]] == whole["items"], address
        assert {page["count"] for page in pages} == {whole["count"]}
        assert guest().get(f"{address}?limit=0").status_code == 422


def test_services_of_one_department(guest):
    found = guest().get("/api/v1/leistungen?department=steuern").json()
    assert {one["department"]["slug"] for one in found["items"]} == {"steuern"}
    assert found["count"] == len(found["items"]) > 0
    assert guest().get("/api/v1/leistungen?department=STEUERN").status_code == 422


def _search_in_tax_office(guest):
    found, elsewhere, anywhere = (
        guest().get(f"/api/v1/leistungen?q=hund{more}").json()
        for more in ("&department=steuern", "&department=wohngeld", "")
    )
    assert "hundesteuer-anmelden" in [one["slug"] for one in found["items"]]
    assert {one["department"]["slug"] for one in found["items"]} == {"steuern"}
    assert "hundesteuer-anmelden" not in [one["slug"] for one in elsewhere["items"]]
    assert found["count"] <= anywhere["count"]


def test_search_within_a_department(guest):
    _search_in_tax_office(guest)


def test_search_within_a_department_by_index(search_index, guest):
    _search_in_tax_office(guest)
