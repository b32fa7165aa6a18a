"""Cases are found by name and e-mail, chosen by filters, kept as views; the tallies are right at all times."""

from datetime import timedelta

import pytest

from drehscheibe.applications import finding, queries, tallies, worklist
from drehscheibe.applications.models import Application
from drehscheibe.applications.office import SavedView, SearchToken, Tally
from drehscheibe.applications.worklist import Choice, Pile, cases
from drehscheibe.config import upkeep_commands
from drehscheibe.identity.models import Absence
from drehscheibe.identity.queries import standing
from drehscheibe.kernel import clock
from tests.cast import NOW
from tests.desk.test_lists import listed


@pytest.fixture
def named(application, musterstadt, run_jobs) -> Application:
    """Of Jürgen Müller-Lüdenscheidt, with an e-mail address."""

    def change(raw):
        raw["vorname"], raw["nachname"] = ["Jürgen"], ["Müller-Lüdenscheidt"]
        raw["email"] = ["Juergen.Mueller@example.org"]

    made = application("hundesteuer-anmelden", musterstadt, seed=1, change=change)
    run_jobs()
    return made


@pytest.mark.parametrize(
    "typed",
    ["Müller", "mue", "Mu", "mueller jür", "lüd müll", "JUERGEN", "Lüdenscheidt", "juergen.mueller@EXAMPLE.org"],
)
def test_a_case_is_found_by_the_beginning_of_names_and_by_e_mail(browser, named, typed):
    assert listed(browser.get("/amt/vorgaenge/", {"q": typed})) == [named.reference]


@pytest.mark.parametrize("typed", ["Mayer", "Müller Hans", "u", "example.org", "other@example.org", "Hundesteuer", "!"])
def test_what_nobody_is_called_finds_nothing(browser, named, typed):
    assert listed(browser.get("/amt/vorgaenge/", {"q": typed})) == []


def test_other_offices_and_towns_do_not_find_it(client_for, named, bob, dora):
    assert listed(client_for(bob).get("/amt/vorgaenge/", {"q": "Müller"})) == []
    assert listed(client_for(dora, "auenfeld.localhost").get("/amt/vorgaenge/", {"q": "Müller"})) == []


def test_tokens_tell_nothing_and_differ_between_towns(named, office, scope_of, auenfeld):
    with office():
        kept = set(SearchToken.objects.filter(application=named).values_list("token", flat=True))
        assert kept >= finding.tokens(["Müller"], ["juergen.mueller@example.org"])
        finding.index(application=named, declared=queries.declaration(named))
        assert set(SearchToken.objects.filter(application=named).values_list("token", flat=True)) == kept
    with scope_of(auenfeld):
        assert not kept & finding.tokens(["Müller"], [])


def test_filters_narrow_the_list(browser, named, application, musterstadt, act, lead):
    other = application("mitteilung", musterstadt)
    act.take(named)
    assert listed(browser.get("/amt/vorgaenge/", {"dienst": "hundesteuer-anmelden"})) == [named.reference]
    assert listed(browser.get("/amt/vorgaenge/", {"person": "ich"})) == [named.reference]
    assert listed(browser.get("/amt/vorgaenge/", {"person": str(lead.pk)})) == []
    assert listed(browser.get("/amt/vorgaenge/", {"amt": str(other.department_id + 999)})) == []
    nonsense = {"person": "9" * 30, "amt": "x", "dienst": "\x00'"}
    assert browser.get("/amt/vorgaenge/", nonsense).status_code == 200


def test_a_view_is_kept_without_the_name_that_was_typed_and_forgotten(browser, client_for, lead, named, office):
    sent = browser.post("/amt/ansichten/", {"name": "Meine Hunde", "status": "meine", "q": "Müller", "person": "ich"})
    assert (sent.status_code, sent["Location"]) == (303, "/amt/vorgaenge/?status=meine&person=ich")
    assert "Meine Hunde" in browser.get("/amt/vorgaenge/").content.decode()
    assert browser.post("/amt/ansichten/", {"name": " "}).status_code == 422
    with office():
        kept = SavedView.objects.get()
    address = f"/amt/ansichten/{kept.pk}/loeschung/"
    client_for(lead).post(address)
    with office():
        assert SavedView.objects.count() == 1
    browser.post(address)
    with office():
        assert SavedView.objects.count() == 0


def test_the_tallies_are_what_a_recount_finds_after_every_act(application, musterstadt, act, office, alice, lead):
    made = [application("hundesteuer-anmelden", musterstadt, seed=seed) for seed in (1, 2, 3)]
    act.take(made[0])
    act.ask(made[0])
    act.withdraw(made[1])
    today = clock.day(NOW)
    with office():
        assert tallies.recount() == 0
        before = tallies.counts(None, [alice.pk], today)
        tallies.condense()
        assert tallies.counts(None, [alice.pk], today) == before
        assert not Tally.objects.filter(change=0).exists()
        real = Application.objects.exclude(status__in=["decided", "withdrawn"])
        assert (before.open, before.mine) == (real.count(), real.filter(assignee=alice).count())
        Tally.objects.filter(assignee=alice).update(change=7)
        assert tallies.recount() == 1
        assert tallies.counts(None, [alice.pk], today) == before
        Application.objects.filter(pk=made[2].pk).delete()
        assert tallies.recount() == 0
        assert tallies.counts(None, [], today).open == before.open - 1


