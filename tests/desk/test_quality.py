"""The quality view leads to what needs care; changes to many services are shown before they are done."""

import re

import pytest

from drehscheibe.catalogue.models import OnlineService, Service, ServiceVersion
from drehscheibe.tenants import journal
from drehscheibe.tenants.queries import own_departments
from tests.cast import account

ROOM = "/amt/qualitaet/"


@pytest.fixture
def lead_at(client_for):
    return client_for(account("leitstelle@musterstadt"))


def stand(answer):
    return re.search(r'name="stand" value="(\w+)"', answer.content.decode())[1]


def services(office, department, **wanted):
    with office():
        found = Service.objects.filter(tenant__slug="musterstadt", department__slug=department, **wanted)
        return sorted(found.values_list("slug", flat=True))


def test_rows_lead_to_where_they_are_mended_and_can_be_taken_away(client_for, office):
    with office():
        Service.objects.filter(slug="fundsachen", tenant__slug="musterstadt").update(texts={})
    editor = client_for(account("redaktion@musterstadt"))
    page = editor.get(ROOM, {"was": "empty"}).content.decode()
    assert 'href="/amt/redaktion/fundsachen/baustein/' in page
    led = re.search(r'href="(/amt/redaktion/fundsachen/baustein/[\w-]+/)"', page)
    assert editor.get(led[1])["Location"] == "/amt/redaktion/fundsachen/#teile"  # it is not being edited yet
    lead = client_for(account("leitstelle@musterstadt")).get(ROOM, {"was": "empty"}).content.decode()
    assert 'href="/amt/leitstelle/leistungen/fundsachen/"' in lead
    assert "/amt/redaktion/fundsachen/" not in lead
    assert page.count('<svg role="img"') == 1
    assert "aemterwechsel" not in page
    assert "Abschnitte ohne Text" in editor.get(f"{ROOM}liste.csv", {"was": "empty"}).content.decode()


def test_services_move_only_as_they_were_shown(lead_at, office):
    asked = {"von": "steuern", "an": "buergerbuero"}
    before = services(office, "steuern")
    shown = lead_at.post(f"{ROOM}aemterwechsel/", asked)
    assert (shown.status_code, services(office, "steuern")) == (200, before)
    assert "Hundesteuer anmelden" in shown.content.decode()
    with office():
        Service.objects.filter(slug=before[0], tenant__slug="musterstadt").update(
            department_id=_department("standesamt")
        )
    late = lead_at.post(f"{ROOM}aemterwechsel/", asked | {"stand": stand(shown)})
    assert (late.status_code, services(office, "steuern")) == (422, before[1:])
    done = lead_at.post(f"{ROOM}aemterwechsel/", asked | {"stand": stand(late)})
    assert (done.status_code, services(office, "steuern")) == (303, [])
    with office():
        dog = Service.objects.get(slug="hundesteuer-anmelden", tenant__slug="musterstadt")
        assert set(OnlineService.objects.filter(service=dog).values_list("department__slug", flat=True)) == {
            "buergerbuero"
        }
        entry = journal.entries()[-1]
        assert (entry.verb, entry.facts["to"], entry.facts["services"]) == (
            "services_moved",
            "buergerbuero",
            before[1:],
        )
        assert ServiceVersion.objects.filter(service=dog).count() >= 1


def _department(slug):
    return own_departments().get(slug=slug).pk


def test_a_fee_changes_wherever_it_stands_and_nothing_else(lead_at, office):
    asked = {"amt": "alle", "alt": "96,00", "neu": "104,50"}
    shown = lead_at.post(f"{ROOM}gebuehren/", asked)
    page = shown.content.decode()
    assert ("96,00 €" in page, "104,50 €" in page) == (True, True)
    assert lead_at.post(f"{ROOM}gebuehren/", asked | {"stand": stand(shown)}).status_code == 303
    with office():
        dog = Service.objects.get(slug="hundesteuer-anmelden", tenant__slug="musterstadt")
        assert [fee.get("amount_cents") for fee in dog.fees] == [10450, 12000, 14400, 60000, None]
        assert journal.entries()[-1].verb == "fees_changed"


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"amt": "alle"}, "den alten und den neuen Betrag"),
        ({"amt": "alle", "alt": "1", "neu": "2", "prozent": "3"}, "entweder einen Betrag oder Prozent"),
        ({"amt": "alle", "prozent": "viel"}, "als Zahl"),
        ({"amt": "alle", "alt": "12,3", "neu": "2"}, "28,80"),
        ({"amt": "alle", "alt": "0,07", "neu": "2"}, "in keiner"),
        ({"amt": "nirgends", "prozent": "3"}, "um welche Leistungen"),
    ],
)
def test_what_cannot_be_understood_is_said_and_nothing_changes(lead_at, asked, word):
    answer = lead_at.post(f"{ROOM}gebuehren/", asked)
    assert answer.status_code == 422
    assert word in answer.content.decode()


def test_a_rate_is_rounded_to_ten_cents(lead_at):
    page = lead_at.post(f"{ROOM}gebuehren/", {"amt": "steuern", "prozent": "3,3"}).content.decode()
    assert "99,20 €" in page


def test_the_lead_assigns_a_service_with_person_and_dates(lead_at, office):
    address = "/amt/leitstelle/leistungen/fundsachen/"
    asked = {"amt": "ordnung", "person": "A. Beispiel", "seit": "01.02.2027", "pruefen": "31.12.2027"}
    assert lead_at.post(address, asked | {"pruefen": "31.2.2027"}).status_code == 422
    assert lead_at.post(address, asked).status_code == 303
    assert 'value="A. Beispiel"' in lead_at.get(address).content.decode()
    with office():
        kept = Service.objects.get(slug="fundsachen", tenant__slug="musterstadt")
        assert (kept.department.slug, f"{kept.assigned_on}", f"{kept.review_on}") == (
            "ordnung",
            "2027-02-01",
            "2027-12-31",
        )
        assert journal.entries()[-1].verb == "service_assigned"
        assert lead_at.post(address, asked).status_code == 303
        assert [one.verb for one in journal.entries()].count("service_assigned") == 1
