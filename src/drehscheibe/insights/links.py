"""The links of all descriptions: collected, and checked a few at a time, each about once a week."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from urllib.parse import urlsplit

from django.db.models import F, Q

from drehscheibe.catalogue.models import Service
from drehscheibe.catalogue.queries import own_services
from drehscheibe.insights.models import Link
from drehscheibe.insights.reaching import Problem, reach
from drehscheibe.kernel import clock, scope
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory

AGAIN_AFTER = timedelta(days=7)
A_ROUND, OF_A_HOST = 20, 2  # links in a round, and of them at most on the same server
LONGEST_ROUND = 90.0  # seconds
OUR_OWN_NETWORK = frozenset({Problem.UNKNOWN_HOST, Problem.NO_ANSWER})
_AFTER = re.compile(r"[.,;:!?)\]}'“”»]+$")  # ends the sentence around the address, not the address
_ADDRESS = re.compile(r"https?://[^\s<>\"\\]+")


def addresses(service: Service) -> set[str]:
    """All web addresses that the service's page may show."""
    parts = [service.texts, service.channels, service.details, service.responsible, service.fees]
    found = _ADDRESS.findall(json.dumps(parts, ensure_ascii=False))
    return {_AFTER.sub("", one)[:500] for one in found}


def collect() -> None:
    """Note the links of the entered tenant's published services, and forget those that are no longer there."""
    tenant_id = scope.current().tenant_id
    wanted = {(one.pk, link) for one in own_services() if one.is_published for link in addresses(one)}
    known = {(service, address): key for key, service, address in Link.objects.values_list("pk", "service", "address")}
    Link.objects.filter(pk__in=[key for place, key in known.items() if place not in wanted]).delete()
    fresh = [Link(tenant_id=tenant_id, service_id=service, address=link) for service, link in wanted - set(known)]
    Link.objects.bulk_create(fresh, ignore_conflicts=True)


def dead() -> list[Link]:
    """The entered tenant's links that could not be reached, by service."""
    found = Link.objects.exclude(problem="").select_related("service")
    return list(found.order_by("service__sort_key", "address"))


@dataclass(frozen=True)
class _Due:
    tenant: Tenant
    key: int
    address: str


def check_some(*, now: datetime, ask: Callable[[str], Problem | None] = reach) -> int:
    """Check the links that have waited longest, outside of any transaction. Returns how many were kept.

    When nothing at all answers, it is our own network that is away, and nothing is kept.
    """
    asked = _asked(_due(now), ask)
    if len(asked) > 2 and all(problem in OUR_OWN_NETWORK for _, problem in asked):
        return 0
    for one, problem in asked:
        with work_as(one.tenant):
            kept = Link.objects.filter(pk=one.key)
            kept.update(checked=now, problem=problem or "")
            kept.filter(problem="").update(since=None)
            kept.exclude(problem="").filter(since=None).update(since=clock.day(now))
    return len(asked)


def _due(now: datetime) -> list[_Due]:
    """Those that have waited longest, of all bodies."""
    found: list[tuple[datetime, _Due]] = []
    for tenant in directory().tenants.values():
        with work_as(tenant):
            collect()
            rows = Link.objects.filter(Q(checked=None) | Q(checked__lt=now - AGAIN_AFTER))
            waiting = rows.order_by(F("checked").asc(nulls_first=True), "pk")[: A_ROUND * 5]
            found += [(row.checked or now - timedelta(days=9999), _Due(tenant, row.pk, row.address)) for row in waiting]
    return [one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].key))]


def _asked(due: Iterable[_Due], ask: Callable[[str], Problem | None]) -> list[tuple[_Due, Problem | None]]:
    """Ask one after the other, as many as a round allows."""
    started, hosts = monotonic(), Counter[str]()
    found: list[tuple[_Due, Problem | None]] = []
    for one in due:
        host = urlsplit(one.address).netloc.lower()
        if hosts[host] == OF_A_HOST:
            continue
        if len(found) == A_ROUND or monotonic() - started > LONGEST_ROUND:
            break
        hosts[host] += 1
        found.append((one, ask(one.address)))
    return found
