"""Every portal of the installation beside each other: its state, and how much of its offer is online.

All bodies are read at once, without their texts: only services with a form of their own are looked at closely.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Coalesce

from drehscheibe.catalogue.models import OnlineService, Service
from drehscheibe.insights import maturity, offers
from drehscheibe.insights.figures import Share
from drehscheibe.kernel import scope
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.publication import Check, checks
from drehscheibe.tenants.queries import directory


@dataclass(frozen=True)
class Portal:
    """A portal: its state, what is still missing before it may open, and its figures. `services`: the body's own, of
    them `online` and `conforming` (with the level that the OZG asks for); `share` counts what the portal shows.
    """

    tenant: Tenant
    checks: list[Check]
    services: int
    online: int
    conforming: int
    share: Share

    @property
    def missing(self) -> list[str]:
        return [check.point for check in self.checks if not check.is_done]


class _Offered(NamedTuple):
    slug: str
    ozg_id: str
    is_online: bool
    conforms: bool


def portals() -> list[Portal]:
    """All portals of the installation in the order of the tree."""
    tree = directory()
    everybody = list(tree.tenants)
    with scope.enter(everybody[0], everybody):
        own = _offered()
    found = []
    for tenant in tree.tenants.values():
        with scope.enter(tenant.pk, tree.readable(tenant.pk)):
            listed = checks(tenant)
        kept = own.get(tenant.pk, [])
        online, conforming = sum(one.is_online for one in kept), sum(one.conforms for one in kept)
        visible = [one for body in tree.readable(tenant.pk) for one in own.get(body, ())]
        found.append(Portal(tenant, listed, len(kept), online, conforming, _share(visible)))
    return found


def _offered() -> dict[int, list[_Offered]]:
    """What each body offers itself, by its key."""
    with_form = set(OnlineService.objects.filter(is_contact=False).values_list("service_id", flat=True))
    closely = {one.service.pk: one for one in offers.assess(Service.objects.filter(pk__in=with_form).defer("search"))}
    described = Q(texts__has_key="description") | (Q(summary__has_key="de") & ~Q(summary__de=""))
    rows = Service.objects.filter(is_published=True)
    found: dict[int, list[_Offered]] = {}
    columns = ("pk", "tenant_id", "slug", "ozg_id")
    for pk, tenant, slug, ozg_id, is_described, is_elsewhere in rows.values_list(
        *columns, _true(described), _true(_ELSEWHERE)
    ):
        one = closely.get(pk)
        conforms = one.level >= maturity.CONFORMING if one else is_elsewhere and is_described
        is_online = one.is_online if one else is_elsewhere
        found.setdefault(tenant, []).append(_Offered(slug, ozg_id, is_online, conforms))
    return found


def _true(condition: Q) -> Coalesce:
    """Whether it holds; what cannot be told does not."""
    return Coalesce(ExpressionWrapper(condition, BooleanField()), False)


_ELSEWHERE = Q(channels__has_key="external") & ~Q(channels__external=None)


def _share(visible: Iterable[_Offered]) -> Share:
    """The nearest body's services first; a number counts as online as soon as one of its services is."""
    seen: set[str] = set()
    numbers: dict[str, bool] = {}
    for one in visible:
        if one.slug not in seen and one.ozg_id:
            numbers[one.ozg_id] = numbers.get(one.ozg_id, False) or one.is_online
        seen.add(one.slug)
    return Share(sum(numbers.values()), len(numbers))
