"""Reads on services and online services. Shared rows of ancestors are included; own rows come first."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, When, Window

from drehscheibe.catalogue import classification
from drehscheibe.catalogue.calls import call_windows
from drehscheibe.catalogue.classification import Situation, Topic
from drehscheibe.catalogue.models import LocalAddition, OnlineService, Service
from drehscheibe.catalogue.wording import fold, nearest, plain, words
from drehscheibe.forms.models import FormVersion
from drehscheibe.forms.queries import equip, newest_version, version
from drehscheibe.forms.schema import FormDocument
from drehscheibe.kernel import freshness, scope
from drehscheibe.tenants.models import Department
from drehscheibe.tenants.queries import directory

SEARCH_LIMIT = 30
_services = freshness.Kept[Service | None](500)
_related = freshness.Kept[list[Service]](500)


@dataclass(frozen=True)
class Offer:
    """An online service, ready to be filled in: with its service, department, form version and document.

    `parameters`: the body's own rates, and when the department may be asked to call (`call_windows`).
    """

    online_service: OnlineService
    version: FormVersion
    document: FormDocument
    parameters: dict[str, Any]

    @property
    def body_id(self) -> int:
        """The tenant that is responsible and owns the applications."""
        return self.online_service.tenant_id


def _own_first(found: "QuerySet[Service]") -> list[Service]:
    """One service per slug: the nearest tenant's, with that tenant from memory."""
    rank = {tenant_id: place for place, tenant_id in enumerate(scope.current().readable)}
    nearest: dict[str, Service] = {}
    for service in found:
        known = nearest.get(service.slug)
        if known is None or rank[service.tenant_id] < rank[known.tenant_id]:
            nearest[service.slug] = service
    return _with_tenants(nearest.values())


def _rows() -> "QuerySet[Service]":
    return Service.objects.select_related("department").defer("search").order_by("sort_key")


def _all() -> "QuerySet[Service]":
    return _rows().filter(is_published=True)


def _listed() -> "QuerySet[Service]":
    """Services for lists: without their long texts."""
    left_out = (
        "search", "texts", "fees", "keywords", "search_words", "leika_keys", "imported", "details", "easy",
        "department__contact",
    )  # fmt: skip
    listed = Service.objects.filter(is_published=True).select_related("department")
    return listed.defer(*left_out).order_by("sort_key", "slug", "pk")


def services() -> list[Service]:
    """All services of the portal from A to Z."""
    return _own_first(_listed())


def service(slug: str) -> Service | None:
    """One service with its department, the nearest tenant's; `contact` is the slug of its contact form or None.

    `local`: what the entered body says beside the text of a body above it, by part, as in `LocalAddition.modules`.
    """
    return _services.get(
        (scope.current().readable, slug), lambda: nearest_of(with_surroundings(_all().filter(slug=slug)))
    )


def nearest_of(rows: "QuerySet[Service]") -> Service | None:
    """Of the rows of one address the nearest body's, with that body from memory."""
    return next(iter(_own_first(rows)), None)


def with_surroundings(rows: "QuerySet[Service]") -> "QuerySet[Service]":
    """The rows with what their page also says: contact form and local additions."""
    messages = OnlineService.objects.filter(service=OuterRef("pk"), is_contact=True).order_by("pk")
    local = LocalAddition.objects.filter(service=OuterRef("pk"))
    return rows.annotate(contact=Subquery(messages.values("slug")[:1]), local=Subquery(local.values("modules")[:1]))


def own_services() -> list[Service]:
    """The services of the entered tenant itself with everything, by their slugs; unpublished ones, too."""
    return list(_rows().filter(tenant_id=scope.current().tenant_id).order_by("slug"))


def described_services() -> list[Service]:
    """All services of the portal from A to Z with everything that is said of them."""
    return _own_first(_all())


def named(slugs: Sequence[str]) -> list[Service]:
    """The services of these slugs in this order, without those that the portal does not have."""
    found = {service.slug: service for service in _own_first(_listed().filter(slug__in=slugs))} if slugs else {}
    return [found[slug] for slug in slugs if slug in found]


