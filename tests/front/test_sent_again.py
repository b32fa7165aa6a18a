"""The same application is sent again: at once, a day later, a week later, and with other answers (bar 12)."""

from datetime import timedelta

import pytest

from drehscheibe.applications.models import Application
from drehscheibe.applications.operations.drafts import open_answers
from drehscheibe.applications.operations.submit import digest
from drehscheibe.front import browser
from drehscheibe.tenants.operations import work_as
from tests.cast import BROWSER_KEY, NOW


@pytest.fixture
def page(draft, musterstadt):
    """Address and fields of the check page, as a browser without JavaScript keeps them."""
    ready = draft("mitteilung", musterstadt)
    with work_as(musterstadt):
        stand = digest(open_answers(ready))
    return f"/antrag/mitteilung/{ready.pk}/pruefen/", {"seite": browser.page_token(ready), "stand": stand}


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=24), timedelta(days=8)], ids=str)
def test_the_same_page_sent_later_leads_to_the_same_receipt(guest, page, musterstadt, stopped_clock, later, run_jobs):
    address, fields = page
    citizen = guest(key=BROWSER_KEY)
    first = citizen.post(address, fields)
    run_jobs()
    stopped_clock.moment = NOW + later
    again = citizen.post(address, fields)
    assert (first.status_code, again.status_code) == (303, 303)
    assert again.headers["Location"] == first.headers["Location"]
    assert citizen.get(again.headers["Location"]).status_code == 200
    with work_as(musterstadt):
        assert Application.objects.count() == 1


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=24), timedelta(days=8)], ids=str)
def test_other_answers_under_the_same_draft_are_refused(guest, page, musterstadt, stopped_clock, later):
    address, fields = page
    citizen = guest(key=BROWSER_KEY)
    citizen.post(address, fields)
    stopped_clock.moment = NOW + later
    assert citizen.post(address, {**fields, "stand": "0" * 64}).status_code == 409
    with work_as(musterstadt):
        assert Application.objects.count() == 1
