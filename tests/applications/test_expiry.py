"""The end of a draft is announced a week before, once, to those who can be written to."""

from datetime import timedelta

import pytest

from drehscheibe.applications.models import Draft
from drehscheibe.applications.operations.drafts import save_answers
from drehscheibe.applications.operations.expiry import warn_of_expiry
from drehscheibe.identity.models import News
from drehscheibe.identity.personal import choose_news
from tests.cast import NOW

LATE = NOW + timedelta(days=24)


@pytest.fixture
def begun(draft, musterstadt, charlie):
    charlie.email = "charlie@postfach.example"
    charlie.save()
    return draft("hundesteuer-anmelden", musterstadt, account=charlie)


@pytest.fixture
def warn(musterstadt, scope_of, run_jobs):
    def warn(now):
        with scope_of(musterstadt):
            found = warn_of_expiry(now=now)
        run_jobs()
        return found

    return warn


def test_draft_that_ends_within_a_week_is_announced_once(begun, charlie, warn, mailoutbox):
    assert (warn(NOW + timedelta(days=20)), warn(LATE), warn(LATE)) == (0, 1, 0)
    (notice,) = mailoutbox
    assert notice.to == [charlie.email]
    assert "musterstadt.localhost" in notice.body
    assert "Hund" not in notice.subject + notice.body


def test_saving_again_puts_the_end_off_and_lets_it_be_announced_anew(begun, musterstadt, scope_of, warn):
    warn(LATE)
    with scope_of(musterstadt):
        save_answers(draft=begun, raw={}, browser=begun.browser, now=LATE)
        assert Draft.objects.get(pk=begun.pk).warned is None
    assert (warn(LATE), warn(LATE + timedelta(days=24))) == (0, 1)


def test_draft_of_a_guest_is_not_announced_and_a_silenced_account_not_written_to(
    draft, begun, musterstadt, charlie, warn, mailoutbox
):
    draft("hundesteuer-anmelden", musterstadt)
    choose_news(account=charlie, wanted=set(News) - {News.REMINDER})
    assert warn(LATE) == 1
    assert mailoutbox == []
