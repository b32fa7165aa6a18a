"""Taking a published service out of the portal at once, and putting it back."""

import pytest

from drehscheibe.catalogue import queries
from drehscheibe.catalogue.models import Service, ServiceComment, ServiceVersion
from drehscheibe.tenants import journal
from drehscheibe.tenants.operations import work_as
from tests.cast import NOW, account

SLUG = "hundesteuer-anmelden"
BASE = f"/amt/redaktion/{SLUG}/"


@pytest.fixture
def publisher(musterstadt, stopped_clock, client_for):
    with work_as(musterstadt):
        yield client_for(account("freigabe@musterstadt"))


def test_a_service_is_taken_down_with_a_reason_says_whom_to_ask_and_comes_back(publisher, musterstadt, guest):
    assert guest().get(f"/leistungen/{SLUG}/").status_code == 200
    answer = publisher.post(f"{BASE}abschaltung/", {"grund": "Die Satzung ist aufgehoben."})
    assert answer["Location"] == f"{BASE}?erledigt=abgeschaltet"
    gone = guest().get(f"/leistungen/{SLUG}/")
    assert gone.status_code == 410
    assert "Steueramt" in gone.content.decode()
    assert f'href="/antrag/{SLUG}-kontakt/"' in gone.content.decode()
    assert guest().get(f"/antrag/{SLUG}/").status_code == guest().post(f"/antrag/{SLUG}/").status_code == 410
    assert guest().get(f"/antrag/{SLUG}-kontakt/").status_code == 200
    with work_as(musterstadt):
        assert queries.service(SLUG) is None
        assert ServiceComment.objects.get(service__slug=SLUG).text == "Die Satzung ist aufgehoben."
        assert ServiceVersion.objects.filter(service__slug=SLUG).count() == 1
    assert "Wieder im Portal zeigen" in publisher.get(BASE).content.decode()
    assert publisher.post(f"{BASE}wiederaufnahme/")["Location"] == f"{BASE}?erledigt=gezeigt"
    assert guest().get(f"/leistungen/{SLUG}/").status_code == 200
    with work_as(musterstadt):
        verbs = [event.verb for event in journal.entries()]
    assert {"service_taken_down", "service_put_back"} <= set(verbs)


def test_without_a_reason_nothing_happens(publisher, guest):
    assert publisher.post(f"{BASE}abschaltung/", {"grund": " "})["Location"] == f"{BASE}?erledigt=grund"
    assert guest().get(f"/leistungen/{SLUG}/").status_code == 200


def test_an_editor_takes_nothing_down(publisher, client_for, guest):
    editor = client_for(account("redaktion@musterstadt"))
    assert editor.post(f"{BASE}abschaltung/", {"grund": "Weg damit."}).status_code == 404
    assert "Aus dem Portal nehmen" not in editor.get(BASE).content.decode()
    assert guest().get(f"/leistungen/{SLUG}/").status_code == 200


def test_what_is_over_needs_a_new_date_first(publisher, musterstadt):
    with work_as(musterstadt):
        Service.objects.filter(slug=SLUG).update(is_published=False, withdrawn=NOW, valid_until="2020-01-01")
    assert publisher.post(f"{BASE}wiederaufnahme/")["Location"] == f"{BASE}?erledigt=vorbei"


def test_a_page_that_never_was_stays_unknown(musterstadt, guest):
    assert guest().get("/leistungen/gibt-es-nicht/").status_code == 404
