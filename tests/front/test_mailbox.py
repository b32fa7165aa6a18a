"""The Postkorb: one list over all tenants, with what needs the reader on top, and nothing of anybody else."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drehscheibe.applications import holdings
from drehscheibe.applications.models import Application, Outcome
from drehscheibe.applications.operations import casework
from drehscheibe.identity.models import Member
from drehscheibe.tenants.operations import work_as
from tests.cast import NOW
from tests.firms import found_organisation, part

# Entering the scope; and the tenant tree, which a serving process keeps in memory.
NOT_COUNTED = re.compile(r'SAVEPOINT|RELEASE|SELECT set_config|SELECT "tenants_(tenant|hostname)"')
LISTED = re.compile(r'href="/vorgang/([A-Z0-9-]+)/"')


def listed(page) -> list[str]:
    assert page.status_code == 200
    return LISTED.findall(page.content.decode())


@pytest.fixture
def two_towns(application, charlie, musterstadt, auenfeld) -> tuple[Application, Application]:
    """Charlie's dog tax in Musterstadt and in Auenfeld; others have applied there too."""
    for town in (musterstadt, auenfeld):
        application("hundesteuer-anmelden", town, seed=3)
    return (
        application("hundesteuer-anmelden", musterstadt, account=charlie),
        application("hundesteuer-anmelden", auenfeld, account=charlie),
    )


@pytest.fixture
def postkorb(client_for, charlie):
    """Charlie's Postkorb on a portal: `postkorb()`, `postkorb("auenfeld.localhost")`."""
    return lambda host="musterstadt.localhost", **query: client_for(charlie, host).get("/postkorb/", query)


@pytest.mark.parametrize("host", ["musterstadt.localhost", "auenfeld.localhost", "localhost"])
def test_cases_of_all_towns_show_on_every_portal(two_towns, postkorb, host):
    page = postkorb(host)
    assert sorted(listed(page)) == sorted(case.reference for case in two_towns)
    assert "Musterstadt" in page.content.decode()
    assert "Auenfeld" in page.content.decode()


def test_nobody_else_sees_them(two_towns, client_for, alice, dora):
    for other in (alice, dora):
        assert listed(client_for(other).get("/postkorb/")) == []


def test_guests_are_asked_to_sign_in(guest):
    answer = guest().get("/postkorb/")
    assert (answer.status_code, answer["Location"]) == (302, "/anmelden/?weiter=%2Fpostkorb%2F")


def test_who_has_nothing_is_told_how_it_is_filled(postkorb):
    page = postkorb().content.decode()
    assert "Hier ist noch nichts." in page
    assert 'href="/vorgang/"' in page


def test_a_question_comes_first_then_news_then_the_rest(
    two_towns, application, charlie, alice, dora, postkorb, musterstadt
):
    here, there = two_towns
    newer = application("mitteilung", musterstadt, account=charlie)
    with work_as(musterstadt):
        casework.inform(application=here, text="Der Hund ist schön.", by=alice, now=NOW + timedelta(hours=1))
    with work_as(there.tenant):
        casework.ask(application=there, text="Wie alt?", by=dora, now=NOW)
    page = postkorb()
    assert listed(page) == [there.reference, here.reference, newer.reference]
    text = page.content.decode()
    assert "Das Amt hat eine Frage. Bitte antworten Sie." in text
    assert "Das Amt hat Ihnen geschrieben." in text
    assert "2 Sachen warten auf Sie" in text


def test_news_is_read_once_the_case_was_opened(two_towns, dora, postkorb, client_for, charlie):
    _, there = two_towns
    with work_as(there.tenant):
        casework.decide(application=there, outcome=Outcome.GRANTED, text="Gern.", by=dora, now=NOW)
    assert "Ihr Bescheid ist da. Bitte lesen Sie ihn." in postkorb().content.decode()
    first, second = (client_for(charlie).get(f"/vorgang/{there.reference}/").content.decode() for _ in range(2))
    assert (first.count(">Neu<"), second.count(">Neu<")) == (1, 0)
    page = postkorb().content.decode()
    assert "Bitte lesen Sie ihn" not in page
    assert "warten auf Sie" not in page
    assert "wartet auf Sie" not in page


def test_a_draft_shows_with_the_day_it_expires_and_leads_to_its_own_portal(draft, charlie, auenfeld, postkorb):
    begun = draft("hundesteuer-anmelden", auenfeld, account=charlie)
    elsewhere = postkorb().content.decode()
    assert "Diesen Antrag haben Sie noch nicht abgesendet. Wir löschen ihn am 09.04.2027" in elsewhere
    path = f"/antrag/hundesteuer-anmelden/{begun.pk}/pruefen/"
    assert re.search(rf'href="http://auenfeld\.localhost:\d+{path}"', elsewhere)
    assert f'href="{path}"' in postkorb("auenfeld.localhost").content.decode()


def test_an_organisations_cases_show_to_members_until_they_leave(application, auenfeld, postkorb, charlie, alice):
    firm = found_organisation(name="Hundepension Sonnenhof", by=charlie, now=NOW)
    Member.objects.create(organisation=firm, person=alice, role="admin", since=NOW)
    case = application("hundesteuer-anmelden", auenfeld, account=firm)
    page = postkorb()
    assert listed(page) == [case.reference]
    assert "für Hundepension Sonnenhof" in page.content.decode()
    part(organisation=firm, member_id=Member.objects.get(person=charlie, organisation=firm).pk, by=charlie, now=NOW)
    assert listed(postkorb()) == []


def _copies(template: Application, number: int) -> list[Application]:
    with work_as(template.tenant):
        copied = Application.objects.get(pk=template.pk)
        for place in range(number):
            copied.pk, copied.reference = uuid.uuid4(), f"AUE-COPY-{place:04}-0"
            copied.changed = NOW - timedelta(hours=place // 3 + 1)  # some at the same moment
            copied.save(force_insert=True)
    return list(range(number))


def test_the_list_needs_the_same_statements_for_1_and_for_30_cases(two_towns, client_for, charlie):
    browser = client_for(charlie)
    browser.get("/postkorb/")
    told = []
    for more in (0, 30):
        _copies(two_towns[1], more)
        with CaptureQueriesContext(connection) as caught:
            assert browser.get("/postkorb/").status_code == 200
        told.append([query["sql"] for query in caught if not NOT_COUNTED.match(query["sql"])])
    assert len(told[0]) == len(told[1]) == 7, "\n".join(told[1])
    lists = [sql for sql in told[1] if "ORDER BY" in sql and 'FROM "applications_application"' in sql]
    assert len(lists) == 1


def test_pages_follow_each_other_without_gap(two_towns, postkorb):
    _copies(two_towns[1], 2 * holdings.PAGE + 3)
    seen, query = [], {}
    while True:
        page = postkorb(**query)
        seen.append(listed(page))
        following = re.search(r'href="\?nach=([^"]+)" rel="next"', page.content.decode())
        if not following:
            break
        query = {"nach": following[1]}
    assert [len(rows) for rows in seen] == [holdings.PAGE, holdings.PAGE, 5]
    assert len({reference for rows in seen for reference in rows}) == 2 * holdings.PAGE + 5


@pytest.mark.parametrize("written", ["x", "3-1-" + "0" * 32, "1-2", "0-1-" + "g" * 32])
def test_a_broken_mark_shows_the_first_page(two_towns, postkorb, written):
    assert len(listed(postkorb(nach=written))) == 2
