"""Machines read what the portal offers: the same services as on its pages, in JSON, in their language."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drehscheibe.catalogue import queries
from drehscheibe.catalogue.search import by_database

LIST = "/api/v1/leistungen"


def slugs(answer) -> list[str]:
    return [item["slug"] for item in answer.json()["items"]]


def test_list_names_all_services_of_the_portal_with_those_of_its_district(guest, musterstadt, scope_of):
    answer = guest().get(LIST, {"limit": 200})
    with scope_of(musterstadt):
        offered = [service.slug for service in queries.services()]
    assert answer.headers["Content-Type"] == "application/json"
    assert slugs(answer) == offered
    assert answer.json()["count"] == len(offered)
    assert {item["body"]["name"] for item in answer.json()["items"]} == {"Stadt Musterstadt", "Kreis Musterland"}


def test_district_does_not_offer_what_belongs_to_its_towns(guest):
    assert "hundesteuer-anmelden" not in slugs(guest("localhost").get(LIST, {"limit": 200}))


def test_item_says_what_callers_ask_for(guest):
    item = next(one for one in guest().get(LIST, {"q": "hundesteuer"}).json()["items"] if "anmelden" in one["slug"])
    changed = item.pop("changed")
    assert changed.endswith("Z")
    assert item.pop("summary").startswith("Sie haben einen Hund aufgenommen?")
    assert item == {
        "slug": "hundesteuer-anmelden",
        "name": "Hundesteuer anmelden",
        "language": "de",
        "languages": ["de", "en"],
        "url": "http://musterstadt.localhost/leistungen/hundesteuer-anmelden/",
        "ozg_id": "10160",
        "leika_key": "99102013104000",
        "topic": "steuern-zoll",
        "situations": ["tier-halten", "umziehen"],
        "channels": ["online", "office", "phone", "post"],
        "online_url": "http://musterstadt.localhost/antrag/hundesteuer-anmelden/",
        "body": {"name": "Stadt Musterstadt", "ars": item["body"]["ars"]},
        "department": {"slug": "steuern", "name": "Steueramt"},
        "responsible": None,
    }


@pytest.mark.parametrize("words", ["hund", "Ausweis verloren", "muell", "dog tax", "xqzv"])
def test_search_finds_what_the_page_finds_in_the_same_order(guest, musterstadt, scope_of, words):
    with scope_of(musterstadt):
        on_the_page = [service.slug for service in by_database.simple_search(words)]
    assert slugs(guest().get(LIST, {"q": words, "limit": 30})) == on_the_page


def test_pages_follow_each_other_without_gap_or_double(guest):
    whole = slugs(guest().get(LIST, {"limit": 200}))
    pages = [slugs(guest().get(LIST, {"limit": 7, "offset": start})) for start in range(0, len(whole) + 7, 7)]
    assert [slug for page in pages for slug in page] == whole
    assert pages[-1] == [] or len(pages[-1]) < 7


def test_without_a_limit_there_are_fifty(guest):
    answer = guest().get(LIST).json()
    assert len(answer["items"]) == 50
    assert answer["count"] > 50


def test_topic_narrows_the_list(guest):
    items = guest().get(LIST, {"topic": "steuern-zoll", "limit": 200}).json()["items"]
    assert items
    assert {item["topic"] for item in items} == {"steuern-zoll"}


def test_texts_come_in_the_language_asked_for(guest):
    english = guest().get(f"{LIST}/hundesteuer-anmelden", headers={"accept-language": "en-GB,en;q=0.9,de;q=0.5"})
    assert english.json()["name"] == "Register a dog for dog tax"
    assert english.json()["language"] == english.headers["Content-Language"] == "en"
    french = guest().get(f"{LIST}/hundesteuer-anmelden", headers={"accept-language": "fr"})
    assert french.json()["name"] == "Hundesteuer anmelden"
    assert "Accept-Language" in french.headers["Vary"]


def test_service_says_what_its_page_says(guest):
    service = guest().get(f"{LIST}/bafoeg").json()
    assert service["responsible"] == "Studierendenwerk Musterland"
    assert service["channels"] == ["external", "phone", "post"]
    assert service["online"] == [
        {
            "url": "https://bafoeg.studierendenwerk-musterland.example/antrag/",
            "operator": "Studierendenwerk Musterland",
            "minutes": None,
        }
    ]
    assert service["texts"]["description"]
    assert service["related"] == ["bildung-und-teilhabe", "wohngeld", "wohnsitz-anmelden"]


def test_every_listed_service_can_be_read_in_full(guest):
    client = guest()
    for slug in slugs(client.get(LIST, {"limit": 200})):
        answer = client.get(f"{LIST}/{slug}")
        assert (answer.status_code, answer.json()["slug"]) == (200, slug)


def test_addresses_in_the_answers_lead_to_pages(guest):
    client = guest()
    service = client.get(f"{LIST}/hundesteuer-anmelden").json()
    for url in (service["url"], service["online_url"], client.get("/api/v1/themen").json()["items"][0]["url"]):
        assert client.get(url).status_code == 200, url


def test_departments_are_the_bodys_own_and_then_the_districts(guest):
    items = guest().get("/api/v1/aemter").json()["items"]
    bodies = [item["body"]["name"] for item in items]
    assert bodies == sorted(bodies, reverse=True)  # Stadt ... before Kreis ...
    assert set(bodies) == {"Stadt Musterstadt", "Kreis Musterland"}
    assert "Steueramt" in [item["name"] for item in items]


def test_topics_are_the_official_ones(guest):
    assert guest().get("/api/v1/themen").json()["count"] == 14


@pytest.mark.parametrize("query", [{"limit": 1}, {"limit": 200}, {"q": "hund", "limit": 1}, {"q": "anmelden"}])
def test_list_takes_one_statement_however_long_it_is(guest, query):
    client = guest()
    client.get(LIST, query)
    with CaptureQueriesContext(connection) as captured:
        client.get(LIST, query)
    framing = ("SAVEPOINT", "RELEASE", "SELECT set_config")
    statements = [one["sql"] for one in captured if not one["sql"].startswith(framing)]
    tree = ('FROM "tenants_tenant"', 'FROM "tenants_hostname"')  # in memory while a process hears of publications
    assert len([sql for sql in statements if not any(table in sql for table in tree)]) == 1
