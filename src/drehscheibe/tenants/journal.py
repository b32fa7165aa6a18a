"""The journal of a body's administration: who changed what, in one audit chain per tenant that the auditor reads."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from drehscheibe.kernel import audit, scope
from drehscheibe.kernel.models import AuditEvent

_JOURNALS = uuid.UUID("6d0f1c1e-7a35-4a56-9d2b-0c6f3f0b5a11")


def chain() -> uuid.UUID:
    """The chain of the entered tenant."""
    return uuid.uuid5(_JOURNALS, str(scope.current().tenant_id))


def note(verb: str, *, by: str, now: datetime, facts: Mapping[str, object]) -> None:
    """Append to the journal of the entered tenant. `facts`: ids, names of offices and of what was changed."""
    audit.record(chain(), verb, by=by, now=now, facts=facts)


def entries() -> list[AuditEvent]:
    """The whole journal of the entered tenant, oldest first."""
    return audit.history(chain())
