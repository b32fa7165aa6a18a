"""Login providers: who confirms an identity, and how surely.

A provider turns what it received (a form, an assertion) into an `Identity`; `operations.sign_in` finds or creates the
account. BundID, Mein Unternehmenskonto and e-mail accounts are further providers with the same small interface.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from drehscheibe.identity.models import TrustLevel


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
