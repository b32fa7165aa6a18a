"""The search of the database, for as long as this machine has no index."""

from collections.abc import Sequence

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F

from drehscheibe.catalogue import queries
from drehscheibe.catalogue.models import Service
from drehscheibe.catalogue.wording import fold, nearest, plain, words

SEARCH_LIMIT = 30


def simple_search(typed: str, most: int | None = SEARCH_LIMIT) -> list[Service]:
    """Services that match every word typed or its beginning, German or English; else any word. The best come first.

    `most`: how many rows are looked at; None for all.
    """
    asked = words(typed.lower())[:12]
    for operator in (" & ", " | "):
        found = _matching(asked, operator, most) if asked else []
        if found:
            return found
    return []


def _matching(asked: Sequence[str], operator: str, most: int | None) -> list[Service]:
    german = SearchQuery(operator.join(f"{fold(word)}:*" for word in asked), config="german", search_type="raw")
    english = SearchQuery(operator.join(f"{word}:*" for word in asked), config="english", search_type="raw")
    ranked = queries.listed().filter(search=german | english).annotate(rank=SearchRank(F("search"), german | english))
    return queries.own_first(ranked.order_by("-rank", "sort_key", "slug", "pk")[:most])


def suggestion(typed: str) -> str | None:
    """What was probably meant by a search that finds nothing, in words that services are found by."""
    rows = Service.objects.values_list("name", "keywords")
    known = {word for row in rows for lang in ("de", "en") for word in words(plain(row, lang)) if len(word) > 3}
    meant = [nearest(word, known) for word in words(typed)[:5] if len(word) > 3]
    return " ".join(word for word in meant if word) or None
