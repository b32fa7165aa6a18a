"""Reads on services. Shared rows of ancestors are included; own rows come first."""

from collections.abc import Iterable, Sequence

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Subquery, When

from drehscheibe.catalogue.models import LocalAddition, OnlineService, Service
from drehscheibe.kernel import freshness, scope
from drehscheibe.tenants.queries import directory

_services = freshness.Kept[Service | None](500)
_related = freshness.Kept[list[Service]](500)


def own_first(found: "QuerySet[Service]") -> list[Service]:
    """One service per slug: the nearest tenant's, with that tenant from memory."""
    rank = {tenant_id: place for place, tenant_id in enumerate(scope.current().readable)}
    nearest: dict[str, Service] = {}
    for service in found:
        known = nearest.get(service.slug)
        if known is None or rank[service.tenant_id] < rank[known.tenant_id]:
            nearest[service.slug] = service
    return with_tenants(nearest.values())


def _rows() -> "QuerySet[Service]":
    return Service.objects.select_related("department").defer("search").order_by("sort_key")


def _all() -> "QuerySet[Service]":
    return _rows().filter(is_published=True)


def listed() -> "QuerySet[Service]":
    """Services for lists: without their long texts."""
    left_out = (
        "search", "texts", "fees", "keywords", "search_words", "leika_keys", "imported", "details", "easy",
        "department__contact",
    )  # fmt: skip
    listed = Service.objects.filter(is_published=True).select_related("department")
    return listed.defer(*left_out).order_by("sort_key", "slug", "pk")


def services() -> list[Service]:
    """All services of the portal from A to Z."""
    return own_first(listed())


def service(slug: str) -> Service | None:
    """One service with its department, the nearest tenant's; `contact` is the slug of its contact form or None.

    `local`: what the entered body says beside the text of a body above it, by part, as in `LocalAddition.modules`.
    """
    return _services.get(
        (scope.current().readable, slug), lambda: nearest_of(with_surroundings(_all().filter(slug=slug)))
    )


def nearest_of(rows: "QuerySet[Service]") -> Service | None:
    """Of the rows of one address the nearest body's, with that body from memory."""
    return next(iter(own_first(rows)), None)


def with_surroundings(rows: "QuerySet[Service]") -> "QuerySet[Service]":
    """The rows with what their page also says: contact form and local additions."""
    messages = OnlineService.objects.filter(service=OuterRef("pk"), is_contact=True).order_by("pk")
    local = LocalAddition.objects.filter(service=OuterRef("pk"))
    return rows.annotate(
        contact=Subquery(messages.values("slug")[:1]),
        local=Subquery(local.values("modules")[:1]),
        local_translated=Subquery(local.values("translated")[:1]),
    )


def withdrawn(slug: str) -> Service | None:
    """A service that was public under this address and is hidden now."""
    return nearest_of(with_surroundings(_rows().filter(slug=slug, is_published=False, withdrawn__isnull=False)))


def own_services() -> list[Service]:
    """The services of the entered tenant itself with everything, by their slugs; unpublished ones, too."""
    return list(_rows().filter(tenant_id=scope.current().tenant_id).order_by("slug"))


def described_services() -> list[Service]:
    """All services of the portal from A to Z with everything that is said of them."""
    return own_first(_all())


def named(slugs: Sequence[str]) -> list[Service]:
    """The services of these slugs in this order, without those that the portal does not have."""
    found = {service.slug: service for service in own_first(listed().filter(slug__in=slugs))} if slugs else {}
    return [found[slug] for slug in slugs if slug in found]


def by_keys(keys: Sequence[int]) -> list[Service]:
    """The services of these keys in this order, with the words they are found by."""
    left_out = ("search", "texts", "fees", "leika_keys", "imported", "details", "easy", "department__contact")
    rows = Service.objects.filter(pk__in=keys, is_published=True).select_related("department").defer(*left_out)
    found = {service.pk: service for service in with_tenants(rows)} if keys else {}
    return [found[key] for key in keys if key in found]


def with_tenants(services: Iterable[Service]) -> list[Service]:
    """The services, each with its tenant from memory."""
    found, tenants = list(services), directory().tenants
    for service in found:
        service.tenant = tenants[service.tenant_id]
    return found


def visible(rows: "QuerySet[Service]") -> "QuerySet[Service]":
    """Without what a nearer body describes itself under the same address."""
    readable = scope.current().readable
    if len(readable) == 1:
        return rows
    rank = Case(*(When(tenant_id=one, then=place) for place, one in enumerate(readable)), output_field=IntegerField())
    nearer = Service.objects.filter(slug=OuterRef("slug"), is_published=True).annotate(rank=rank)
    return rows.annotate(rank=rank).exclude(Exists(nearer.filter(rank__lt=OuterRef("rank"))))


def keys_of_department(keys: Sequence[int], department: str) -> list[int]:
    """Those of the services with these keys that the department with this slug is responsible for."""
    return list(Service.objects.filter(pk__in=keys, department__slug=department).values_list("pk", flat=True))


def related(service: Service) -> list[Service]:
    """What people often need as well; beside a service that nobody described, those of the same OZG number that are."""
    key = scope.current().readable, service.slug, service.ozg_id, bool(service.summary), tuple(service.related)
    return _related.get(key, lambda: _related_to(service))  # a draft that is looked at may name others


def _related_to(service: Service) -> list[Service]:
    if service.summary or not service.ozg_id:
        return named(service.related)
    same = listed().filter(ozg_id=service.ozg_id).exclude(slug=service.slug).exclude(summary={})
    return own_first(same)[:8]


def slug_now(former: str) -> str | None:
    """Under which address a service is found now that had this one before."""
    found = own_first(listed().filter(former_slugs__contains=[former]))
    return found[0].slug if found else None
