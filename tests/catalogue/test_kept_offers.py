"""What is kept of online services in memory is bounded: the one longest unused goes first."""

from drehscheibe.catalogue import online
from drehscheibe.kernel import freshness


def test_the_longest_unused_offer_goes_first(musterstadt, scope_of, monkeypatch):
    monkeypatch.setattr(freshness, "stamp", lambda: -1)
    monkeypatch.setattr(online, "_MOST_OFFERS", 2)
    with scope_of(musterstadt):
        for slug in ("hundesteuer-anmelden", "bewohnerparkausweis", "hundesteuer-anmelden", "hundesteuer-abmelden"):
            assert online.offer(slug) is not None
    assert [key[-1] for key in online._offers] == ["hundesteuer-anmelden", "hundesteuer-abmelden"]
