"""What happens to accounts, for the jobs that follow."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class LinkWanted:
    """Somebody asked for a link by e-mail, or is invited."""

    link_id: uuid.UUID


@dataclass(frozen=True)
class SignInChanged:
    """How somebody signs in has changed; the address (the former one, where it is that) is told.

    `change`: a key of `identity.mails.CHANGES`; `notice_id`: makes a repeated job's mail recognisable.
    """

    notice_id: uuid.UUID
    email: str
    change: str
    language: str
