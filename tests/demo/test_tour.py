"""The tour knows how far somebody is by what really happened, leads on from every page, and exists in a demo only."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from drehscheibe.applications.models import Draft, Outcome
from drehscheibe.applications.operations import casework
from drehscheibe.config import safety
from drehscheibe.demo import tour
from drehscheibe.tenants.operations import work_as
from tests.cast import BROWSER_KEY, NOW

DISTRICT, TOWN, SECOND = "localhost:8000", "localhost:8001", "localhost:8002"


def strip(response) -> str:
    """What the strip above the page says."""
    found = re.search(r'<div class="portal-tour">.*?</div>', response.content.decode(), re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])).strip() if found else ""


@pytest.fixture
def browser(guest: Callable[..., Client]) -> Client:
    """A browser that has opened the tour."""
    client = guest(DISTRICT, key=BROWSER_KEY)
    assert client.get("/demo/").status_code == 200
    assert re.fullmatch(r"[0-9]+-", client.cookies[tour.COOKIE].value)
    return client


def test_every_stop_signs_in_with_one_click_and_leads_to_its_page(browser):
    page = browser.get("/demo/").content.decode()
    forms = re.findall(r'<form[^>]*action="(http://localhost:80\d\d)/anmelden/demo/">(.*?)</form>', page, re.DOTALL)
    assert len(forms) == 5
    paths = []
    for number, (origin, form) in enumerate(forms, start=1):
        fields = dict(re.findall(r'name="(person|weiter)" value="([^"]+)"', form))
        host = origin.removeprefix("http://")
        answer = browser.post("/anmelden/demo/", fields, HTTP_HOST=host)
        assert answer["Location"] == f"/demo/stopp/{number}/"
        there = browser.get(answer["Location"], HTTP_HOST=host)
        paths.append((host, there["Location"]))
    assert paths == [
        (TOWN, "/suche/?q=hund"),
        (TOWN, "/amt/eingang/"),
        (TOWN, "/amt/eingang/"),
        (TOWN, "/postkorb/"),
        (SECOND, "/leistungen/hundesteuer-anmelden/"),
    ]


def test_progress_follows_the_case(browser, application, musterstadt, alice):
    def said(path: str = "/themen/", host: str = TOWN) -> str:
        return strip(browser.get(path, HTTP_HOST=host))

    assert said().startswith("Rundgang, Stopp 1 von 5: Suchen und beantragen.")
    case = application(tour.SERVICE, musterstadt)
    assert "Stopp 2 von 5" in said()
    assert "Weiter mit Stopp 2" in said()
    with work_as(musterstadt):
        casework.note_opening(application=case, by=alice, now=NOW)
    assert "Stopp 3 von 5" in said()
    assert browser.get("/demo/stopp/3/", HTTP_HOST=TOWN)["Location"] == f"/amt/vorgaenge/{case.reference}/"
    with work_as(musterstadt):
        casework.decide(application=case, outcome=Outcome.GRANTED, text="Viel Freude.", by=alice, now=NOW)
    assert "Stopp 4 von 5" in said()
    assert browser.get("/demo/stopp/4/", HTTP_HOST=TOWN)["Location"] == "/postkorb/"
    assert "Stopp 5 von 5" in said()
    mailbox = said(f"/vorgang/{case.reference}/")
    assert "Lesen Sie Ihren Bescheid" in mailbox
    assert "Weiter mit Stopp 5" in mailbox
    browser.get("/demo/stopp/5/", HTTP_HOST=SECOND)
    assert said().startswith("Rundgang geschafft.")
    overview = browser.get("/demo/").content.decode()
    assert overview.count("Erledigt") >= 5
    assert case.reference in overview


def test_an_application_of_somebody_else_or_of_before_does_not_count(browser, application, musterstadt, auenfeld):
    application(tour.SERVICE, auenfeld)
    application("mitteilung", musterstadt)
    other = Client(HTTP_HOST=TOWN)
    other.cookies[tour.COOKIE] = browser.cookies[tour.COOKIE].value
    application(tour.SERVICE, musterstadt)
    assert "Stopp 1 von 5" in strip(other.get("/themen/"))
    later = int(NOW.timestamp()) + 60
    browser.cookies[tour.COOKIE] = f"{later}-"
    assert "Stopp 1 von 5" in strip(browser.get("/themen/", HTTP_HOST=TOWN))


def test_on_the_page_itself_the_strip_says_what_to_do(browser):
    said = strip(browser.get("/suche/?q=hund", HTTP_HOST=TOWN))
    assert "Suchen Sie „Hund“" in said
    assert "Weiter mit" not in said
    assert "Für mich ausfüllen" in strip(browser.get(f"/antrag/{tour.SERVICE}/", HTTP_HOST=TOWN))


def test_form_filled_in_by_a_button_is_ready_to_be_sent(browser, musterstadt):
    answer = browser.post("/demo/ausgefuellt/", HTTP_HOST=TOWN)
    assert answer.status_code == 303
    checked = browser.get(answer["Location"], HTTP_HOST=TOWN)
    assert "Für mich ausfüllen" not in strip(checked)
    page = checked.content.decode()
    assert "Fantasia" in page
    fields = {name: re.search(f'name="{name}" value="([^"]+)"', page)[1] for name in ("seite", "stand")}
    sent = browser.post(answer["Location"], fields, HTTP_HOST=TOWN)
    assert sent["Location"].startswith("/eingang/MUS-")
    assert "Stopp 2 von 5" in strip(browser.get(sent["Location"], HTTP_HOST=TOWN))


def test_filling_in_needs_the_town_and_somebody_to_hold_the_form(browser, guest, musterstadt):
    assert browser.post("/demo/ausgefuellt/", HTTP_HOST=SECOND)["Location"] == "/demo/"
    assert guest(TOWN).post("/demo/ausgefuellt/")["Location"] == f"/antrag/{tour.SERVICE}/"
    with work_as(musterstadt):
        assert Draft.objects.count() == 0


def test_shared_pages_are_not_kept_for_or_from_the_tour(browser, guest):
    assert strip(browser.get("/", HTTP_HOST=TOWN)) != ""
    assert strip(guest(TOWN).get("/")) == ""
    assert strip(browser.get("/", HTTP_HOST=TOWN)) != ""


def test_overview_itself_has_no_strip(browser):
    assert strip(browser.get("/demo/")) == ""


def test_begins_anew_by_a_button_only(browser):
    browser.cookies[tour.COOKIE] = "1000000000-45"
    browser.get("/demo/neu/")
    assert browser.cookies[tour.COOKIE].value == "1000000000-45"
    browser.post("/demo/neu/")
    assert browser.cookies[tour.COOKIE].value == f"{int(NOW.timestamp())}-"


@pytest.mark.parametrize("cookie", ["", "x", "99999999999999-", "1-", "1000000000-9"])
def test_a_strange_cookie_begins_a_new_tour(guest, cookie):
    client = guest(DISTRICT)
    client.cookies[tour.COOKIE] = cookie
    assert strip(client.get("/themen/")) == ""
    client.get("/demo/")
    assert client.cookies[tour.COOKIE].value == f"{int(NOW.timestamp())}-"


def test_tour_runs_on_localhost_because_cookies_do_not_travel(guest):
    assert guest("musterstadt.localhost:8000").get("/demo/")["Location"] == "http://localhost:8000/demo/"
    assert "http://127.0.0.1:8001/anmelden/demo/" in guest("127.0.0.1:8000").get("/demo/").content.decode()


def test_stops_that_do_not_exist_are_not_found(browser):
    assert browser.get("/demo/stopp/6/").status_code == 404


def test_production_has_no_tour_no_banner_and_a_strict_policy(guest, settings):
    assert "http://localhost:*" in guest(TOWN).get("/")["Content-Security-Policy"]
    settings.DEMO = False
    client = Client(HTTP_HOST="musterstadt.localhost")
    client.cookies[tour.COOKIE] = "1000000000-"
    for path in ("/demo/", "/demo/stopp/1/", "/demo/neu/", "/demo/ausgefuellt/"):
        assert client.get(path).status_code == 404
    answer = client.get("/themen/")
    assert strip(answer) == ""
    assert answer["Content-Security-Policy"] == safety.CSP
    assert "form-action 'self';" in safety.CSP


def test_the_button_leaves_no_untouched_form_behind(browser, client_for, musterstadt, scope_of):
    browser.post(f"/antrag/{tour.SERVICE}/", HTTP_HOST=TOWN)
    browser.post("/demo/ausgefuellt/", HTTP_HOST=TOWN)
    with scope_of(musterstadt):
        assert Draft.objects.count() == 1
