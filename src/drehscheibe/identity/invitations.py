"""Appoint somebody who has no account yet, or whose account is not known: by a link that is sent to them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from drehscheibe.identity import links
from drehscheibe.identity.actors import actor
from drehscheibe.identity.credentials import normal, register
from drehscheibe.identity.models import Account, MailedLink, Purpose, Role
from drehscheibe.identity.operations import appoint
from drehscheibe.kernel import scope
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Department


class OwnInvitationError(Exception):
    """Whoever invited opens the link: nobody gives a role to themselves, by this way neither."""


Place = tuple[Role, Department | None]


@transaction.atomic
def invite(
    *, email: str, places: Sequence[Place], by: Account | None, now: datetime, name: str = "", language: str = "de"
) -> MailedLink:
    """Invite somebody to work for the entered tenant; a mail with a link goes out.

    `places`: roles with their departments (None: all of them); `name`: what the form for a new account proposes.
    Who opens the link within seven days sets a password or signs in, and holds the roles from then on.
    """
    link = write_invitation(email=email, places=places, by=by, now=now, name=name, language=language)
    links.send(link)
    return link


def write_invitation(
    *, email: str, places: Sequence[Place], by: Account | None, now: datetime, name: str = "", language: str = "de"
) -> MailedLink:
    """An invitation that is handed over by other means than a mail (the command line prints it)."""
    pairs = [(str(role), department.pk if department else None) for role, department in places]
    return links.write_down(
        purpose=Purpose.INVITE, email=normal(email), places=pairs, by=by, now=now, name=name, language=language
    )


def open_invitations(now: datetime) -> list[MailedLink]:
    """Invitations of the entered tenant that nobody has accepted yet, the oldest first."""
    rows = MailedLink.objects.filter(purpose=Purpose.INVITE, portal_id=scope.current().tenant_id)
    return list(rows.filter(used=None, expires__gt=now).order_by("created"))


@transaction.atomic
def withdraw_invitation(*, link: MailedLink, now: datetime) -> None:
    """The link opens nothing any more."""
    links.use_up(link, now)


@transaction.atomic
def accept(*, link: MailedLink, account: Account, now: datetime) -> None:
    """Give `account` the roles of the invitation, in the tenant that invited. Raises LinkGoneError elsewhere.

    Raises OwnInvitationError for who has written it.
    """
    if link.portal_id != scope.current().tenant_id:
        raise links.LinkGoneError
    if link.invited_by_id == account.pk:
        raise OwnInvitationError
    departments = {department.pk: department for department in Department.objects.all()}
    for role, department_id in link.places:
        if department_id is None or department_id in departments:
            appoint(account=account, role=Role(role), department=departments.get(department_id))
    links.use_up(link, now)
    facts = {"account": account.pk, "roles": sorted({role for role, _ in link.places})}
    journal.note("invitation_accepted", by=actor(account), now=now, facts=facts)


@transaction.atomic
def accept_as_new(*, link: MailedLink, name: str, password: str, now: datetime) -> Account:
    """A new account with the roles of the invitation. Raises what `register` and `accept` raise."""
    account = register(link=link, name=name, password=password, now=now)
    accept(link=link, account=account, now=now)
    return account
