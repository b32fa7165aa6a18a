"""What is kept in memory counts until the next publication."""

from itertools import count

import pytest

from drehscheibe.kernel import freshness
from drehscheibe.kernel.freshness import Kept


@pytest.fixture
def published(monkeypatch) -> dict[str, int | None]:
    """The stamp that this process sees."""
    seen: dict[str, int | None] = {"stamp": 1}
    monkeypatch.setattr(freshness, "stamp", lambda: seen["stamp"])
    return seen


def test_a_value_is_worked_out_once_until_something_is_published(published):
    kept, numbers = Kept[int](10), count(1)
    assert [kept.get("a", lambda: next(numbers)) for _ in range(3)] == [1, 1, 1]
    published["stamp"] = 2
    assert [kept.get("a", lambda: next(numbers)) for _ in range(2)] == [2, 2]


def test_nothing_is_kept_while_nothing_is_heard_of_publications(published):
    kept, numbers = Kept[int](10), count(1)
    published["stamp"] = None
    assert [kept.get("a", lambda: next(numbers)) for _ in range(2)] == [1, 2]


def test_what_is_worked_out_during_a_publication_does_not_count_after_it(published):
    kept = Kept[str](10)

    def work() -> str:
        published["stamp"] = 2  # another process publishes meanwhile
        return "perhaps old"

    assert kept.get("a", work) == "perhaps old"
    assert kept.get("a", lambda: "new") == "new"


def test_the_first_values_go_when_there_are_too_many(published):
    kept, asked = Kept[int](2), []

    def get(key: int) -> None:
        kept.get(key, lambda: asked.append(key) or key)

    for key in (1, 2, 3, 3, 2, 1):
        get(key)
    assert asked == [1, 2, 3, 1]
