"""Several cases at once, snippets of a department, and who stands in for whom."""

import re
from datetime import timedelta

import pytest

from drehscheibe.applications import tallies
from drehscheibe.applications.models import Application
from drehscheibe.applications.office import Snippet
from drehscheibe.identity.models import Absence
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Department
from tests.cast import NOW


def text(page) -> str:
    return page.content.decode()


def test_each_ticked_case_has_its_own_result(browser, application, musterstadt, act, lead, facts, office, alice):
    case, free, taken, closed = (application("hundesteuer-anmelden", musterstadt, seed=seed) for seed in range(1, 5))
    act.take(taken, by=lead)
    act.withdraw(closed)
    ticked = [case.reference, taken.reference, closed.reference, "MUS-0000-0000-0", case.reference]
    page = browser.post("/amt/sammeln/", {"vorgang": ticked, "tun": "uebernehmen"})
    told = [
        "1 von 4 erledigt",
        "Jemand anderes bearbeitet ihn schon.",
        "schon abgeschlossen",
        "gibt es in Ihren Ämtern nicht",
    ]
    assert [words for words in told if words not in text(page)] == []
    assert [facts(one)["assignee"] for one in (case, free, taken)] == [alice.pk, None, lead.pk]
    browser.post("/amt/sammeln/", {"vorgang": [case.reference, free.reference], "tun": str(lead.pk)})
    assert [facts(one)["assignee"] for one in (case, free)] == [lead.pk] * 2
    browser.post("/amt/sammeln/", {"vorgang": [free.reference], "tun": "zurueck"})
    assert facts(free)["assignee"] is None
    with office():
        assert tallies.recount() == 0


@pytest.fixture
def older(case, office):
    """The case last changed an hour ago: whatever is done to it now is news."""
    with office():
        Application.objects.filter(pk=case.pk).update(changed=NOW - timedelta(hours=1))
    return case


def test_what_changed_since_the_list_was_shown_is_left_alone(browser, older, act, facts, lead):
    case = older
    ticked = re.search(rf'value="({case.reference}~\d+)"', text(browser.get("/amt/vorgaenge/")))[1]
    act.write(case)
    page = browser.post("/amt/sammeln/", {"vorgang": ticked, "tun": str(lead.pk)})
    assert ("Inzwischen ist hier etwas passiert" in text(page), facts(case)["assignee"]) == (True, None)
    ticked = re.search(rf'value="({case.reference}~\d+)"', text(browser.get("/amt/vorgaenge/")))[1]
    for _ in range(2):  # the same press again changes nothing
        assert "1 von 1 erledigt" in text(browser.post("/amt/sammeln/", {"vorgang": ticked, "tun": str(lead.pk)}))
    assert facts(case)["assignee"] == lead.pk


@pytest.mark.parametrize("verb", ["zustaendigkeit", "abgabe"])
def test_who_assigns_or_hands_over_on_an_older_page_sees_what_happened(browser, older, act, facts, verb, lead, office):
    case = older
    address = f"/amt/vorgaenge/{case.reference}/"
    seen = re.search(r'name="gesehen" value="(\d+)"', text(browser.get(f"{address}zustaendigkeit/")))[1]
    act.ask(case)
    with office():
        target = str(Department.objects.get(tenant=case.tenant_id, slug="ordnung").pk)
    typed = {"gesehen": seen, "person": str(lead.pk), "amt": target, "grund": "Das ist eine Sondernutzung."}
    page = browser.post(f"{address}{verb}/", typed)
    assert (page.status_code, "Rückfrage gestellt" in text(page)) == (409, True)
    assert verb == "zustaendigkeit" or "Das ist eine Sondernutzung." in text(page)
    assert facts(case)["verbs"][-1] != "handed_over"
    assert facts(case)["assignee"] is None


@pytest.mark.parametrize("typed", [{}, {"vorgang": ["x"]}, {"vorgang": ["x"], "tun": "loeschen"}, {"tun": "zurueck"}])
def test_what_was_not_chosen_is_not_done(browser, typed):
    page = browser.post("/amt/sammeln/", typed)
    assert (page.status_code, "Es hat sich nichts geändert." in text(page)) == (422, True)


def test_a_snippet_is_at_hand_with_each_case_of_its_department(browser, client_for, bob, case, office):
    typed = {"amt": str(case.department_id), "name": "Gruß", "text": "Bleiben Sie freundlich."}
    for _ in range(2):
        assert browser.post("/amt/bausteine/", typed).status_code == 303
    assert "Bleiben Sie freundlich." in text(browser.get(f"/amt/vorgaenge/{case.reference}/"))
    assert "Bleiben Sie freundlich." in text(browser.get("/amt/bausteine/"))
    stranger = client_for(bob)
    assert "Bleiben Sie freundlich." not in text(stranger.get("/amt/bausteine/"))
    assert stranger.post("/amt/bausteine/", typed).status_code == 422
    with office():
        kept = Snippet.objects.get()
    address = f"/amt/bausteine/{kept.pk}/loeschung/"
    assert stranger.post(address).status_code == 404
    assert browser.post(address).status_code == 303
    with office():
        assert not Snippet.objects.exists()
        assert [event.verb for event in journal.entries()][-3:] == ["snippet_kept", "snippet_kept", "snippet_dropped"]


def test_a_deputy_is_named_and_released(browser, client_for, lead, alice, bob, office):
    def named(who, **typed):
        days = {"von": NOW.date().isoformat(), "bis": (NOW.date() + timedelta(days=5)).isoformat()}
        return who.post("/amt/vertretung/", {**days, "vertretung": str(bob.pk), **typed}).status_code

    yesterday = (NOW.date() - timedelta(days=1)).isoformat()
    wrong = [{"bis": yesterday}, {"von": "morgen"}, {"vertretung": "4711"}, {"vertretung": str(alice.pk)}, {"von": ""}]
    assert [named(browser, **typed) for typed in wrong] == [422] * 5
    assert named(browser) == 303
    assert named(browser) == 422
    with office():
        absence = Absence.objects.get()
        assert (absence.account, absence.deputy) == (alice, bob)
    assert alice.name in text(client_for(lead).get("/amt/vertretung/"))
    client_for(bob).post(f"/amt/vertretung/{absence.pk}/beendigung/")
    with office():
        assert Absence.objects.count() == 1
    client_for(lead).post(f"/amt/vertretung/{absence.pk}/beendigung/")
    with office():
        assert Absence.objects.count() == 0
        assert [event.verb for event in journal.entries()][-2:] == ["deputy_named", "deputy_released"]
