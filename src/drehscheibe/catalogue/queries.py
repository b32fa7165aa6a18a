"""Reads on services and online services. Shared rows of ancestors are included; own rows come first."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, QuerySet

from drehscheibe.catalogue.models import OnlineService, Service
from drehscheibe.forms.models import FormVersion
from drehscheibe.forms.queries import newest_version, version
from drehscheibe.forms.schema import FormDocument
from drehscheibe.kernel import freshness, scope

SEARCH_LIMIT = 30
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Offer:
    """An online service, ready to be filled in: with its service, department, form version and document."""

    online_service: OnlineService
    version: FormVersion
    document: FormDocument

    @property
    def body_id(self) -> int:
        """The tenant that is responsible and owns the applications."""
        return self.online_service.tenant_id

    @property
    def parameters(self) -> dict[str, Any]:
        return self.online_service.parameters  # type: ignore[no-any-return]


def _own_first(found: "QuerySet[Service]") -> list[Service]:
    """One service per slug: the nearest tenant's."""
    rank = {tenant_id: place for place, tenant_id in enumerate(scope.current().readable)}
    nearest: dict[str, Service] = {}
    for service in found:
        known = nearest.get(service.slug)
        if known is None or rank[service.tenant_id] < rank[known.tenant_id]:
            nearest[service.slug] = service
    return list(nearest.values())


def _all() -> "QuerySet[Service]":
    return Service.objects.select_related("department", "tenant").defer("search").order_by("sort_key")


def services() -> list[Service]:
    """All services of the portal from A to Z."""
    return _own_first(_all())


def service(slug: str) -> Service | None:
    """One service with its department, the nearest tenant's."""
    return next(iter(_own_first(_all().filter(slug=slug))), None)


def by_topic(topic: str) -> list[Service]:
    return _own_first(_all().filter(topic=topic))


def by_situation(situation: str) -> list[Service]:
    return _own_first(_all().filter(situations__contains=[situation]))


def popular(count: int) -> list[Service]:
    """What is asked for most, first places first."""
    found = _own_first(_all().filter(popularity__gt=0))
    return sorted(found, key=lambda service: service.popularity)[:count]


def search(typed: str) -> list[Service]:
    """Services that match every word typed, or its beginning, in German; the best first."""
    words = _WORD.findall(typed.lower())[:12]
    if not words:
        return []
    matching = SearchQuery(" & ".join(f"{word}:*" for word in words), config="german", search_type="raw")
    ranked = _all().filter(search=matching).annotate(rank=SearchRank(F("search"), matching))
    found = _own_first(ranked.order_by("-rank", "sort_key")[:SEARCH_LIMIT])
    if found or len(words) == 1:
        return found
    either = SearchQuery(" | ".join(f"{word}:*" for word in words), config="german", search_type="raw")
    ranked = _all().filter(search=either).annotate(rank=SearchRank(F("search"), either))
    return _own_first(ranked.order_by("-rank", "sort_key")[:SEARCH_LIMIT])


_offers: dict[tuple[object, ...], Offer] = {}
_offers_stamp: int | None = None


def _kept(key: tuple[object, ...]) -> Offer | None:
    global _offers_stamp  # noqa: PLW0603  the kept offers belong to one publication
    stamp = freshness.stamp()
    if stamp is None or stamp != _offers_stamp:
        _offers.clear()
        _offers_stamp = stamp
    return _offers.get(key)


def _offer(online_service: OnlineService, found: FormVersion, key: tuple[object, ...]) -> Offer:
    offer = Offer(online_service, found, FormDocument.model_validate(found.document))
    if freshness.stamp() is not None:
        _offers[key] = offer
    return offer


def offer(slug: str) -> Offer | None:
    """What is offered online under `slug`, with the newest version of its form."""
    key = (scope.current().readable, slug)
    kept = _kept(key)
    if kept:
        return kept
    rank = {tenant_id: place for place, tenant_id in enumerate(scope.current().readable)}
    joined = OnlineService.objects.select_related("service", "department", "tenant", "form").filter(slug=slug)
    found = min(joined, key=lambda online: rank[online.tenant_id], default=None)
    return _offer(found, newest_version(found.form), key) if found else None


def offer_as_answered(online_service_id: int, version_id: int) -> Offer:
    """The online service with exactly the form version that a draft or application answers."""
    key = (scope.current().readable, online_service_id, version_id)
    kept = _kept(key)
    if kept:
        return kept
    joined = OnlineService.objects.select_related("service", "department", "tenant", "form")
    return _offer(joined.get(pk=online_service_id), version(version_id), key)
