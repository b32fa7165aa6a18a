"""What a lead sees of retention: the days of each online service, what will be erased, and what is restricted."""

from datetime import datetime

from django.db.models import Case, Q, QuerySet, When

from drehscheibe.applications.queries import led_by
from drehscheibe.applications.retention import Offer, PlannedErasure, Restriction, RetentionRule
from drehscheibe.catalogue.models import OnlineService
from drehscheibe.identity.models import Role
from drehscheibe.identity.queries import Standing
from drehscheibe.kernel import scope
from drehscheibe.tenants import journal

SHOWN = 100


def services_led(standing: Standing) -> "QuerySet[OnlineService]":
    """The entered body's online services of the departments that somebody leads, with their rules."""
    departments = standing.departments(frozenset({Role.LEAD.value}))
    rows = OnlineService.objects.filter(tenant_id=scope.current().tenant_id)
    rows = rows if departments is None else rows.filter(department__in=departments)
    return rows.select_related("service", "retention_rule").order_by("service__sort_key", "is_contact", "slug")


def set_rule(
    *,
    service: OnlineService,
    withdrawn_days: int | None,
    open_days: int | None,
    is_offered: bool,
    by: str,
    now: datetime,
) -> None:
    """Keep the days beside those after the decision. They count from now on, for cases that are there too."""
    facts = {"withdrawn_days": withdrawn_days, "open_days": open_days, "is_offered": is_offered}
    RetentionRule.objects.update_or_create(
        online_service=service, defaults={"tenant_id": scope.current().tenant_id, **facts}
    )
    journal.note("retention_changed", by=by, now=now, facts={"name": service.name["de"], **facts})


def planned(standing: Standing) -> "QuerySet[PlannedErasure]":
    """The planned erasures of the departments that somebody leads: first those that wait for the archive."""
    waits = Q(offer=Offer.WAITING) | Q(offer=Offer.TAKEN, exported=None)
    cases = led_by(standing).order_by().values("pk")
    rows = PlannedErasure.objects.filter(application__in=cases)
    wanted = ("application__key", "application__department", "application__tenant", "application__assignee")
    rows = rows.select_related(*wanted, "application__online_service__service", "application__receipt")
    return rows.order_by(Case(When(waits, then=0), default=1), "at", "pk")


def restrictions(standing: Standing) -> list[Restriction]:
    """The restricted cases of the departments that somebody leads, the oldest first."""
    cases = led_by(standing).filter(is_restricted=True).order_by().values("pk")
    rows = Restriction.objects.filter(lifted=None, application__in=cases)
    return list(rows.select_related("application__department").order_by("at")[:SHOWN])
