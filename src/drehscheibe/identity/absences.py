"""Who is away, and who stands in for them: the deputy sees and works on their cases meanwhile."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from drehscheibe.identity.actors import actor
from drehscheibe.identity.models import Absence, Account
from drehscheibe.kernel import scope
from drehscheibe.tenants import journal


class ImpossibleAbsenceError(Exception):
    """It ends before it begins, is over already, or somebody would stand in for themselves."""


class OverlappingAbsenceError(Exception):
    """Somebody else stands in on one of these days already."""


@transaction.atomic
def add(*, account: Account, deputy: Account, first: date, last: date, by: Account, now: datetime, today: date) -> None:
    """Let `deputy` stand in for `account` from `first` to `last`, both included; noted in the body's journal.

    Raises ImpossibleAbsenceError and OverlappingAbsenceError.
    """
    if last < first or last < today or account.pk == deputy.pk:
        raise ImpossibleAbsenceError
    Account.objects.select_for_update().get(pk=account.pk)  # one at a time per person
    if Absence.objects.filter(account=account, first__lte=last, last__gte=first).exists():
        raise OverlappingAbsenceError
    Absence.objects.create(
        tenant_id=scope.current().tenant_id, account_id=account.pk, deputy_id=deputy.pk, first=first, last=last
    )
    facts = {"account": account.pk, "deputy": deputy.pk, "first": first.isoformat(), "last": last.isoformat()}
    journal.note("deputy_named", by=actor(by), now=now, facts=facts)


@transaction.atomic
def drop(*, absence_id: int, of: Iterable[Account], by: Account, now: datetime) -> None:
    """End the standing in at once; nothing happens where it is none of these people's."""
    found = Absence.objects.filter(pk=absence_id, account__in=list(of)).first()
    if found:
        found.delete()
        journal.note("deputy_released", by=actor(by), now=now, facts={"account": found.account_id})


def running(accounts: Iterable[Account], today: date) -> "QuerySet[Absence]":
    """The absences of these people that are not over, the next first."""
    rows = Absence.objects.select_related("account", "deputy").filter(account__in=list(accounts), last__gte=today)
    return rows.order_by("first", "pk")
