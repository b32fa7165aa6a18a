"""Public pages: what a citizen reads before applying, and what is said when something is missing."""

import re
from html import unescape

import pytest
from django.db import connection

from drehscheibe.kernel import freshness
from drehscheibe.tenants.models import Page
from drehscheibe.tenants.operations import create_portal


def text(response) -> str:
    """The page's <main> as plain text with single spaces."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main is not None
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0])).split())


@pytest.fixture
def statements():
    """SQL statements of the test's requests, savepoints left out."""
    heard: list[str] = []

    def hear(execute, sql, params, many, context):
        heard.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hear):
        yield heard


@pytest.fixture
def published(monkeypatch):
    """Requests know what was published last, as in a running installation; nothing is kept from before."""
    monkeypatch.setattr(freshness, "stamp", lambda: 4711)


def test_the_start_page_leads_to_search_situations_services_topics_and_status(guest):
    page = guest().get("/").content.decode()
    assert "<h1" in page
    for address in (
        "/suche/",
        "/lagen/umziehen/",
        "/leistungen/hundesteuer-anmelden/",
        "/themen/steuern-zoll/",
        "/vorgang/",
    ):
        assert f'"{address}"' in page


def test_a_situation_without_services_is_not_offered(guest):
    assert "/lagen/tier-halten/" in guest().get("/").content.decode()
    assert "/lagen/tier-halten/" not in guest("localhost").get("/").content.decode()


def test_results_say_how_many_there_are(guest):
    assert "1 Leistung gefunden" in text(guest().get("/suche/?q=kontaktformular"))


def test_a_search_without_results_helps_on(guest):
    shown = text(guest().get("/suche/?q=Hundesteur"))
    assert "Zu „Hundesteur“ haben wir nichts gefunden" in shown
    assert "Meinten Sie vielleicht: Hundesteuer" in shown
    assert "040 66969 001" in shown


def test_a_search_for_markup_shows_it_as_text(guest):
    assert b"<b>hund" not in guest().get("/suche/", {"q": "<b>hund"}).content


def test_a_service_page_says_what_is_needed_what_it_costs_and_who_is_responsible(guest):
    response = guest().get("/leistungen/hundesteuer-anmelden/")
    shown = text(response)
    assert 'href="/antrag/hundesteuer-anmelden/"' in response.content.decode()
    for part in (
        "Zuständig: Stadt Musterstadt, Steueramt",
        "Ohne Konto möglich.",
        "Das brauchen Sie",
        "96,00 €",
        "kostenlos",
    ):
        assert part in shown


def test_the_same_service_costs_what_the_town_says(guest):
    assert "72,00 €" in text(guest("auenfeld.localhost").get("/leistungen/hundesteuer-anmelden/"))


def test_a_district_service_on_a_towns_portal_names_the_district(guest):
    shown = text(guest().get("/leistungen/wohngeld/"))
    assert "Zuständig: Kreis Musterland, Wohngeldstelle" in shown
    assert "Das ist eine Aufgabe des Kreises Musterland, nicht der Stadt Musterstadt." in shown
    assert "Angebot des Kreises" not in text(guest("localhost").get("/leistungen/wohngeld/"))


def test_a_service_of_another_provider_names_it_in_the_link(guest):
    shown = text(guest().get("/leistungen/sperrmuell/"))
    assert "Zum Onlinedienst: Abfallbetriebe Musterland (termine.abfall-musterland.example)" in shown


def test_a_service_page_is_english_for_readers_of_english(guest):
    client = guest()
    client.get("/?sprache=en")
    response = client.get("/leistungen/hundesteuer-anmelden/")
    shown = text(response)
    assert "Register a dog for dog tax" in shown
    assert "Apply online" in shown
    assert 'lang="de"' in response.content.decode()  # the names of the laws


@pytest.mark.parametrize("slug", ["hundesteuer-anmelden", "wohngeld", "mitteilung"])
def test_a_service_page_takes_at_most_four_statements(guest, published, statements, slug):
    guest().get("/leistungen/mitteilung/")
    del statements[:]
    guest().get(f"/leistungen/{slug}/?nicht-aus-dem-speicher")
    asked = [sql for sql in statements if "SAVEPOINT" not in sql]
    assert len(asked) <= 4, asked


