"""Accounts with an e-mail address and a password.

An account begins when the link in a mail is opened: until then there is no row, nobody can occupy a foreign address,
and no page tells whether an address is known. The mail says what applies.
"""

import uuid
from datetime import datetime

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from drehscheibe.identity import links
from drehscheibe.identity.events import SignInChanged
from drehscheibe.identity.models import Account, ExternalIdentity, MailedLink, Purpose
from drehscheibe.identity.providers import EMAIL
from drehscheibe.kernel import jobs


class WeakPasswordError(ValueError):
    """The password does not follow the rules; `reasons` are sentences for the page."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class WrongPasswordError(ValueError):
    """The password is not the account's."""


class AddressTakenError(ValueError):
    """Another account signs in with this address."""


def normal(email: str) -> str:
    """The form in which addresses are kept and compared."""
    return email.strip().lower()


def by_address(email: str) -> Account | None:
    """The account that signs in with this address."""
    return Account.objects.filter(email=normal(email), identities__provider=EMAIL).first()


def ask_to_register(*, email: str, language: str, now: datetime) -> None:
    """Send a link for a new account; who has one is told so instead."""
    _ask(Purpose.REGISTER, email, by_address(email), language, now)


def ask_for_reset(*, email: str, language: str, now: datetime) -> None:
    """Send a link for a new password; an address without an account is told so instead."""
    _ask(Purpose.RESET, email, by_address(email), language, now)


def _ask(purpose: Purpose, email: str, account: Account | None, language: str, now: datetime) -> None:
    links.send(links.write_down(purpose=purpose, email=normal(email), account=account, language=language, now=now))


@transaction.atomic
def register(*, link: MailedLink, name: str, password: str, now: datetime) -> Account:
    """The account of somebody who opened the link of a registration or an invitation.

    Raises WeakPasswordError, or AddressTakenError when there is an account by now.
    """
    account = Account(name=name.strip(), email=link.email, created=now)
    _set_password(account, password)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise AddressTakenError(link.email) from error
    ExternalIdentity.objects.create(account=account, provider=EMAIL, subject=str(account.pk))
    if link.purpose == Purpose.REGISTER:
        links.use_up(link, now)
    return account


@transaction.atomic
def reset_password(*, link: MailedLink, password: str, now: datetime) -> Account:
    """Set the password of the link's account; its sessions end with the old one. Raises WeakPasswordError."""
    if link.account is None:
        raise links.LinkGoneError
    links.use_up(link, now)
    change_password(account=link.account, password=password, language=link.language)
    return link.account


@transaction.atomic
def change_password(*, account: Account, password: str, language: str) -> None:
    """Set another password and tell the owner; links sent earlier end. Raises WeakPasswordError."""
    _set_password(account, password)
    account.save(update_fields=["password"])
    links.withdraw_all(account)
    tell(account=account, change="password", language=language)


def confirm_password(*, account: Account, password: str) -> None:
    """Raises WrongPasswordError unless `password` is the account's."""
    if not account.check_password(password):
        raise WrongPasswordError


def ask_for_new_address(*, account: Account, email: str, language: str, now: datetime) -> None:
    """Send a link to the new address; it counts once that link was opened."""
    link = links.write_down(purpose=Purpose.CHANGE, email=normal(email), account=account, language=language, now=now)
    links.send(link)


@transaction.atomic
def change_address(*, link: MailedLink, now: datetime) -> None:
    """Sign in with the link's address from now on; the former address is told. Raises AddressTakenError."""
    account = link.account
    if account is None:
        raise links.LinkGoneError
    tell(account=account, change="address", language=link.language)
    account.email = link.email
    try:
        with transaction.atomic():
            account.save(update_fields=["email"])
    except IntegrityError as error:
        raise AddressTakenError(link.email) from error
    links.use_up(link, now)
    links.withdraw_all(account)


def tell(*, account: Account, change: str, language: str) -> None:
    """Announce by e-mail how signing in has changed (`identity.mails.CHANGES`)."""
    if account.email:
        jobs.emit(SignInChanged(uuid.uuid4(), account.email, change, language))


def _set_password(account: Account, password: str) -> None:
    try:
        password_validation.validate_password(password, account)
    except ValidationError as error:
        similar = _("Das Passwort ähnelt zu sehr Ihrem Namen oder Ihrer E-Mail-Adresse.")
        found = {similar if one.code == "password_too_similar" else one.messages[0]: None for one in error.error_list}
        raise WeakPasswordError(list(found)) from error
    account.set_password(password)
