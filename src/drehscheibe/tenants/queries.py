"""Reads on the tenant tree."""

from dataclasses import dataclass

from django.db.models import QuerySet

from drehscheibe.kernel import freshness, scope
from drehscheibe.tenants.models import Department, Hostname, Page, Tenant


@dataclass(frozen=True)
class Directory:
    """All tenants by id and by host name."""

    tenants: dict[int, Tenant]
    hosts: dict[str, int]
    primary: dict[int, str]

    def by_host(self, host: str) -> Tenant | None:
        tenant_id = self.hosts.get(host.lower().rstrip("."))
        return self.tenants[tenant_id] if tenant_id else None

    def by_slug(self, slug: str) -> Tenant | None:
        return next((tenant for tenant in self.tenants.values() if tenant.slug == slug), None)

    def lineage(self, tenant_id: int) -> list[Tenant]:
        """The tenant and its ancestors, itself first."""
        line = []
        tenant: Tenant | None = self.tenants[tenant_id]
        while tenant:
            line.append(tenant)
            tenant = self.tenants[tenant.parent_id] if tenant.parent_id else None
        return line

    def readable(self, tenant_id: int) -> tuple[int, ...]:
        """Whose shared rows the tenant reads: its own and its ancestors'."""
        return tuple(tenant.pk for tenant in self.lineage(tenant_id))


_kept: tuple[int, Directory] | None = None


def directory() -> Directory:
    """The tenant tree, from memory while nothing was published since."""
    global _kept  # noqa: PLW0603  one value per process, replaced as a whole
    stamp = freshness.stamp()
    if stamp is not None and _kept and _kept[0] == stamp:
        return _kept[1]
    tenants = {tenant.pk: tenant for tenant in Tenant.objects.order_by("pk")}
    names = list(Hostname.objects.order_by("-is_primary", "pk"))
    primary: dict[int, str] = {}
    for name in names:
        primary.setdefault(name.portal_id, name.host)
    found = Directory(tenants, {name.host: name.portal_id for name in names}, primary)
    if stamp is not None:
        _kept = (stamp, found)
    return found


def page(slug: str) -> Page | None:
    """The portal's own page `slug`; who is legally responsible is never inherited."""
    return Page.objects.filter(slug=slug, tenant_id=scope.current().tenant_id).first()


def own_departments(*, also_closed: bool = False) -> "QuerySet[Department]":
    """The departments of the entered tenant itself, not those it may read of its district, by name."""
    rows = Department.objects.filter(tenant_id=scope.current().tenant_id).order_by("name__de", "pk")
    return rows if also_closed else rows.filter(is_active=True)


def departments_in_sight() -> list[Department]:
    """The departments of the entered tenant, then those that it may read of its district, each by name."""
    rank = {tenant_id: place for place, tenant_id in enumerate(scope.current().readable)}
    rows = Department.objects.filter(is_active=True).order_by("name__de", "pk")
    return sorted(rows, key=lambda one: rank[one.tenant_id])
