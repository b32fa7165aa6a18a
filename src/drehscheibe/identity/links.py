"""Links sent by e-mail: written down without their token, sent by a job, good once and for a while.

The token is a keyed hash of the row's id. Neither table nor job rows hold what opens the link, and its address carries
no personal data.
"""

import hmac
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.conf import settings

from drehscheibe.identity.events import LinkWanted
from drehscheibe.identity.models import Account, MailedLink, Purpose
from drehscheibe.kernel import jobs, scope
from drehscheibe.kernel.keyring import keyed_hash

GOOD_FOR = {
    Purpose.REGISTER: timedelta(hours=24),
    Purpose.RESET: timedelta(hours=2),
    Purpose.CHANGE: timedelta(hours=24),
    Purpose.INVITE: timedelta(days=7),
}
PATHS = {
    Purpose.REGISTER: "/anmelden/registrieren/{}/",
    Purpose.RESET: "/anmelden/neues-passwort/{}/",
    Purpose.CHANGE: "/anmelden/neue-adresse/{}/",
    Purpose.INVITE: "/anmelden/einladung/{}/",
}


class LinkGoneError(ValueError):
    """The link was never sent, was used, or is too old."""


def write_down(
    *,
    purpose: Purpose,
    email: str,
    now: datetime,
    language: str,
    account: Account | None = None,
    name: str = "",
    places: Sequence[tuple[str, int | None]] = (),
    by: Account | None = None,
) -> MailedLink:
    """A new link of the entered portal. Sending it is another step: `send`."""
    return MailedLink.objects.create(
        purpose=purpose,
        email=email,
        account=account,
        portal_id=scope.current().tenant_id,
        name=name,
        places=[list(place) for place in places],
        language=language,
        invited_by=by,
        created=now,
        expires=now.astimezone(UTC) + GOOD_FOR[purpose],
    )


def send(link: MailedLink) -> None:
    """Let a job send the mail; it goes out once the transaction is committed."""
    jobs.emit(LinkWanted(link.pk))


def path(link: MailedLink) -> str:
    """The address on the portal that the mail names."""
    return PATHS[Purpose(link.purpose)].format(link.pk.hex + _proof(link.pk))


def _proof(link_id: uuid.UUID) -> str:
    return keyed_hash(settings.DREHSCHEIBE_KEYRING.derive("links by e-mail"), link_id.hex).hex()[:32]


def find(token: str, purpose: Purpose, now: datetime) -> MailedLink:
    """The link of a token, locked until the end of the transaction. Raises LinkGoneError."""
    try:
        link_id = uuid.UUID(token[:32])
    except ValueError as error:
        raise LinkGoneError from error
    if not hmac.compare_digest(token[32:].encode(), _proof(link_id).encode()):
        raise LinkGoneError
    rows = MailedLink.objects.select_for_update(of=("self",)).select_related("account")
    link = rows.filter(pk=link_id, purpose=purpose, used=None, expires__gt=now).first()
    if link is None:
        raise LinkGoneError
    return link


def use_up(link: MailedLink, now: datetime) -> None:
    """The link has done its work, and with it every other one of the same purpose to the same address."""
    same = MailedLink.objects.filter(email=link.email, purpose=link.purpose, used=None)
    (MailedLink.objects.filter(pk=link.pk) if link.purpose == Purpose.INVITE else same).update(used=now)


def withdraw_all(account: Account) -> None:
    """No link opens this account any more: whoever asked for one earlier may be somebody else."""
    MailedLink.objects.filter(account=account).delete()


def forget_old(now: datetime) -> None:
    """Delete links that have been of no use for a week."""
    MailedLink.objects.filter(expires__lt=now - timedelta(days=7)).delete()
