"""People with an e-mail address and a password, and what is sent to them."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from drehscheibe.identity import credentials, factors, links
from drehscheibe.identity.models import Account, MailedLink, Purpose
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.operations import work_as
from tests.cast import NOW

PASSWORD = "Regenschirm im Apfelbaum"  # noqa: S105  of nobody
EMAIL = "erika@example.org"


@pytest.fixture
def erika(musterstadt: Tenant) -> Account:
    """An account with e-mail address and password, without a second factor."""
    return register(EMAIL, musterstadt)


def register(email: str, portal: Tenant) -> Account:
    with work_as(portal):
        link = links.write_down(purpose=Purpose.REGISTER, email=email, now=NOW, language="de")
        return credentials.register(link=link, name="Erika Beispiel", password=PASSWORD, now=NOW)


def code_of(secret: str, moment=NOW) -> str:
    """What an app shows."""
    return format_hotp_value(hotp_value(secret, int(moment.timestamp()) // 30))


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  of nobody


@pytest.fixture
def with_app(musterstadt: Tenant) -> Callable[[Account], list[str]]:
    """`with_app(erika)`: gives an account an app with SECRET, set up a minute ago; returns its emergency codes."""

    def give(account: Account) -> list[str]:
        before = NOW.replace(minute=NOW.minute - 1)
        with work_as(musterstadt):
            code = code_of(SECRET, before)
            factors.add_app(account=account, secret=SECRET, code=code, language="de", now=before)
            return factors.renew_codes(account=account, language="de")

    return give


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD, **more: str):
    return client.post("/anmelden/", {"email": email, "passwort": password, **more})


def mails() -> list[tuple[str, str]]:
    """Recipient and text of each mail, the oldest first."""
    return [(sent.to[0], str(sent.body)) for sent in mail.outbox]


def link_in(text: str) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/\s]+(/anmelden/[a-z-]+/[0-9a-f]{64}/)", text)
    assert found, text
    return found[1]


def newest_link() -> str:
    return links.path(MailedLink.objects.filter(used=None).latest("created"))


def signed_in_as(client: Client) -> str | None:
    """The id of who is signed in."""
    return client.session.get("_auth_user_id")
