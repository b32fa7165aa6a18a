"""Who works for a body and in which role: appoint, and take roles away again. Every change is in the journal.

Nobody gives or takes a role above their own: operators come from operators only. Nobody gives a role to themselves,
and a body never loses its last tenant admin.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from drehscheibe.identity.actors import actor
from drehscheibe.identity.invitations import invite, open_invitations, withdraw_invitation
from drehscheibe.identity.models import Account, MailedLink, Membership, Role
from drehscheibe.identity.queries import Standing
from drehscheibe.kernel import scope
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Department

GIVES: dict[str, frozenset[str]] = {
    Role.TENANT_ADMIN: frozenset(Role.values) - {Role.OPERATOR},
    Role.OPERATOR: frozenset({Role.TENANT_ADMIN, Role.OPERATOR}),
}
IN_WHOLE_BODY = frozenset({Role.TENANT_ADMIN, Role.AUDITOR, Role.OPERATOR})  # roles that no department limits


class NotYoursToGiveError(Exception):
    """The role is above that of who gives or takes it."""


class OwnRoleError(Exception):
    """Nobody gives a role to themselves: a second person has to want it."""


class LastAdminError(Exception):
    """Without this tenant admin nobody could run the portal."""


class WorksHereError(Exception):
    """Whoever has this address works here already; their roles are on their own page."""


@dataclass
class Colleague:
    """A person with the roles that they hold in the entered tenant."""

    account: Account
    memberships: list[Membership] = field(default_factory=list)


def giveable(standing: Standing) -> frozenset[str]:
    """The roles that somebody of this standing may give and take."""
    return frozenset().union(*(GIVES.get(role, frozenset()) for role in standing.roles))


def staff() -> list[Colleague]:
    """All who work for the entered tenant, by name."""
    found: dict[int, Colleague] = {}
    for membership in Membership.objects.select_related("account", "department").order_by("account__name", "pk"):
        found.setdefault(membership.account_id, Colleague(membership.account)).memberships.append(membership)
    return list(found.values())


def colleague(account_id: int) -> Colleague | None:
    """One of the entered tenant's staff."""
    held = list(Membership.objects.select_related("account", "department").filter(account=account_id).order_by("pk"))
    return Colleague(held[0].account, held) if held else None


def _facts(membership: Membership) -> dict[str, object]:
    return {"account": membership.account_id, "role": membership.role, "department": membership.department_id}


@transaction.atomic
def give(
    *, account: Account, role: Role, department: Department | None, by: Account, standing: Standing, now: datetime
) -> None:
    """Give a role for a department, or (None) for the whole body; giving it twice changes nothing.

    `standing` is that of `by`. Raises NotYoursToGiveError and OwnRoleError.
    """
    if role not in giveable(standing):
        raise NotYoursToGiveError(role)
    if account.pk == by.pk:
        raise OwnRoleError
    membership, is_new = Membership.objects.get_or_create(
        tenant_id=scope.current().tenant_id,
        account=account,
        role=role,
        department=None if role in IN_WHOLE_BODY else department,
    )
    if is_new:
        journal.note("role_given", by=actor(by), now=now, facts=_facts(membership))


@transaction.atomic
def take_away(*, membership: Membership, by: Account, standing: Standing, now: datetime) -> None:
    """Take a role away; one's own too. Raises NotYoursToGiveError and LastAdminError."""
    if membership.role not in giveable(standing):
        raise NotYoursToGiveError(membership.role)
    if membership.role == Role.TENANT_ADMIN:
        held = Membership.objects.select_for_update(of=("self",)).filter(role=Role.TENANT_ADMIN).order_by("pk")
        active = [other for other in held.select_related("account") if other.account.is_active]
        if not [other for other in active if other.pk != membership.pk]:
            raise LastAdminError
    gone, _ = Membership.objects.filter(pk=membership.pk).delete()
    if gone:
        journal.note("role_taken", by=actor(by), now=now, facts=_facts(membership))
        _void_invitations(membership.account_id, by=by, now=now)


def _void_invitations(account_id: int, *, by: Account, now: datetime) -> None:
    """What somebody offered who may not give it any more counts no longer."""
    left = Membership.objects.filter(account=account_id).values_list("role", flat=True)
    still_gives = frozenset().union(*(GIVES.get(role, frozenset()) for role in left))
    for link in open_invitations(now):
        if link.invited_by_id == account_id and not {role for role, _ in link.places} <= still_gives:
            withdraw_invitation(link=link, now=now)
            journal.note("invitation_withdrawn", by=actor(by), now=now, facts={"invitation": str(link.pk)})


@transaction.atomic
def invite_colleague(
    *,
    email: str,
    name: str,
    role: Role,
    department: Department | None,
    by: Account,
    standing: Standing,
    language: str,
    now: datetime,
) -> None:
    """Send an invitation that brings the role; the same one while it is open is not sent again.

    Raises NotYoursToGiveError and WorksHereError.
    """
    if role not in giveable(standing):
        raise NotYoursToGiveError(role)
    if Membership.objects.filter(account__email__iexact=email).exists():
        raise WorksHereError
    department = None if role in IN_WHOLE_BODY else department
    place = [str(role), department.pk if department else None]
    if any(link.email.lower() == email.lower() and place in link.places for link in open_invitations(now)):
        return
    link = invite(email=email, places=[(role, department)], by=by, now=now, name=name, language=language)
    facts = {"role": role, "department": place[1], "invitation": str(link.pk)}  # no address: the journal stays for ever
    journal.note("invited", by=actor(by), now=now, facts=facts)


@transaction.atomic
def take_back(*, link: MailedLink, by: Account, standing: Standing, now: datetime) -> None:
    """Withdraw an open invitation of the entered tenant. Raises NotYoursToGiveError."""
    if not {role for role, _ in link.places} <= giveable(standing):
        raise NotYoursToGiveError
    withdraw_invitation(link=link, now=now)
    journal.note("invitation_withdrawn", by=actor(by), now=now, facts={"invitation": str(link.pk)})
