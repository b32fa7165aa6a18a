"""The demo's services are complete, in plain German and in English, and fit together."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from drehscheibe.catalogue import classification
from drehscheibe.catalogue.calls import call_windows
from drehscheibe.demo import content

SERVICES = {service["slug"]: service for service in content.services()}
TENANTS = {tenant["slug"]: tenant for tenant in content.district()["tenants"]}
PARTS = ("description", "documents", "steps", "deadlines", "duration")
LISTS = ("description", "requirements", "steps", "deadlines", "duration", "fees", "remarks")
each_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)


def strings(node: Any) -> Iterator[str]:
    """Every text within, of both languages."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for part in node.values():
            yield from strings(part)
    elif isinstance(node, list):
        for part in node:
            yield from strings(part)


def translated(node: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every text that is given per language, with where it stands."""
    if isinstance(node, dict) and "de" in node:
        yield place, node
    elif isinstance(node, dict | list):
        parts = node.items() if isinstance(node, dict) else enumerate(node)
        for key, part in parts:
            yield from translated(part, f"{place}/{key}")


def texts(service: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The texts of the service and those of single portals."""
    yield service["texts"]
    yield from (own["texts"] for own in service["portals"].values() if "texts" in own)


def test_there_are_forty_services_and_more():
    assert len(SERVICES) >= 40
    assert sum(bool(service.get("leika_key")) for service in SERVICES.values()) >= 40


def test_every_topic_and_every_situation_leads_to_a_service():
    assert {service["topic"] for service in SERVICES.values()} == set(classification.topics())
    ours = {slug for slug, situation in classification.situations().items() if situation.icon}
    assert {one for service in SERVICES.values() for one in service["situations"]} == ours


@each_service
def test_everything_is_said_in_german_and_in_english(service):
    for place, words in translated(service, service["slug"]):
        assert set(words) == {"de", "en"}, place
        assert words["de"], place
        assert words["en"], place
        if isinstance(words["de"], list) and not place.endswith("keywords"):
            assert len(words["de"]) == len(words["en"]), place


@each_service
def test_a_service_says_what_is_needed_how_it_goes_and_what_it_costs(service):
    for part in PARTS:
        assert service["texts"].get(part), part
    for own in service["portals"].values():
        fees = (
            own.get("fees") or service.get("fees") or own.get("texts", {}).get("fees") or service["texts"].get("fees")
        )
        assert fees
    assert service.get("legal_basis")
    assert len(service["keywords"]["de"]) >= 6


@each_service
def test_sentences_are_whole(service):
    """A comma within an unquoted list would have cut them."""
    for known in texts(service):
        for part in LISTS:
            for line in [*known.get(part, {}).get("de", []), *known.get(part, {}).get("en", [])]:
                assert line.rstrip("“”)")[-1] in ".?", line


@each_service
def test_the_words_are_plain_and_polite(service):
    said = [*strings(service["summary"]), *(line for known in texts(service) for line in strings(known))]
    assert [line for line in said if "!" in line] == []
    for summary in service["summary"].values():
        for sentence in re.split(r"[.?]", summary):
            assert len(sentence.split()) <= 25, sentence


@each_service
def test_keys_are_in_the_official_form(service):
    assert re.fullmatch(r"(99\d{12})?", service.get("leika_key", "")), service.get("leika_key")
    assert re.fullmatch(r"(10\d{3})?", str(service.get("ozg_id", ""))), service.get("ozg_id")
    assert service.get("ozg_id") or service["slug"] == "mitteilung"


@each_service
def test_departments_and_related_services_exist(service):
    for slug, own in service["portals"].items():
        assert own["department"] in {department["slug"] for department in TENANTS[slug]["departments"]}, slug
    assert set(service["related"]) <= set(SERVICES) - {service["slug"]}


@each_service
def test_services_of_others_name_the_operator_and_an_address_of_the_demo(service):
    if "responsible" in service:
        assert "external" in service["channels"]
        assert {"phone", "address", "hours"} <= set(service["responsible"]["contact"])
    if "external" in service["channels"]:
        operated = service["channels"]["external"]
        assert set(operated["operator"]) == {"de", "en"}
        address = urlsplit(operated["url"])
        assert address.scheme == "https"
        assert address.hostname is not None
        assert address.hostname.endswith(".example")


@pytest.mark.parametrize("tenant", TENANTS.values(), ids=TENANTS)
def test_every_department_offers_at_least_three_times_for_a_call(tenant):
    for department in tenant["departments"]:
        assert len(call_windows(department["hours"])) > 3, department["slug"]


@pytest.mark.parametrize("slug", ["kfz-zulassen", "gewerbe-anmelden", "fuehrungszeugnis", "bafoeg", "elterngeld"])
def test_what_others_run_is_linked_to_them(slug):
    assert "external" in SERVICES[slug]["channels"]


@pytest.mark.parametrize("slug", ["hundesteuer-anmelden", "grundsteuer", "grabstaette", "bibliotheksausweis"])
def test_a_towns_own_statutes_set_other_amounts(slug):
    told = [repr(own.get("fees")) + repr(own.get("texts")) for own in SERVICES[slug]["portals"].values()]
    assert len(set(told)) == len(told) == 3