def test_lists_take_as_many_statements_for_many_services_as_for_one(guest, published, statements):
    counts = []
    for address in ("/", "/leistungen/", "/suche/?q=kontaktformular", "/suche/?q=anmelden"):
        guest().get("/themen/?x")
        del statements[:]
        guest().get(f"{address}{'&' if '?' in address else '?'}x=1")
        counts.append(len([sql for sql in statements if "SAVEPOINT" not in sql]))
    assert counts == [counts[0]] * 4


@pytest.mark.parametrize(
    "address", ["/leistungen/gibt-es-nicht/", "/themen/gibt-es-nicht/", "/lagen/gibt-es-nicht/", "/gibt-es-nicht/"]
)
def test_what_does_not_exist_is_said_and_search_is_offered(guest, address):
    response = guest().get(address)
    assert response.status_code == 404
    assert "Diese Seite gibt es nicht" in text(response)
    assert 'action="/suche/"' in response.content.decode()


def test_the_page_about_the_real_portal_shows_the_address_that_the_visitor_sees(guest):
    assert "steht: musterstadt.localhost:8000." in text(guest("musterstadt.localhost:8000").get("/echt/"))
    assert "steht: musterstadt.localhost." in text(guest().get("/echt/"))


def test_a_page_without_content_says_so(guest, kreis, scope_of):
    with scope_of(kreis):
        Page.objects.all().delete()
    shown = text(guest("localhost").get("/gebaerdensprache/"))
    assert "Gebärdensprache" in shown
    assert "Diese Seite ist noch nicht geschrieben." in shown


def test_a_new_portal_without_any_content_has_all_its_pages(guest, db):
    texts = {key: {"de": "Stadt Neudorf"} for key in ("name", "name_of", "portal", "place")}
    create_portal(slug="neudorf", name="Stadt Neudorf", prefix="NEU", hosts=["neudorf.localhost"], texts=texts)
    client = guest("neudorf.localhost")
    for address in (
        "/",
        "/leistungen/",
        "/themen/",
        "/themen/bildung/",
        "/suche/",
        "/suche/?q=hund",
        "/anmelden/",
        "/impressum/",
    ):
        assert "Neudorf" in client.get(address).content.decode()
    assert "Diese Seite ist noch nicht geschrieben." in text(client.get("/impressum/"))


def test_signing_in_offers_the_persons_of_the_demo_in_two_groups(guest):
    shown = text(guest().get("/anmelden/?weiter=/amt/"))
    citizens, _, staff = shown.partition("Beschäftigte: Stadt Musterstadt")
    assert "Bürgerin Stellt Anträge" in citizens
    assert "Sachbearbeitung, Steueramt" in staff
    assert "Technischer Betrieb" in staff


def test_without_a_demo_the_page_offers_no_invented_person(guest, settings):
    settings.DEMO = False
    shown = text(guest().get("/anmelden/"))
    assert "Mit E-Mail-Adresse und Passwort" in shown
    assert "erfundene Person" not in shown


def test_the_account_page_tells_who_is_signed_in(client_for):
    shown = text(client_for("sachbearbeitung").get("/konto/"))
    assert "Sachbearbeitung Steueramt Musterstadt" in shown
    assert "Zum Arbeitsplatz" in shown
    assert "Zum Arbeitsplatz" not in text(client_for("buergerin").get("/konto/"))


def test_the_tour_names_the_addresses_of_all_portals(guest):
    shown = text(guest("localhost").get("/demo/"))
    assert "http://localhost:8001/ oder http://musterstadt.localhost:8000/" in shown
    assert "Birkental" in shown


def test_a_phone_learns_the_portals_name_and_icons_for_its_home_screen(guest):
    told = guest().get("/portal.webmanifest")
    assert told["Content-Type"] == "application/manifest+json"
    assert (told.json()["name"], told.json()["short_name"]) == ("Serviceportal Musterstadt", "Stadt Musterstadt")
    assert [icon["sizes"] for icon in told.json()["icons"]] == ["any", "192x192", "512x512"]
    assert 'rel="manifest" href="/portal.webmanifest"' in guest().get("/").content.decode()
