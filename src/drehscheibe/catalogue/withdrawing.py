"""Take a published service out of the portal at once, and put it back; its address says meanwhile whom to ask."""

from datetime import datetime

from django.db import transaction

from drehscheibe.catalogue import going_live
from drehscheibe.catalogue.editing import comment
from drehscheibe.catalogue.models import Service
from drehscheibe.kernel import clock, freshness, scope
from drehscheibe.tenants import journal


class OverError(ValueError):
    """The last day on which the service may be shown is over: a new date comes first."""


def _locked(service: Service) -> Service:
    rows = Service.objects.select_for_update(of=("self",)).select_related("department")
    return rows.get(pk=service.pk, tenant_id=scope.current().tenant_id)


@transaction.atomic
def take_down(*, service: Service, reason: str, by: str, now: datetime) -> None:
    """Hide an own service from the next request on. `reason` stands with the colleagues' comments.

    Applications that were begun can still be sent. Hidden already: nothing happens.
    """
    kept = _locked(service)
    if not kept.is_published:
        return
    going_live.keep_what_is(kept, going_live.live(kept))
    Service.objects.filter(pk=kept.pk).update(is_published=False, withdrawn=now, changed=now)
    comment(service=kept, text=reason, by=by, now=now)
    journal.note("service_taken_down", by=by, now=now, facts={"service": kept.slug})
    freshness.announce()


@transaction.atomic
def put_back(*, service: Service, by: str, now: datetime) -> None:
    """Show it again as it was; only what was taken down. Raises OverError."""
    kept = _locked(service)
    if kept.withdrawn is None or kept.is_published:
        return
    if kept.valid_until and kept.valid_until < clock.day(now):
        raise OverError(kept.slug)
    Service.objects.filter(pk=kept.pk).update(is_published=True, withdrawn=None, changed=now)
    journal.note("service_put_back", by=by, now=now, facts={"service": kept.slug})
    freshness.announce()
