"""Every service has one address, and several ways lead there: topic, situation, department, business, A to Z."""

import json
import re
from xml.etree import ElementTree as ET

from drehscheibe.catalogue import classification, navigation, queries
from drehscheibe.catalogue.models import LocalAddition, Service


def body(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_former_address_leads_to_the_service_for_good(musterstadt, scope_of, guest):
    with scope_of(musterstadt):
        Service.objects.filter(slug="hundesteuer-anmelden").update(former_slugs=["hund-alt"])
    answer = guest().get("/leistungen/hund-alt/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/leistungen/hundesteuer-anmelden/")
    assert guest().get("/leistungen/nirgends/").status_code == 404


def test_a_page_describes_its_service_for_search_engines(musterstadt, guest):
    page = body(guest(), "/leistungen/hundesteuer-anmelden/")
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    found = json.loads(data)
    assert (found["@type"], found["name"]) == ("GovernmentService", "Hundesteuer anmelden")
    assert found["url"].endswith("/leistungen/hundesteuer-anmelden/")
    assert [one["serviceUrl"].rpartition(".localhost")[2] for one in found["availableChannel"]] == [
        "/antrag/hundesteuer-anmelden/"
    ]


def test_no_text_can_end_the_data_that_describes_a_service(musterstadt, scope_of, guest):
    with scope_of(musterstadt):
        Service.objects.filter(slug="hundesteuer-anmelden").update(name={"de": "</script><script>alert(1)</script>"})
    assert "<script>alert" not in body(guest(), "/leistungen/hundesteuer-anmelden/")


def test_the_sitemap_names_every_service_once_and_robots_name_the_sitemap(musterstadt, scope_of, guest):
    tree = ET.fromstring(body(guest(), "/sitemap.xml"))  # noqa: S314  our own
    places = [one.text for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    with scope_of(musterstadt):
        slugs = {service.slug for service in queries.services()}
    assert len(places) == len(set(places))
    assert {place.rstrip("/").rpartition("/")[2] for place in places if "/leistungen/" in place} - {
        "leistungen"
    } == slugs
    assert "Sitemap: http://musterstadt.localhost/sitemap.xml" in body(guest(), "/robots.txt")


def test_departments_lead_to_their_services(musterstadt, guest):
    assert "/aemter/steuern/" in body(guest(), "/aemter/")
    assert "Hundesteuer anmelden" in body(guest(), "/aemter/steuern/")
    assert guest().get("/aemter/nirgends/").status_code == 404


def test_what_is_for_businesses_stands_on_a_page_of_its_own(musterstadt, scope_of, guest):
    with scope_of(musterstadt):
        Service.objects.filter(slug="gewerbe-anmelden").update(audience=["businesses"])
    page = body(guest(), "/unternehmen/")
    assert "/leistungen/gewerbe-anmelden/" in page
    assert "/lagen/unternehmen-gruenden/" in page


def test_the_55_official_situations_are_there_beside_our_own_and_the_start_page_keeps_to_ours(
    musterstadt, scope_of, guest
):
    official = [one for one in classification.situations().values() if not one.icon]
    assert len(official) == 55
    with scope_of(musterstadt):
        Service.objects.filter(slug="hundesteuer-anmelden").update(situations=["tierhaltung", "tier-halten"])
    assert "/lagen/tierhaltung/" in body(guest(), "/lagen/")
    assert "Hundesteuer anmelden" in body(guest(), "/lagen/tierhaltung/")
    assert "/lagen/tierhaltung/" not in body(guest(), "/")


def test_lists_are_cut_by_the_database_and_hide_what_a_nearer_body_describes(musterstadt, scope_of):
    with scope_of(musterstadt):
        everything = [service.slug for service in queries.services()]
        pages = [navigation.listing(offset=offset, limit=7) for offset in range(0, len(everything) + 7, 7)]
    assert [service.slug for page, _ in pages for service in page] == everything
    assert {count for _, count in pages} == {len(everything)}


def test_many_services_are_shown_a_letter_at_a_time(musterstadt, scope_of, guest):
    assert 'href="#buchstabe-h"' in body(guest(), "/leistungen/")
    with scope_of(musterstadt):
        model = queries.named(["fundsachen"])[0]
        facts = {"tenant": musterstadt, "summary": {}, "topic": model.topic, "department": model.department}
        names = [f"{begin} {number}" for begin in ("4. Weitere", "Noch") for number in range(100)]
        Service.objects.bulk_create(
            Service(slug=f"weitere-{place}", name={"de": name}, sort_key=name.lower(), changed=model.changed, **facts)
            for place, name in enumerate(names)
        )
    first = body(guest(), "/leistungen/")
    assert ("4. Weitere 0" in first, "Hundesteuer anmelden" in first) == (True, False)
    page = body(guest(), "/leistungen/buchstabe/h/")
    assert ("Hundesteuer anmelden" in page, "Noch 1" in page, 'aria-current="page">H</a>' in page) == (
        True,
        False,
        True,
    )
    assert guest().get("/leistungen/buchstabe/q/").status_code == 404
    assert guest().get("/leistungen/buchstabe/zz/").status_code == 404


def test_a_service_has_one_canonical_address_in_the_portal_of_who_keeps_it(musterstadt, scope_of, guest):
    own, districts = "/leistungen/hundesteuer-anmelden/", "/leistungen/wohngeld/"
    assert f'rel="canonical" href="http://musterstadt.localhost{own}"' in body(guest(), own)
    assert f'rel="canonical" href="http://localhost:8000{districts}"' in body(guest(), districts)
    with scope_of(musterstadt):
        said = {"remarks": {"how": "append", "text": {"de": ["Bei uns auch dienstags."]}}}
        LocalAddition.objects.create(tenant=musterstadt, service=queries.service("wohngeld"), modules=said)
    assert f'rel="canonical" href="http://musterstadt.localhost{districts}"' in body(guest(), districts)
