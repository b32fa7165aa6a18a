"""Lookups start from what one may see; who may open which page is told by `tests/front/test_matrix.py`."""

import pytest

from tests.cast import account

# Who neither works in the tax office nor leads it.
STRANGERS = [
    "buergerbuero@musterstadt", "sachbearbeitung@auenfeld", "buergerin", "redaktion@musterstadt",
    "datenschutz@musterstadt", "betrieb", "verwaltung@musterstadt",
]  # fmt: skip
PAGES = ["", "eingang/", "vorgaenge/", "betrieb/", "leitstelle/", "verwaltung/", "verwaltung/personen/", "pruefung/"]
OF_A_CASE = ["", "bescheid.pdf", "dateien/{file}/"]
VERBS = {
    "zuweisung": {},
    "rueckfrage": {"text": "Wie alt ist der Hund?"},
    "entscheidung": {"outcome": "granted", "text": "Alles ist da.", "geprueft": "ja"},
}


def test_guests_are_led_to_sign_in_whether_the_case_exists_or_not(guest, decided_case):
    cases = (decided_case.application.reference, "MUS-0000-0000-0")
    ends = [*OF_A_CASE, *(f"{verb}/" for verb in VERBS)]
    paths = [*PAGES, *(f"vorgaenge/{case}/{end}".format(file=decided_case.file_id) for case in cases for end in ends)]
    for path in paths:
        answer = guest().get(f"/amt/{path}")
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/anmelden/"), path


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_of_foreign_cases_are_404_and_change_nothing(client_for, case, facts, verb):
    before = facts(case)
    for person in STRANGERS:
        answer = client_for(account(person)).post(f"/amt/vorgaenge/{case.reference}/{verb}/", VERBS[verb])
        assert (answer.status_code, facts(case)) == (404, before), person


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
    clerk, operator = (client_for(who).get("/amt/").content.decode() for who in (alice, account("betrieb")))
    assert ('href="/amt/eingang/"' in clerk, 'href="/amt/betrieb/"' in clerk) == (True, False)
    assert ('href="/amt/eingang/"' in operator, 'href="/amt/betrieb/"' in operator) == (False, True)