def test_a_deputy_sees_and_works_on_the_cases_of_who_is_away(client_for, named, act, alice, bob, office, musterstadt):
    act.take(named)
    address = f"/amt/vorgaenge/{named.reference}/"
    deputy = client_for(bob)
    assert deputy.get(address).status_code == 404
    with office():
        Absence.objects.create(tenant=musterstadt, account=alice, deputy=bob, first=NOW.date(), last=NOW.date())
        found = standing(bob, clock.day(NOW))
        assert found.stands_in_for == {alice.pk}
        assert list(cases(Choice(Pile.MINE), standing=found, account=bob)) == [named]
        assert standing(bob, clock.day(clock.days_after(NOW, 1))).stands_in_for == frozenset()
    assert named.reference in listed(deputy.get("/amt/eingang/"))
    assert deputy.get(address).status_code == 200


def test_deadlines_order_the_list_choose_from_it_and_are_counted_along(browser, application, musterstadt, office):
    late, today, soon, resting, never = (
        application("hundesteuer-anmelden", musterstadt, seed=seed) for seed in range(1, 6)
    )
    day = clock.day(NOW)
    with office():
        for case, days in ((late, -2), (today, 0), (soon, 9), (resting, -5)):
            Application.objects.filter(pk=case.pk).update(due=day + timedelta(days=days))
        Application.objects.filter(pk=resting.pk).update(paused=day)
        Application.objects.filter(pk=never.pk).update(due=None)
        assert tallies.counts(None, [], day).due == 2
        assert tallies.recount() == 0
    in_order = [one.reference for one in (resting, late, today, soon, never)]
    assert listed(browser.get("/amt/vorgaenge/", {"reihe": "frist"})) == in_order
    assert listed(browser.get("/amt/vorgaenge/", {"frist": "heute", "reihe": "frist"})) == in_order[1:3]
    assert set(listed(browser.get("/amt/vorgaenge/", {"frist": "woche"}))) == set(in_order[1:3])
    page = browser.get("/amt/vorgaenge/").content.decode()
    assert [page.count(word) for word in ("Überfällig", "ruht")] == [1, 1]
    assert "2 Vorgänge sind fällig" in browser.get("/amt/").content.decode()


def test_pages_by_deadline_follow_each_other_and_back_also_where_there_is_none(
    alice, application, musterstadt, office, monkeypatch
):
    monkeypatch.setattr(worklist, "PAGE", 2)
    made = [application("hundesteuer-anmelden", musterstadt, seed=seed) for seed in range(1, 8)]
    with office():
        for case, days in zip(made, (3, None, 1, 1, None, 2, None), strict=True):
            Application.objects.filter(pk=case.pk).update(due=days and clock.day(NOW) + timedelta(days=days))
        found = cases(Choice(Pile.ALL, service="hundesteuer-anmelden"), standing=standing(alice), account=alice)
        pages = [worklist.page(found, by_due=True)]
        while pages[-1].older:
            mark = worklist.read_mark(str(pages[-1].older))
            pages.append(worklist.page(found, after=mark, by_due=True))
        shown = [case.pk for page in pages for case in page.cases]
        assert sorted(shown) == sorted(found.values_list("pk", flat=True))
        days = [case.due for page in pages for case in page.cases]
        assert days == sorted(filter(None, days)) + [None] * days.count(None)
        back = [pages[-1]]
        while back[0].newer:
            back.insert(0, worklist.page(found, before=worklist.read_mark(str(back[0].newer)), by_due=True))
        assert [[case.pk for case in page.cases] for page in back][1:] == [
            [case.pk for case in page.cases] for page in pages
        ][1:]


def test_cases_sent_before_there_was_a_search_are_found_afterwards(application, musterstadt, office, run_jobs, capsys):
    cases = [application("hundesteuer-anmelden", musterstadt, seed=seed) for seed in (1, 2, 3)]
    run_jobs()
    with office():
        before = set(SearchToken.objects.values_list("application", "token"))
        SearchToken.objects.exclude(application=cases[0].pk).delete()
        first, after = finding.index_missing(after=None, most=1)
        assert (first, after is not None) == (1, True)
    upkeep_commands.index_cases()
    assert "musterstadt: 1" in capsys.readouterr().out
    with office():
        assert set(SearchToken.objects.values_list("application", "token")) == before
        assert finding.index_missing(after=None) == (0, None)
