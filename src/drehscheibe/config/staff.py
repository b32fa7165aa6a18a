"""Invite staff from the command line: how the first people come into a new installation."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from drehscheibe.identity import links, mails
from drehscheibe.identity.invitations import write_invitation
from drehscheibe.identity.models import Role
from drehscheibe.kernel import clock
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory


def invite(*, email: str, role: str, host: str) -> None:
    """Print a link, good once and for seven days. Raises ValueError with the reason when something does not fit."""
    portal = directory().by_host(host)
    if portal is None:
        raise ValueError(f"Unter {host} gibt es kein Portal. `drehscheibe portal list` zeigt alle.")
    if role not in Role.values:
        raise ValueError(f"Die Rolle {role} gibt es nicht. Es gibt: {', '.join(Role.values)}.")
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValueError(f"{email} ist keine E-Mail-Adresse.") from error
    with work_as(portal):
        link = write_invitation(email=email, places=[(Role(role), None)], by=None, now=clock.now())
    print(mails.origin(portal.pk) + links.path(link))  # noqa: T201  the command line speaks here
