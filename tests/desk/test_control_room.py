"""The lead sees figures of the own body and of those below it, as page, chart and file."""

import csv
import io

import pytest

from drehscheibe.catalogue.models import Service
from tests.cast import account

ROOM = "/amt/leitstelle/"


@pytest.fixture
def at(client_for):
    """`at("musterstadt")`: the lead's browser at the own portal."""
    return lambda slug, host=None: client_for(
        account(f"leitstelle@{slug}"), host=host or {"kreis-musterland": "localhost"}.get(slug, f"{slug}.localhost")
    )


def rows(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_page_tells_channels_levels_and_arrivals_in_words_and_charts(at):
    page = at("musterstadt").get(ROOM).content.decode()
    assert page.count('<svg role="img"') == 5
    assert "Online im Portal: " in page
    assert "Reifegradmodell 1.1" in page
    assert 'style="' not in page.partition("<main")[2]


def test_every_table_can_be_taken_away(at):
    lead = at("musterstadt")
    page = lead.get(ROOM).content.decode()
    for name in ("kanaele", "reifegrad", "eingaenge", "verlauf", "leistungen", "portale"):
        answer = lead.get(f"{ROOM}{name}.csv")
        found = rows(answer)
        assert answer["Content-Disposition"].startswith("attachment"), name
        assert {len(row) for row in found} == {len(found[0])}, name
    assert rows(lead.get(f"{ROOM}kanaele.csv"))[-1][0] == "Alle Ämter"
    assert f"{ROOM}kanaele.csv" in page
    assert lead.get(f"{ROOM}anderes.csv").status_code == 404


def test_no_cell_is_read_as_a_formula(at, musterstadt, scope_of):
    with scope_of(musterstadt):
        Service.objects.filter(slug="fundsachen", tenant=musterstadt).update(name={"de": "=1+1"})
    assert "'=1+1" in [row[0] for row in rows(at("musterstadt").get(f"{ROOM}leistungen.csv"))]


def test_the_district_sees_its_towns_and_a_town_only_itself(at):
    district, town = at("kreis-musterland"), at("musterstadt")
    assert "Stadt Auenfeld" in district.get(f"{ROOM}?koerperschaft=auenfeld").content.decode()
    assert district.get(f"{ROOM}leistungen/?koerperschaft=auenfeld").status_code == 200
    for address in (
        "?koerperschaft=auenfeld",
        "kanaele.csv?koerperschaft=kreis-musterland",
        "leistungen/?koerperschaft=x",
    ):
        assert town.get(ROOM + address).status_code == 404, address


def test_services_can_be_narrowed_to_an_office_and_a_level(at):
    lead = at("musterstadt")
    page = lead.get(f"{ROOM}leistungen/", {"amt": "steuern", "stufe": "3"}).content.decode()
    assert "Hundesteuer anmelden" in page
    assert "Wohnsitz anmelden" not in page
    assert "So eine Leistung gibt es hier nicht." in lead.get(f"{ROOM}leistungen/", {"amt": "x"}).content.decode()