def by_keys(keys: Sequence[int]) -> list[Service]:
    """The services of these keys in this order, with the words they are found by."""
    left_out = ("search", "texts", "fees", "leika_keys", "imported", "details", "easy", "department__contact")
    rows = Service.objects.filter(pk__in=keys, is_published=True).select_related("department").defer(*left_out)
    found = {service.pk: service for service in _with_tenants(rows)} if keys else {}
    return [found[key] for key in keys if key in found]


def _with_tenants(services: Iterable[Service]) -> list[Service]:
    """The services, each with its tenant from memory."""
    found, tenants = list(services), directory().tenants
    for service in found:
        service.tenant = tenants[service.tenant_id]
    return found


def listing(*, offset: int, limit: int, topic: str = "", department: str = "") -> tuple[list[Service], int]:
    """A page of the services from A to Z, and how many there are in all; `department` is the slug of one."""
    wanted = {"topic": topic, "department__slug": department}
    rows = _visible(_listed().filter(**{name: value for name, value in wanted.items() if value}))
    page = _with_tenants(rows.annotate(total=Window(Count("pk")))[offset : offset + limit])
    return page, vars(page[0])["total"] if page else rows.count()


def _visible(rows: "QuerySet[Service]") -> "QuerySet[Service]":
    """Without what a nearer body describes itself under the same address."""
    readable = scope.current().readable
    if len(readable) == 1:
        return rows
    rank = Case(*(When(tenant_id=one, then=place) for place, one in enumerate(readable)), output_field=IntegerField())
    nearer = Service.objects.filter(slug=OuterRef("slug"), is_published=True).annotate(rank=rank)
    return rows.annotate(rank=rank).exclude(Exists(nearer.filter(rank__lt=OuterRef("rank"))))


def by_topic(topic: str) -> list[Service]:
    return _own_first(_listed().filter(topic=topic))


def by_situation(situation: str) -> list[Service]:
    return _own_first(_listed().filter(situations__contains=[situation]))


def by_department(department: Department) -> list[Service]:
    return _own_first(_listed().filter(department=department))


def keys_of_department(keys: Sequence[int], department: str) -> list[int]:
    """Those of the services with these keys that the department with this slug is responsible for."""
    return list(Service.objects.filter(pk__in=keys, department__slug=department).values_list("pk", flat=True))


def by_audience(audience: str) -> list[Service]:
    """Services meant for `citizens` or `businesses`."""
    return _own_first(_listed().filter(audience__contains=[audience]))


def counts_by_department() -> dict[int, int]:
    """How many services each department has, by its key."""
    rows = _visible(_listed()).order_by().values("department_id").annotate(count=Count("pk"))
    return {row["department_id"]: row["count"] for row in rows}


def used_situations() -> list[Situation]:
    """The situations that lead to a service of the portal, those of the start page first."""
    rows = _visible(_listed()).order_by().values_list("situations", flat=True)
    used = {slug for slugs in rows for slug in slugs}
    return [situation for slug, situation in classification.situations().items() if slug in used]


def related(service: Service) -> list[Service]:
    """What people often need as well; beside a service that nobody described, those of the same OZG number that are."""
    key = scope.current().readable, service.slug, service.ozg_id, bool(service.summary), tuple(service.related)
    return _related.get(key, lambda: _related_to(service))  # a draft that is looked at may name others


def _related_to(service: Service) -> list[Service]:
    if service.summary or not service.ozg_id:
        return named(service.related)
    same = _listed().filter(ozg_id=service.ozg_id).exclude(slug=service.slug).exclude(summary={})
    return _own_first(same)[:8]


def slug_now(former: str) -> str | None:
    """Under which address a service is found now that had this one before."""
    found = _own_first(_listed().filter(former_slugs__contains=[former]))
    return found[0].slug if found else None


def addresses() -> list[tuple[str, datetime]]:
    """The slugs of all services of the portal, and when each was changed."""
    return list(_visible(_listed()).values_list("slug", "changed"))


@dataclass(frozen=True)
class Overview:
    """The portal at a glance: what is asked for most, situations that lead somewhere, topics with their services."""

    popular: list[Service]
    situations: list[Situation]
    topics: list[tuple[Topic, list[Service]]]


