"""Cases that belong together: a building and its crossing, two applications of one family."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from drehscheibe.applications.models import Application
from drehscheibe.applications.office import CaseLink
from drehscheibe.applications.operations.state import record
from drehscheibe.applications.queries import visible_to
from drehscheibe.identity.models import Account
from drehscheibe.identity.queries import Standing


class SameCaseError(Exception):
    """A case is not linked to itself."""


@transaction.atomic
def link(*, application: Application, other: Application, by: Account, now: datetime) -> None:
    """Link two cases of the body that `by` may see; doing it again changes nothing. Raises SameCaseError."""
    if application.pk == other.pk:
        raise SameCaseError
    first, second = sorted((application, other), key=lambda case: case.pk)
    _, is_new = CaseLink.objects.get_or_create(
        tenant_id=application.tenant_id, first=first, second=second, defaults={"by_id": by.pk, "at": now}
    )
    if is_new:
        record(application, "linked", by, now)
        record(other, "linked", by, now)


@transaction.atomic
def unlink(*, application: Application, other: Application, by: Account, now: datetime) -> None:
    """Take the link away again."""
    gone, _ = CaseLink.objects.filter(_between(application, other)).delete()
    if gone:
        record(application, "unlinked", by, now)
        record(other, "unlinked", by, now)


def linked(application: Application, standing: Standing) -> "QuerySet[Application]":
    """The cases linked to this one, as far as the member of staff may see them."""
    links = CaseLink.objects.filter(Q(first=application) | Q(second=application))
    seen = visible_to(standing).filter(Q(pk__in=links.values("first")) | Q(pk__in=links.values("second")))
    return seen.exclude(pk=application.pk).order_by("submitted", "pk")


def _between(one: Application, other: Application) -> Q:
    first, second = sorted((one.pk, other.pk))
    return Q(first=first, second=second)
