"""Who comes in where: one table of persons and addresses, and lookups that start from what one may see."""

import pytest

from tests.cast import account

TAX_CLERK, OTHER_CLERK, LEAD = "sachbearbeitung@musterstadt", "buergerbuero@musterstadt", "leitstelle@musterstadt"
OTHER_TOWN, CITIZEN, EDITOR = "sachbearbeitung@auenfeld", "buergerin", "redaktion@musterstadt"
AUDITOR, OPERATOR, ADMIN = "datenschutz@musterstadt", "betrieb", "verwaltung@musterstadt"
EVERYBODY = [TAX_CLERK, OTHER_CLERK, LEAD, OTHER_TOWN, CITIZEN, EDITOR, AUDITOR, OPERATOR, ADMIN]

WHO_SEES = {
    "/amt/": {TAX_CLERK, OTHER_CLERK, LEAD, EDITOR, AUDITOR, OPERATOR, ADMIN},
    "/amt/eingang/": {TAX_CLERK, OTHER_CLERK, LEAD},
    "/amt/vorgaenge/": {TAX_CLERK, OTHER_CLERK, LEAD},
    "/amt/vorgaenge/{reference}/": {TAX_CLERK, LEAD},
    "/amt/vorgaenge/{reference}/bescheid.pdf": {TAX_CLERK, LEAD},
    "/amt/vorgaenge/{reference}/dateien/{file}/": {TAX_CLERK, LEAD},
    "/amt/betrieb/": {OPERATOR},
    "/amt/leitstelle/": {LEAD, OPERATOR},
    "/amt/verwaltung/": {ADMIN},
    "/amt/verwaltung/personen/": {ADMIN, OPERATOR},
    "/amt/pruefung/": {AUDITOR},
}
VERBS = {
    "zuweisung": {},
    "rueckfrage": {"text": "Wie alt ist der Hund?"},
    "entscheidung": {"outcome": "granted", "text": "Alles ist da.", "geprueft": "ja"},
}


@pytest.mark.parametrize("address", WHO_SEES)
def test_pages_open_for_those_who_work_there_and_are_404_for_all_others(client_for, decided_case, address):
    path = address.format(reference=decided_case.application.reference, file=decided_case.file_id)
    seen = {person: client_for(account(person)).get(path).status_code for person in EVERYBODY}
    assert seen == {person: 200 if person in WHO_SEES[address] else 404 for person in EVERYBODY}


@pytest.mark.parametrize("address", [*WHO_SEES, *(f"/amt/vorgaenge/{{reference}}/{verb}/" for verb in VERBS)])
def test_guests_are_led_to_sign_in_whether_the_case_exists_or_not(guest, decided_case, address):
    for reference in (decided_case.application.reference, "MUS-0000-0000-0"):
        path = address.format(reference=reference, file=decided_case.file_id)
        answer = guest().get(path)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/anmelden/")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("person", sorted(set(EVERYBODY) - {TAX_CLERK, LEAD}))
def test_verbs_of_foreign_cases_are_404_and_change_nothing(client_for, case, facts, person, verb):
    before = facts(case)
    answer = client_for(account(person)).post(f"/amt/vorgaenge/{case.reference}/{verb}/", VERBS[verb])
    assert (answer.status_code, facts(case)) == (404, before)


@pytest.mark.parametrize("reference", ["MUS-0000-0000-0", "nix", "MUS-0000-0000-1", "%00", "x" * 3000])
def test_unknown_and_malformed_references_are_404(browser, reference):
    assert browser.get(f"/amt/vorgaenge/{reference}/").status_code == 404


def test_a_case_of_another_town_is_404_although_the_work_is_the_same(browser, application, auenfeld):
    foreign = application("hundesteuer-anmelden", auenfeld)
    assert browser.get(f"/amt/vorgaenge/{foreign.reference}/").status_code == 404


def test_a_clerk_is_nobody_on_another_towns_portal(client_for, alice, case):
    answer = client_for(alice, host="auenfeld.localhost").get(f"/amt/vorgaenge/{case.reference}/")
    assert answer.status_code == 404


def test_a_file_of_another_case_is_404_below_this_case(browser, application, musterstadt, decided_case):
    other = application("hundesteuer-anmelden", musterstadt, seed=2)
    path = f"/amt/vorgaenge/{other.reference}/dateien/{decided_case.file_id}/"
    assert browser.get(path).status_code == 404


def test_the_navigation_shows_only_where_one_may_go(client_for, alice):
    clerk, operator = (client_for(who).get("/amt/").content.decode() for who in (alice, account(OPERATOR)))
    assert ('href="/amt/eingang/"' in clerk, 'href="/amt/betrieb/"' in clerk) == (True, False)
    assert ('href="/amt/eingang/"' in operator, 'href="/amt/betrieb/"' in operator) == (False, True)
