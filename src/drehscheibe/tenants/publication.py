"""From preparation to the public: what a portal must have before everybody may see it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from drehscheibe.kernel import freshness, scope
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Page, Tenant
from drehscheibe.tenants.queries import own_departments

PAGES = ("impressum", "datenschutz", "erklaerung-zur-barrierefreiheit")


@dataclass(frozen=True)
class Check:
    """One point of the list: a page's slug, `department` or `officer`, and whether it is there."""

    point: str
    is_done: bool


class NotReadyError(Exception):
    """Something on the list is missing; `missing` names the points."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


def checks(tenant: Tenant) -> list[Check]:
    """The list for the entered tenant."""
    written = {page.slug for page in Page.objects.filter(tenant_id=tenant.pk, slug__in=PAGES) if page.body.get("de")}
    reachable = any(
        department.contact.get("phone") or department.contact.get("email") for department in own_departments()
    )
    officer = tenant.officer
    has_officer = bool((officer.get("name") or {}).get("de") and (officer.get("email") or officer.get("phone")))
    return [
        *(Check(slug, slug in written) for slug in PAGES),
        Check("department", reachable),
        Check("officer", has_officer),
    ]


@transaction.atomic
def publish_portal(*, by: str, now: datetime) -> None:
    """Open the entered tenant's portal to everybody. Publishing twice changes nothing. Raises NotReadyError."""
    tenant = Tenant.objects.select_for_update().get(pk=scope.current().tenant_id)
    if not tenant.in_preparation:
        return
    missing = [check.point for check in checks(tenant) if not check.is_done]
    if missing:
        raise NotReadyError(missing)
    Tenant.objects.filter(pk=tenant.pk).update(in_preparation=False)
    journal.note("portal_published", by=by, now=now, facts={})
    freshness.announce()
