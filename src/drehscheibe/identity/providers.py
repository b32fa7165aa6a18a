"""Login providers: who confirms an identity, and how surely.

A provider turns what it received (a form, an assertion) into an `Identity`; `operations.sign_in` finds or creates the
account. BundID and Mein Unternehmenskonto will be further providers with the same small interface.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.contrib.auth.hashers import make_password

from drehscheibe.identity.models import Account, TrustLevel

EMAIL = "email"


@dataclass(frozen=True)
class Identity:
    """What a provider vouches for."""

    provider: str
    subject: str
    name: str
    trust_level: TrustLevel
    email: str | None = None
    is_demo: bool = False


class NotConfirmedError(Exception):
    """The provider does not confirm the person."""


class LoginProvider(Protocol):
    """A way to sign in."""

    @property
    def key(self) -> str: ...

    def confirm(self, received: Mapping[str, str]) -> Identity:
        """The identity that follows from `received`. Raises NotConfirmedError."""
        ...


@dataclass(frozen=True)
class DemoProvider:
    """Signs in the persons of the demo without a password; exists in a demo installation only.

    `persons`: what is posted as `person` -> subject and shown name (staff of two bodies are two subjects).
    """

    persons: Mapping[str, tuple[str, str]]
    key: str = "demo"

    def confirm(self, received: Mapping[str, str]) -> Identity:
        person = received.get("person", "")
        if person not in self.persons:
            raise NotConfirmedError(person)
        subject, name = self.persons[person]
        return Identity(self.key, subject, name, TrustLevel.SUBSTANTIAL, is_demo=True)


@dataclass(frozen=True)
class PasswordProvider:
    """Confirms who knows the password of an account that was registered with a verified e-mail address.

    A password alone is the trust level low. With a second factor (`identity.factors`) the session is substantial:
    eIDAS (EU) 2015/1502, annex 2.2.1, asks for two factors of different categories for it. That speaks of how somebody
    signs in; who they are was stated by themselves, so a service that needs a proven name asks a provider that vouches
    for it (BundID), however the session was opened.
    """

    key: str = EMAIL

    def confirm(self, received: Mapping[str, str]) -> Identity:
        email, password = received.get("email", "").strip().lower().replace("\0", ""), received.get("passwort", "")
        account = Account.objects.filter(email=email, identities__provider=self.key, is_active=True).first()
        if account is None:
            make_password(password)  # an unknown address takes as long as a wrong password
            raise NotConfirmedError
        if not account.check_password(password):
            raise NotConfirmedError
        return Identity(self.key, str(account.pk), account.name, TrustLevel.LOW, account.email)
