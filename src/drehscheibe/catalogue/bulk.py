"""Assign services of the entered tenant to departments, and change many at once: hand them over, or change a fee.

Every change is shown before it is done; doing it takes the digest of what was shown, so that nobody changes what they
have not seen. Working copies are changed alike, or publishing one would undo it. All is journalled.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from drehscheibe.catalogue.models import OnlineService, Service, ServiceDraft, ServiceVersion
from drehscheibe.catalogue.schema import document_of
from drehscheibe.kernel import clock, freshness, scope
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Department, Tenant

Reckon = Callable[[int], int]  # cents before -> cents after


class SeenOtherwiseError(Exception):
    """What would change now is not what was shown."""


@dataclass(frozen=True)
class Change:
    """A service with what stands there now and what would; department slugs, or rows of fees in cents."""

    service: Service
    before: Any
    after: Any


def digest(changes: Sequence[Change]) -> str:
    """Names exactly these changes."""
    told = [[one.service.pk, one.before, one.after] for one in changes]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def _own(department: Department | None) -> list[Service]:
    """Own services of one department or of all, unpublished ones included."""
    found = Service.objects.filter(tenant_id=scope.current().tenant_id).select_related("department").defer("search")
    return list((found.filter(department=department) if department else found).order_by("sort_key", "slug"))


def moves(*, department: Department, to: Department, slugs: Sequence[str] = ()) -> list[Change]:
    """What would move from one department to another; `slugs` name some services, none of them means all."""
    return [
        Change(one, department.slug, to.slug)
        for one in _own(department)
        if department.pk != to.pk and (not slugs or one.slug in slugs)
    ]


@transaction.atomic
def move(
    *, department: Department, to: Department, slugs: Sequence[str] = (), seen: str, by: str, now: datetime
) -> list[Change]:
    """Hand services over. Cases already sent stay where they are. Raises SeenOtherwiseError."""
    _lock()
    changes = _must_be(moves(department=department, to=to, slugs=slugs), seen)
    keys = [one.service.pk for one in changes]
    Service.objects.filter(pk__in=keys).update(department=to, assigned_on=clock.day(now), changed=now)
    OnlineService.objects.filter(service__in=keys, tenant_id=to.tenant_id).update(department=to)
    for draft in ServiceDraft.objects.filter(service__in=keys):
        draft.document["department"] = to.slug
        _keep(draft)
    facts = {"from": department.slug, "to": to.slug, "services": [one.service.slug for one in changes]}
    _finish(keys, "services_moved", facts, by=by, now=now)
    return changes


@transaction.atomic
def assign(
    *,
    service: Service,
    department: Department,
    person: str,
    since: date | None,
    review_on: date | None,
    by: str,
    now: datetime,
) -> None:
    """Say which department keeps a service, whom to ask there, since when, and when to look at the text again.

    Cases already sent stay where they are. Nothing changed leaves no entry.
    """
    _lock()
    kept = Service.objects.select_related("department").get(pk=service.pk, tenant_id=scope.current().tenant_id)
    fresh = {"department_id": department.pk, "responsible_person": person, "assigned_on": since, "review_on": review_on}
    changed = sorted(name for name, value in fresh.items() if getattr(kept, name) != value)
    if not changed:
        return
    Service.objects.filter(pk=kept.pk).update(**fresh)
    OnlineService.objects.filter(service=kept, tenant_id=kept.tenant_id).update(department=department)
    written = {"department": department.slug, "responsible_person": person}
    for draft in ServiceDraft.objects.filter(service=kept):
        draft.document |= {**written, "review_on": review_on.isoformat() if review_on else None}
        _keep(draft)
    facts = {"service": kept.slug, "to": department.slug, "changed": changed}
    journal.note("service_assigned", by=by, now=now, facts=facts)
    freshness.announce()


def fee_changes(*, department: Department | None, reckon: Reckon) -> list[Change]:
    """Which fees would change, and to what."""
    found = [Change(one, one.fees, _reckoned(one.fees, reckon)) for one in _own(department)]
    return [one for one in found if one.before != one.after]


def _reckoned(fees: Sequence[dict[str, Any]], reckon: Reckon) -> list[dict[str, Any]]:
    amounts = ("amount_cents", "from_cents", "to_cents")
    return [
        {name: reckon(value) if name in amounts and value is not None else value for name, value in fee.items()}
        for fee in fees
    ]


@transaction.atomic
def change_fees(*, department: Department | None, reckon: Reckon, seen: str, by: str, now: datetime) -> list[Change]:
    """Change fees in descriptions. Raises SeenOtherwiseError."""
    _lock()
    changes = _must_be(fee_changes(department=department, reckon=reckon), seen)
    for one in changes:
        Service.objects.filter(pk=one.service.pk).update(fees=one.after, changed=now)
    keys = [one.service.pk for one in changes]
    for draft in ServiceDraft.objects.filter(service__in=keys):
        if draft.document.get("fees"):
            draft.document["fees"] = _reckoned(draft.document["fees"], reckon)
            _keep(draft)
    _finish(keys, "fees_changed", {"services": [one.service.slug for one in changes]}, by=by, now=now)
    return changes


def _lock() -> None:
    Tenant.objects.select_for_update().get(pk=scope.current().tenant_id)


def _must_be(changes: list[Change], seen: str) -> list[Change]:
    if not changes or digest(changes) != seen:
        raise SeenOtherwiseError
    return changes


def _keep(draft: ServiceDraft) -> None:
    draft.revision += 1
    draft.save(update_fields=["document", "revision"])


def _finish(keys: Sequence[int], verb: str, facts: dict[str, Any], *, by: str, now: datetime) -> None:
    """Keep the published states as versions, and tell everybody."""
    changed = Service.objects.filter(pk__in=keys).select_related("department").defer("search")
    numbers = ServiceVersion.objects.filter(service__in=keys).values_list("service").annotate(last=Max("number"))
    last = dict(numbers)
    ServiceVersion.objects.bulk_create(
        ServiceVersion(
            tenant_id=scope.current().tenant_id,
            service=one,
            number=last.get(one.pk, 0) + 1,
            document=document_of(one),
            edited_by=by,
            published_by=by,
            published=now,
        )
        for one in changed
        if one.is_published
    )
    journal.note(verb, by=by, now=now, facts=facts)
    freshness.announce()
