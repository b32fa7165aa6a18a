"""Create portals and what belongs to them, as a seed or the command line does."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from drehscheibe.kernel import crypto, freshness, scope
from drehscheibe.tenants.models import Department, Hostname, Page, Tenant
from drehscheibe.tenants.queries import directory


class HostTakenError(ValueError):
    """Another portal already answers under this host name."""


@contextmanager
def work_as(tenant: Tenant) -> Iterator[None]:
    """A transaction in the tenant's scope, with its ancestors' shared rows readable."""
    with transaction.atomic(), scope.enter(tenant.pk, directory().readable(tenant.pk)):
        yield


@transaction.atomic
def create_portal(
    *, slug: str, name: str, prefix: str, hosts: Sequence[str], parent: Tenant | None = None, **facts: Any
) -> Tenant:
    """Create a tenant with its host names and its key. Raises HostTakenError when a host is in use."""
    taken = Hostname.objects.filter(host__in=hosts).values_list("host", flat=True).first()
    if taken:
        raise HostTakenError(f"Unter {taken} antwortet schon ein Portal. Wählen Sie einen anderen Rechnernamen.")
    tenant = Tenant.objects.create(slug=slug, name=name, prefix=prefix, parent=parent, **facts)
    for rank, host in enumerate(hosts):
        Hostname.objects.create(portal=tenant, host=host.lower(), is_primary=rank == 0)
    with scope.enter(tenant.pk):
        crypto.create_tenant_key(tenant.pk)
    freshness.announce()
    return tenant


def set_department(*, slug: str, name: Mapping[str, str], contact: Mapping[str, Any]) -> Department:
    """Create or change a department of the entered tenant; what the body has changed itself stays as it is."""
    tenant_id = scope.current().tenant_id
    known = Department.objects.filter(tenant_id=tenant_id, slug=slug).exclude(changed=None).first()
    if known:
        return known
    department, _ = Department.objects.update_or_create(
        tenant_id=tenant_id, slug=slug, defaults={"name": dict(name), "contact": dict(contact)}
    )
    freshness.announce()
    return department


def set_page(*, slug: str, title: Mapping[str, str], body: Mapping[str, Any], changed: datetime) -> Page:
    """Create or change a legal or informational page of the entered tenant, unless what is there is newer."""
    tenant_id = scope.current().tenant_id
    known = Page.objects.filter(tenant_id=tenant_id, slug=slug, changed__gt=changed).first()
    if known:
        return known
    page, _ = Page.objects.update_or_create(
        tenant_id=tenant_id, slug=slug, defaults={"title": dict(title), "body": dict(body), "changed": changed}
    )
    freshness.announce()
    return page
