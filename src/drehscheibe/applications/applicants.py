"""Which organisation a case belongs to, and who acted for it (VwVfG § 14), as the office needs to know."""

from dataclasses import dataclass
from datetime import datetime

from drehscheibe.applications.models import Application
from drehscheibe.identity.actors import names
from drehscheibe.identity.models import Organisation
from drehscheibe.kernel.models import AuditEvent


@dataclass(frozen=True)
class Applicant:
    """An organisation as its members describe it, and the name of who sent the case or took it over for it."""

    organisation: Organisation
    acted: str
    at: datetime


def applicant(found: Application) -> Applicant | None:
    """Which organisation has applied; None for persons and guests. One statement, three for organisations."""
    if found.account_id is None:
        return None
    organisation = Organisation.objects.select_related("account").filter(account=found.account_id).first()
    if organisation is None:
        return None
    acts = AuditEvent.objects.filter(chain=found.pk, verb__in=("submitted", "claimed")).order_by("-position")
    last = acts[0]
    return Applicant(organisation, names([last.actor])[last.actor], last.at)
