"""A draft keeps what was typed, sealed, for those who hold it."""

import uuid
from datetime import timedelta

import pytest

from drehscheibe.applications import queries
from drehscheibe.applications.models import Draft
from drehscheibe.applications.operations.drafts import open_answers, save_answers
from drehscheibe.front.browser import hashed
from drehscheibe.kernel import references
from drehscheibe.tenants.operations import work_as
from tests.cases import filled_draft
from tests.cast import BROWSER_KEY, NOW, tenant
from tests.database import at_once

SLUG = "hundesteuer-anmelden"


def test_started_draft_belongs_to_body_portal_and_browser(draft, musterstadt, scope_of):
    begun = draft(SLUG, musterstadt)
    assert (begun.tenant_id, begun.portal_id, begun.account_id) == (musterstadt.pk, musterstadt.pk, None)
    assert begun.browser == hashed(BROWSER_KEY)
    assert begun.code == references.code_digest(references.access_code(begun.pk))


def test_saved_answers_open_as_they_were_typed(draft, musterstadt, scope_of):
    begun = draft(SLUG, musterstadt)
    typed = {"vorname": ["  Zoë "], "geburtsdatum.day": ["31"], "geburtsdatum.month": ["Februar"]}
    with scope_of(musterstadt):
        save_answers(draft=begun, raw=typed, browser=begun.browser, now=NOW)
        assert open_answers(Draft.objects.get(pk=begun.pk)) == typed
        assert "Zoë".encode() not in bytes(Draft.objects.get(pk=begun.pk).sealed)


def test_saving_prolongs_the_draft_and_notes_the_browser(draft, musterstadt, scope_of):
    begun, later = draft(SLUG, musterstadt), NOW + timedelta(days=20)
    with scope_of(musterstadt):
        save_answers(draft=begun, raw={}, browser=hashed("another browser"), now=later)
        kept = Draft.objects.get(pk=begun.pk)
    assert (kept.created, kept.changed, kept.expires.date()) == (NOW, later, (later + timedelta(days=30)).date())
    assert bytes(kept.browser) == hashed("another browser")


def test_expiry_keeps_the_wall_clock_across_the_change_to_summer_time(draft, musterstadt):
    expires = draft(SLUG, musterstadt).expires
    assert f"{expires:%d.%m. %H:%M %z}" == "09.04. 10:30 +0200"


def test_draft_of_an_account_is_held_by_the_account_alone(draft, musterstadt, charlie, alice):
    begun = draft(SLUG, musterstadt, account=charlie)
    assert queries.holds(begun, None, charlie)
    for browser, visitor in ((hashed(BROWSER_KEY), None), (hashed(BROWSER_KEY), alice), (None, alice), (None, None)):
        assert not queries.holds(begun, browser, visitor)


def test_draft_of_no_account_is_held_by_its_browser_alone(draft, musterstadt, charlie):
    begun = draft(SLUG, musterstadt)
    assert queries.holds(begun, hashed(BROWSER_KEY), None)
    assert queries.holds(begun, hashed(BROWSER_KEY), charlie)
    assert not queries.holds(begun, hashed("another browser"), charlie)
    assert not queries.holds(begun, None, charlie)


def test_code_opens_its_own_draft(draft, musterstadt, scope_of):
    begun, other = draft(SLUG, musterstadt), draft(SLUG, musterstadt)
    code = references.access_code(begun.pk)
    with scope_of(musterstadt):
        assert queries.draft_by_code(SLUG, code.lower(), NOW) == begun
        assert queries.opens(begun, code)
        assert not queries.opens(other, code)
        assert queries.draft_by_code("mitteilung", code, NOW) is None


def test_expired_draft_is_not_offered_any_more(draft, musterstadt, scope_of):
    begun = draft(SLUG, musterstadt)
    code, after = references.access_code(begun.pk), NOW + timedelta(days=31)
    with scope_of(musterstadt):
        assert queries.drafts_of(SLUG, begun.browser, None, NOW) == [begun]
        assert queries.drafts_of(SLUG, begun.browser, None, after) == []
        assert queries.draft_by_code(SLUG, code, after) is None


@pytest.mark.parametrize("count", [1, 30])
def test_drafts_are_listed_in_one_query(draft, musterstadt, scope_of, django_assert_num_queries, count):
    begun = [draft("mitteilung", musterstadt) for _ in range(count)]
    with scope_of(musterstadt), django_assert_num_queries(1):
        assert len(queries.drafts_of("mitteilung", begun[0].browser, None, NOW)) == count


def test_draft_is_found_under_its_own_service_only(draft, musterstadt, scope_of):
    begun = draft(SLUG, musterstadt)
    with scope_of(musterstadt):
        assert queries.draft(begun.pk, SLUG) == begun
        assert queries.draft(begun.pk, "mitteilung") is None
        assert queries.draft(uuid.uuid4(), SLUG) is None


def test_two_tabs_save_one_after_the_other(committing_database):
    """Each tab adds its answer to what it finds; the lock keeps one from overwriting the other's."""
    town = tenant("musterstadt")
    with work_as(town):
        begun, _ = filled_draft("mitteilung", town)

    def tab(number: int) -> None:
        with work_as(town):
            locked = queries.draft(begun.pk, "mitteilung", lock=True)
            raw = open_answers(locked)
            save_answers(draft=locked, raw={**raw, f"tab{number}": ["x"]}, browser=locked.browser, now=NOW)

    assert at_once(6, tab) == [None] * 6
    with work_as(town):
        kept = open_answers(queries.draft(begun.pk, "mitteilung"))
    assert {name for name in kept if name.startswith("tab")} == {f"tab{number}" for number in range(6)}
