"""Erase an account: sign-in, memberships and drafts go; sent cases stay with the office, without the account."""

import uuid
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import CASCADE, PROTECT, SET_NULL, ForeignObjectRel

from drehscheibe.applications.models import Application
from drehscheibe.applications.operations import drafts
from drehscheibe.applications.operations.claiming import release
from drehscheibe.applications.queries import responsible_body
from drehscheibe.identity.models import Account, Member, MemberRole, Membership
from drehscheibe.kernel import audit
from drehscheibe.tenants.queries import directory

_CHAINS = uuid.UUID("0b3f7f0e-8a55-4c0e-9a3b-6f1f8a2e7d10")


class StaffAccountError(Exception):
    """The account works, or has worked, for a body: what it did there stays attributable. Its administrators end it."""


class DemoAccountError(Exception):
    """A person of the demo stays, so that others can sign in as them."""


class StillInChargeError(Exception):
    """The person is the only admin of `organisations`: somebody must manage them, or they are deleted first."""

    def __init__(self, organisations: list[Account]) -> None:
        super().__init__()
        self.organisations = organisations


class OpenCasesError(Exception):
    """Cases of the organisation are still open: `count`."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def in_charge_alone(account: Account) -> list[Account]:
    """The organisations that `account` alone manages."""
    mine = Member.objects.select_related("organisation").filter(person=account, role=MemberRole.ADMIN)
    others = Member.objects.filter(role=MemberRole.ADMIN).exclude(person=account)
    return [one.organisation for one in mine.exclude(organisation__in=others.values("organisation"))]


def open_cases(account: Account) -> int:
    """How many cases of `account` the offices have not decided yet, in all tenants."""
    count = 0
    for tenant_id in directory().tenants:
        with responsible_body(tenant_id):
            count += sum(one.is_open for one in Application.objects.filter(account=account).only("status"))
    return count


@transaction.atomic
def erase_account(*, account: Account, now: datetime) -> None:
    """Erase the person's own account for good. Raises DemoAccountError, StaffAccountError and StillInChargeError."""
    Account.objects.select_for_update().get(pk=account.pk)
    if account.is_demo:
        raise DemoAccountError
    # Admins of one organisation wait for each other, so that two cannot leave at once.
    kept = Member.objects.filter(person=account).values("organisation")
    list(Account.objects.select_for_update().filter(pk__in=kept).order_by("pk"))
    alone = in_charge_alone(account)
    if alone:
        raise StillInChargeError(alone)
    _erase(account, by=account, now=now)


@transaction.atomic
def dissolve(*, organisation: Account, knows_open_cases: bool, by: Account, now: datetime) -> None:
    """Erase an organisation with its memberships. Raises OpenCasesError unless the admin has said to know of them."""
    Account.objects.select_for_update().get(pk=organisation.pk)
    count = open_cases(organisation)
    if count and not knows_open_cases:
        raise OpenCasesError(count)
    _erase(organisation, by=by, now=now)


def _erase(account: Account, *, by: Account, now: datetime) -> None:
    """Row-level security shows one tenant at a time, so what hangs on the account is let go tenant by tenant."""
    facts = {"drafts": 0, "cases": 0}
    for tenant_id in directory().tenants:
        with responsible_body(tenant_id):
            facts["drafts"] += drafts.delete_of(account=account)
            facts["cases"] += release(account=account, by=by, now=now)
            _let_go(account)
    audit.record(uuid.uuid5(_CHAINS, str(account.pk)), "account_erased", by=f"account {by.pk}", now=now, facts=facts)
    account.delete()


def _let_go(account: Account) -> None:
    """What else belongs to the account in the entered tenant. Raises StaffAccountError for traces of work there."""
    if Membership.objects.filter(account=account).exists():
        raise StaffAccountError
    for relation in _owned_relations():
        rows = relation.related_model._base_manager.filter(**{relation.field.name: account})  # noqa: SLF001  Django documents it
        if relation.on_delete is PROTECT and rows.exists():
            raise StaffAccountError
        if relation.on_delete is CASCADE:
            rows.delete()
        elif relation.on_delete is SET_NULL:
            rows.update(**{relation.field.name: None})


def _owned_relations() -> Iterator[ForeignObjectRel]:
    """The foreign keys to accounts from tables that a tenant owns."""
    for relation in Account._meta.related_objects:  # noqa: SLF001  Django documents it
        if any(field.column == "tenant_id" for field in relation.related_model._meta.concrete_fields):  # noqa: SLF001
            yield relation
