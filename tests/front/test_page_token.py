"""A page's token opens its own draft alone, and whatever else is sent in its place is refused politely."""

import pytest

from drehscheibe.front.browser import page_token
from tests.cast import BROWSER_KEY


@pytest.mark.parametrize("typed", ["", "x", "ü", "0" * 40, "😀"])
def test_page_with_a_wrong_token_saves_nothing(draft, musterstadt, guest, typed):
    begun = draft("mitteilung", musterstadt)
    answered = guest(key=BROWSER_KEY).post(f"/antrag/mitteilung/{begun.pk}/person/", {"seite": typed, "vorname": "X"})
    assert answered.status_code == 403


def test_token_of_another_draft_opens_nothing(draft, musterstadt, guest):
    begun, other = draft("mitteilung", musterstadt), draft("mitteilung", musterstadt)
    page = {"seite": page_token(other), "vorname": "X"}
    assert guest(key=BROWSER_KEY).post(f"/antrag/mitteilung/{begun.pk}/person/", page).status_code == 403


def test_own_token_opens_the_draft_to_a_browser_that_lost_its_key(draft, musterstadt, guest):
    begun = draft("mitteilung", musterstadt)
    browser = guest()
    answered = browser.post(f"/antrag/mitteilung/{begun.pk}/person/", {"seite": page_token(begun), "vorname": "X"})
    assert answered.status_code == 303
    assert "browser" in browser.cookies
