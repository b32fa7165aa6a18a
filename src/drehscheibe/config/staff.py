"""Staff from the command line: how the first people come into a new installation, and back in without their factor."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from drehscheibe.identity import factors, links, mails
from drehscheibe.identity.credentials import by_address
from drehscheibe.identity.invitations import write_invitation
from drehscheibe.identity.models import Role
from drehscheibe.kernel import clock
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory


def invite(*, email: str, role: str, host: str) -> None:
    """Print a link, good once and for seven days. Raises ValueError with the reason when something does not fit."""
    portal = _portal(host)
    if role not in Role.values:
        raise ValueError(f"Die Rolle {role} gibt es nicht. Es gibt: {', '.join(Role.values)}.")
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValueError(f"{email} ist keine E-Mail-Adresse.") from error
    with work_as(portal):
        link = write_invitation(email=email, places=[(Role(role), None)], by=None, now=clock.now())
    print(mails.origin(portal.pk) + links.path(link))  # noqa: T201  the command line speaks here


def remove_factors(*, email: str, host: str) -> None:
    """Remove app, keys and emergency codes. The password still counts, and staff pages stay closed until the person
    has set up another factor. Make sure on another way who asks. Raises ValueError when there is no such account.
    """
    portal, account = _portal(host), by_address(email)
    if account is None:
        raise ValueError(f"Mit {email} meldet sich niemand an.")
    with work_as(portal):
        factors.remove_all(account=account, language="de")
    print(f"{email} richtet den zweiten Faktor bei der nächsten Anmeldung neu ein.")  # noqa: T201  as above


def _portal(host: str) -> Tenant:
    portal = directory().by_host(host)
    if portal is None:
        raise ValueError(f"Unter {host} gibt es kein Portal. `drehscheibe portal list` zeigt alle.")
    return portal