def overview(count: int) -> Overview:
    """The portal's offer; `count` popular services, first places first."""
    found = services()
    popular = sorted((one for one in found if one.popularity), key=lambda one: one.popularity)
    situations = {slug for one in found for slug in one.situations}
    topics = [(topic, [one for one in found if one.topic == slug]) for slug, topic in classification.topics().items()]
    return Overview(
        popular=popular[:count],
        situations=[one for slug, one in classification.situations().items() if slug in situations and one.icon],
        topics=topics,
    )


def simple_search(typed: str, most: int | None = SEARCH_LIMIT) -> list[Service]:
    """The search of the database, for as long as this machine has no index.

    Services that match every word typed or its beginning, German or English; else any word. The best come first.

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
    ranked = _listed().filter(search=german | english).annotate(rank=SearchRank(F("search"), german | english))
    return _own_first(ranked.order_by("-rank", "sort_key", "slug", "pk")[:most])


def suggestion(typed: str) -> str | None:
    """What was probably meant by a search that finds nothing, in words that services are found by."""
    rows = Service.objects.values_list("name", "keywords")
    known = {word for row in rows for lang in ("de", "en") for word in words(plain(row, lang)) if len(word) > 3}
    meant = [nearest(word, known) for word in words(typed)[:5] if len(word) > 3]
    return " ".join(word for word in meant if word) or None


_documents: OrderedDict[str, FormDocument] = OrderedDict()  # by digest: many towns offer the same form
_offers: OrderedDict[tuple[object, ...], Offer] = OrderedDict()
_MOST_DOCUMENTS, _MOST_OFFERS = 500, 1_000  # in each process; the ones longest unused go first
_offers_stamp: int | None = None


def _kept(key: tuple[object, ...]) -> Offer | None:
    global _offers_stamp  # noqa: PLW0603  the kept offers belong to one publication
    stamp = freshness.stamp()
    if stamp is None or stamp != _offers_stamp:
        _offers.clear()
        _offers_stamp = stamp
    kept = _offers.pop(key, None)
    if kept:
        _offers[key] = kept  # as the one asked for last
    return kept


def _offer(online_service: OnlineService, found: FormVersion, key: tuple[object, ...]) -> Offer:
    hours = online_service.department.contact.get("hours") or online_service.tenant.contact.get("hours", {})
    parameters = {"call_windows": call_windows(hours), **online_service.parameters}
    document = _document(found)
    equip(document)
    offer = Offer(online_service, found, document, parameters)
    if freshness.stamp() is not None:
        _offers[key] = offer
        if len(_offers) > _MOST_OFFERS:
            _offers.popitem(last=False)
    return offer


def _document(found: FormVersion) -> FormDocument:
    """Checked and compiled once: a digest says everything about a document, whoever publishes what."""
    document = _documents.pop(found.digest, None) or FormDocument.model_validate(found.document)
    _documents[found.digest] = document  # as the one asked for last
    if len(_documents) > _MOST_DOCUMENTS:
        _documents.popitem(last=False)
    return document


def offer(slug: str) -> Offer | None:
    """What is offered online under `slug`, with the newest version of its form."""
    key = (scope.current().readable, slug)
    kept = _kept(key)
    if kept:
        return kept
    rank = {tenant_id: place for place, tenant_id in enumerate(scope.current().readable)}
    joined = OnlineService.objects.select_related("service", "department", "tenant", "form").filter(slug=slug)
    own = [one for one in joined if not (one.is_contact and one.service.responsible)]
    found = min(own, key=lambda online: rank[online.tenant_id], default=None)
    return _offer(found, newest_version(found.form), key) if found else None


def offer_as_answered(online_service_id: int, version_id: int) -> Offer:
    """The online service with exactly the form version that a draft or application answers."""
    key = (scope.current().readable, online_service_id, version_id)
    kept = _kept(key)
    if kept:
        return kept
    joined = OnlineService.objects.select_related("service", "department", "tenant", "form")
    return _offer(joined.get(pk=online_service_id), version(version_id), key)
