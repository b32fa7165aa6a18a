"""All that a body holds about one person as one package: the office's answer to a request (Art. 15 DSGVO)."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from drehscheibe.applications import casefile
from drehscheibe.applications.finding import found_by
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations.state import record
from drehscheibe.applications.queries import led_by
from drehscheibe.identity.actors import actor
from drehscheibe.identity.models import Account
from drehscheibe.identity.queries import Standing
from drehscheibe.tenants import journal

MOST_CASES = 50
MOST_BYTES = 200_000_000  # of all documents together


class Purpose(StrEnum):
    """What for the cases of a person are put together."""

    ACCESS = "access"
    PORTABILITY = "portability"
    COURT = "court"


def cases_of(typed: str, standing: Standing) -> list[Application]:
    """The cases with this e-mail address or name, of the departments that somebody leads; restricted ones too."""
    return list(found_by(typed, led_by(standing)).order_by("-submitted", "-pk")[: MOST_CASES + 1])


@transaction.atomic
def package(*, cases: Sequence[Application], purpose: Purpose, by: Account, now: datetime) -> bytes:
    """A ZIP with a folder per case (PDF, JSON, documents) and a manifest. Raises `casefile.TooLargeError`.

    Each case's history tells that it was done; the journal tells by whom, what for and how many, never about whom.
    """
    contents: dict[str, bytes] = {}
    for application in cases:
        found = casefile.parts(application=application, now=now)
        contents |= {f"{application.reference}/{name}": content for name, content in found.items()}
        if sum(map(len, contents.values())) > MOST_BYTES:
            raise casefile.TooLargeError
        record(application, "disclosed", by, now, reason=str(purpose))
    facts = {"name": str(purpose), "cases": len(cases)}
    journal.note("person_disclosed", by=actor(by), now=now, facts=facts)
    return casefile.packed(contents, {"purpose": str(purpose), "cases": [one.reference for one in cases]}, now)
