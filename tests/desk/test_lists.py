"""Inbox and list of cases: what is on them, in which order, page by page, with how many statements."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drehscheibe.applications import worklist
from drehscheibe.applications.models import Application
from drehscheibe.applications.worklist import Choice, Mark, Pile
from drehscheibe.desk.choosing import PILES
from drehscheibe.identity.queries import standing
from tests.cast import NOW

# Entering the scope; and the tenant tree, which a serving process keeps in memory.
NOT_COUNTED = re.compile(r'SAVEPOINT|RELEASE|SET LOCAL|SELECT set_config|SELECT "tenants_(tenant|hostname)"')
LISTED = re.compile(r'href="/amt/vorgaenge/([A-Z0-9-]+)/"')


@pytest.fixture
def copies(case, office):
    """`copies(n)`: as many further new cases like `case`, an hour apart, the latest first."""

    def make(number: int) -> list[Application]:
        with office():
            template = Application.objects.get(pk=case.pk)
            return [_copy(template, place) for place in range(number)]

    return make


def _copy(template: Application, place: int) -> Application:
    copied = Application.objects.get(pk=template.pk)
    copied.pk, copied.reference = uuid.uuid4(), f"MUS-COPY-{place:04}-0"
    copied.submitted = NOW - timedelta(hours=place + 1)
    copied.save(force_insert=True)
    return copied


def listed(page) -> list[str]:
    assert page.status_code == 200
    return LISTED.findall(page.content.decode())


@pytest.mark.parametrize(("address", "statements"), [("/amt/", 5), ("/amt/eingang/", 8), ("/amt/vorgaenge/", 9)])
def test_lists_need_the_same_few_statements_for_1_and_for_30_cases(browser, copies, address, statements):
    browser.get(address)
    for more in (0, 29):
        copies(more)
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(address).status_code == 200
        told = [query["sql"] for query in caught if not NOT_COUNTED.match(query["sql"])]
        assert len(told) == statements, "\n".join(told)


def test_the_inbox_shows_what_is_new_and_then_ones_own_with_answers_on_top(browser, case, copies, act, lead):
    new, taken, answered, of_a_colleague = copies(4)
    for mine in (taken, answered):
        act.take(mine)
    act.ask(answered)
    act.answer(answered)
    act.take(of_a_colleague, by=lead)
    expected = [case, new, answered, taken]
    assert listed(browser.get("/amt/eingang/")) == [one.reference for one in expected]


def test_other_departments_see_an_empty_inbox(client_for, bob, case):
    assert listed(client_for(bob).get("/amt/eingang/")) == []


def test_pages_follow_each_other_without_gap_and_back(browser, case, copies):
    expected = [case.reference, *(copied.reference for copied in copies(worklist.PAGE + 20))]
    first = browser.get("/amt/vorgaenge/?status=offen")
    older = re.search(r'href="(\?[^"]+)" rel="next"', first.content.decode())[1].replace("&amp;", "&")
    second = browser.get(f"/amt/vorgaenge/{older}")
    newer = re.search(r'href="(\?[^"]+)" rel="prev"', second.content.decode())[1].replace("&amp;", "&")
    assert listed(first) + listed(second) == expected
    assert listed(browser.get(f"/amt/vorgaenge/{newer}")) == listed(first)
    assert 'rel="next"' not in second.content.decode()


def test_cases_of_the_same_moment_are_split_over_pages_without_loss(alice, case, copies, office):
    copies(120)
    with office():
        Application.objects.update(submitted=NOW)
        found = worklist.cases(Choice(Pile.ALL), standing=standing(alice), account=alice)
        pages, after = [], None
        while True:
            page = worklist.page(found, after=after)
            pages.append([one.pk for one in page.cases])
            after = page.older
            if after is None:
                break
    assert [len(page) for page in pages] == [50, 50, 21]
    assert len({pk for page in pages for pk in page}) == 121


def test_a_mark_survives_being_written_into_an_address(case):
    mark = Mark(case.submitted.replace(microsecond=123457), case.pk)
    assert worklist.read_mark(str(mark)) == mark


@pytest.mark.parametrize("written", ["", "x", "1-2", "-" * 90, "9" * 16 + "-" + "g" * 32, "1" * 40])
def test_a_broken_mark_shows_the_first_page(browser, case, written):
    assert worklist.read_mark(written) is None
    assert listed(browser.get("/amt/vorgaenge/", {"nach": written})) == [case.reference]


def test_piles_hold_what_their_names_say(browser, copies, act, lead, decided_case):
    waiting, taken, answered, withdrawn = (one.reference for one in _in_every_state(copies, act, lead))
    piles = {name: set(listed(browser.get("/amt/vorgaenge/", {"status": name}))) for name in (*PILES, "unfug")}
    decided = decided_case.application.reference
    everything = piles["alle"]
    assert everything > {waiting, taken, answered, withdrawn, decided}
    assert piles == {
        "alle": everything,
        "offen": everything - {decided, withdrawn},
        "unfug": everything - {decided, withdrawn},
        "neu": everything - {taken, answered, decided, withdrawn},
        "meine": {answered},
        "bearbeitung": {taken, answered},
        "wartet": {waiting},
        "entschieden": {decided},
        "zurueckgezogen": {withdrawn},
    }


def _in_every_state(copies, act, lead) -> list[Application]:
    waiting, taken, answered, withdrawn = copies(4)
    act.withdraw(withdrawn)
    act.ask(waiting)
    act.take(taken, by=lead)
    act.take(answered)
    act.ask(answered)
    act.answer(answered)
    return [waiting, taken, answered, withdrawn]


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{plain}", "{spaced}"])
def test_a_reference_is_found_however_it_is_typed(browser, case, copies, typed):
    copies(2)
    written = case.reference
    forms = {"lower": written.lower(), "plain": written.replace("-", ""), "spaced": written.replace("-", " ")}
    found = listed(browser.get("/amt/vorgaenge/", {"q": typed.format(written, **forms)}))
    assert found == [written]


def test_a_mistyped_reference_is_said_kindly(browser, case):
    page = browser.get("/amt/vorgaenge/", {"q": case.reference[:-1] + "?"})
    assert page.status_code == 422
    assert "Haben Sie sich vielleicht vertippt?" in page.content.decode()


def test_another_towns_reference_is_not_found(browser, application, auenfeld):
    foreign = application("hundesteuer-anmelden", auenfeld)
    page = browser.get("/amt/vorgaenge/", {"q": foreign.reference})
    assert listed(page) == []
    assert "Dazu gibt es in Ihren Ämtern keinen Vorgang" in page.content.decode()


def test_the_overview_counts_what_the_lists_show(browser, copies, act):
    _, answered = copies(2)
    act.take(answered)
    act.ask(answered)
    act.answer(answered)
    page = browser.get("/amt/").content.decode()
    told = ["2 neue Vorgänge", "1 eigener Vorgang", "davon 1 mit neuer Nachricht", "0 warten", "3 offene Vorgänge"]
    assert [sentence for sentence in told if sentence not in page] == []


def test_what_a_list_looks_for_is_planned_for_its_own_values(alice, case, office):
    with office():
        worklist.cases(Choice(Pile.ALL, typed="Mül"), standing=standing(alice), account=alice)
        with connection.cursor() as cursor:  # a plan kept for any name took seconds for a frequent one
            cursor.execute("SHOW plan_cache_mode")
            assert cursor.fetchone() == ("force_custom_plan",)
