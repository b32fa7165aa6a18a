"""The journal of an organisation: who founded it, invited, joined, left, and changed a role.

One audit chain per organisation and portal that something was done on, for a chain lies in one tenant. Facts hold
numbers of accounts and roles, no names.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from drehscheibe.identity.actors import actor
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit, scope
from drehscheibe.kernel.models import AuditEvent

_JOURNALS = uuid.UUID("f0a3c0a4-52a4-4f27-9d7b-6a0e2c7c1d55")


def _chain(organisation: Account) -> uuid.UUID:
    return uuid.uuid5(_JOURNALS, f"{organisation.pk} {scope.current().tenant_id}")


def note(organisation: Account, verb: str, *, by: Account, now: datetime, **facts: object) -> None:
    """Append to the organisation's journal, on the entered portal."""
    audit.record(_chain(organisation), verb, by=actor(by), now=now, facts={"organisation": organisation.pk, **facts})


def entries(organisation: Account, tenants: Iterable[int]) -> list[AuditEvent]:
    """What was done on the portals of `tenants`, latest first. Enters the scope of each, one statement per portal."""
    found: list[AuditEvent] = []
    for tenant_id in tenants:
        with scope.enter(tenant_id, ()):
            found += audit.history(_chain(organisation))
    return sorted(found, key=lambda event: event.at, reverse=True)
