"""Search as pages and interface use it: by this machine's index, or by the database while there is none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from drehscheibe.catalogue import queries
from drehscheibe.catalogue.models import Service, Synonym
from drehscheibe.catalogue.search import asking, by_database, index, reading, synonyms
from drehscheibe.catalogue.search.analysis import spelling
from drehscheibe.catalogue.search.why import Reason, reason
from drehscheibe.kernel import freshness, scope

LONGEST = 200  # letters of a search that are looked at
_MOST = 200  # services that a search leads to at most
_RELEVANT = 0.22  # of the best one's score: what is below is left out


@dataclass(frozen=True)
class Results:
    """A page of services, the best first. `count`: of all pages; `reasons`: why, by the service's key.

    `corrected`: the words that were taken for what was mistyped; `suggested`: other searches, when there is nothing.
    """

    services: list[Service]
    count: int
    reasons: dict[int, Reason] = field(default_factory=dict)
    corrected: str = ""
    suggested: tuple[str, ...] = ()


def search(
    typed: str,
    *,
    offset: int = 0,
    limit: int = 30,
    topic: str = "",
    department: str = "",
    with_reasons: bool = False,
) -> Results:
    """Services of the portal that people mean by what they typed, whatever it is. Never raises.

    `topic` and `department` (slugs): only services of those.
    """
    typed = typed.replace("\0", " ")[:LONGEST]
    opened = reading.opened()
    if opened is not None:
        try:
            wanted = slice(offset, offset + limit)
            return _by_index(opened, typed, wanted, topic=topic, department=department, with_reasons=with_reasons)
        except index.BrokenIndexError:
            reading.give_up()
    found = [
        one
        for one in by_database.simple_search(typed, most=None)
        if topic in {"", one.topic} and department in {"", one.department.slug}
    ]
    guess = None if found else by_database.suggestion(typed)
    return Results(found[offset : offset + limit], len(found), suggested=(guess,) if guess else ())


def _by_index(
    opened: index.OpenIndex, typed: str, wanted: slice, *, topic: str, department: str, with_reasons: bool
) -> Results:
    known = _synonyms()
    units = index.guarded(lambda: asking.understand(typed, opened, known))
    if not units:
        return Results([], 0)
    ids = index.guarded(lambda: _ids(opened.searcher, units, topic))
    if department:
        of_department = set(queries.keys_of_department(ids, department))
        ids = [key for key in ids if key in of_department]
    if not ids:
        return Results([], 0, suggested=index.guarded(lambda: _other_words(opened, units)))
    services = queries.by_keys(ids[wanted])
    reasons = {service.pk: reason(service, units, opened.vocabulary) for service in services} if with_reasons else {}
    return Results(services, len(ids), reasons, asking.correction(units))


def _other_words(opened: index.OpenIndex, units: Sequence[asking.Unit]) -> tuple[str, ...]:
    """Words that begin like what was typed and lead somewhere in this portal."""
    begun = (opened.beginning_with(spelling(unit.typed)[:4]) for unit in units if len(unit.typed) >= 4)
    words = dict.fromkeys(word for some in begun for word in some)
    portal = scope.current().tenant_id
    known = ((word, asking.understand(word, opened, _synonyms())) for word in words)
    found = (
        word for word, meant in known if opened.searcher.search(asking.query(meant, portal=portal), 1, count=False).hits
    )
    return tuple(islice(found, 3))


def _ids(searcher: Any, units: Sequence[asking.Unit], topic: str) -> list[int]:
    wanted = asking.query(units, portal=scope.current().tenant_id, topic=topic)
    hits = searcher.search(wanted, _MOST, count=False).hits
    relevant = [address for score, address in hits if score >= _RELEVANT * hits[0][0]]
    return [key for key in searcher.fast_field_values("pk", relevant) if key is not None]


_own: dict[tuple[int, ...], synonyms.Synonyms] = {}
_own_stamp: int | None = None


def _synonyms() -> synonyms.Synonyms:
    """The general base and what the portal and its district add to it."""
    global _own_stamp  # noqa: PLW0603  what is kept belongs to one publication
    stamp, readable = freshness.stamp(), scope.current().readable
    if stamp is None or stamp != _own_stamp:
        _own.clear()
        _own_stamp = stamp
    found = _own.get(readable)
    if found is None:
        found = synonyms.base().with_own(Synonym.objects.order_by("word").values_list("word", "meant"))
        if stamp is not None:
            _own[readable] = found
    return found


def suggestions(typed: str, count: int = 6) -> list[Service]:
    """What somebody may mean while they are still typing."""
    return search(typed, limit=count).services if len(typed.strip()) >= 2 else []
