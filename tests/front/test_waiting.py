"""The waiting room as people meet it: a place, no reload needed, and in by itself."""

from datetime import timedelta

import pytest

from drehscheibe.applications.models import Draft
from drehscheibe.kernel import waiting

START = "/antrag/mitteilung/"
ROOM = "/antrag/mitteilung/warten/"


@pytest.fixture
def crowded(settings, monkeypatch):
    """One start a minute; the process has let in as many as it may."""
    settings.STARTS_PER_SECOND, settings.WEB_WORKERS = 1 / 60, 1
    monkeypatch.setattr(waiting, "_doors", {})
    monkeypatch.setattr(waiting, "_KNOWN_FOR", 0)


def text(answer) -> str:
    return answer.content.decode()


def drafts(scope_of, musterstadt) -> int:
    with scope_of(musterstadt):
        return Draft.objects.count()


def test_who_comes_too_many_gets_a_place_and_is_let_in_by_itself(crowded, guest, stopped_clock, scope_of, musterstadt):
    first, second = guest(), guest()
    assert [one.post(START).headers["Location"] for one in (first, second)] == [ROOM, ROOM]
    shown = second.get(ROOM)
    assert (shown.status_code, shown.headers["Refresh"]) == (200, "60")
    assert "Sie sind auf Platz 2." in text(shown)
    assert drafts(scope_of, musterstadt) == 0
    stopped_clock.moment += timedelta(minutes=1)
    assert first.get(ROOM).headers["Location"].startswith(f"{START}")
    assert drafts(scope_of, musterstadt) == 1
    assert "Sie sind auf Platz 1." in text(second.get(ROOM))


def test_the_turn_counts_once(crowded, guest, stopped_clock, scope_of, musterstadt):
    visitor = guest()
    visitor.post(START)
    stopped_clock.moment += timedelta(minutes=1)
    step = visitor.get(ROOM).headers["Location"]
    assert visitor.get(step).status_code == 200
    assert visitor.get(ROOM).headers["Location"] == START
    assert drafts(scope_of, musterstadt) == 1


def test_a_copied_number_begins_nothing_twice(crowded, guest, stopped_clock, scope_of, musterstadt):
    visitor, copier = guest(), guest()
    visitor.post(START)
    copier.cookies["platz"] = visitor.cookies["platz"].value
    stopped_clock.moment += timedelta(minutes=1)
    visitor.get(ROOM)
    assert copier.get(ROOM).headers["Location"] == START
    assert drafts(scope_of, musterstadt) == 1


def test_pressing_start_again_keeps_the_place(crowded, guest):
    first, second = guest(), guest()
    for visitor in (first, second, second, second):
        assert visitor.post(START).headers["Location"] == ROOM
    assert "Sie sind auf Platz 2." in text(second.get(ROOM))
    third = guest()
    third.post(START)
    assert "Sie sind auf Platz 3." in text(third.get(ROOM))


def test_a_forged_or_foreign_number_leads_back_to_the_start(crowded, guest):
    visitor = guest()
    visitor.post("/antrag/hundesteuer-anmelden/")
    visitor.cookies["platz"] = visitor.cookies["platz"].value
    assert visitor.get(ROOM).headers["Location"] == START
    visitor.cookies["platz"] = "1:abc:def"
    assert visitor.get(ROOM).headers["Location"] == START


def test_another_bodys_rush_makes_nobody_wait_here(crowded, guest, monkeypatch, settings):
    settings.STARTS_PER_SECOND = 1
    for _ in range(6):
        guest().post(START)
    assert guest().post(START).headers["Location"] == ROOM
    assert guest("auenfeld.localhost").post(START).headers["Location"] != ROOM
