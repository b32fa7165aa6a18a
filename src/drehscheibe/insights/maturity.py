"""How far a service is online: the Reifegradmodell of the OZG, version 1.1 (June 2020), levels 0 to 4.

Pure rules. The weakest criterion decides: a service has the highest level of which it meets every criterion and those
of all levels below. Since July 2025 there is a version 2.0 with levels 0 to 7; its criteria will stand beside these,
which is why everything that is kept names the `MODEL`.
"""

from dataclasses import dataclass
from enum import IntEnum

MODEL = "1.1"
CONFORMING = 3  # the OZG asks for this level


class Level(IntEnum):
    """0 offline, 1 information, 2 a form to fill in, 3 sent online, 4 with nothing asked twice."""

    OFFLINE = 0
    INFORMATION = 1
    FORM = 2
    ONLINE = 3
    TRANSACTION = 4


@dataclass(frozen=True)
class Facts:
    """What is there. `is_elsewhere`: somebody else runs the online service, so what it asks for is not known here.

    `takes_proofs`: whatever paper the service asks for can be sent along; `asks_proofs`: the form asks for files;
    `knows_person`: what an account knows is suggested as an answer.
    """

    is_described: bool = False
    has_paper: bool = False
    is_online: bool = False
    is_elsewhere: bool = False
    takes_proofs: bool = False
    asks_proofs: bool = False
    knows_person: bool = False


@dataclass(frozen=True)
class Criterion:
    """A point of the model: which level needs it, its name, and whether it is met."""

    level: Level
    point: str
    is_met: bool


def criteria(facts: Facts) -> tuple[Criterion, ...]:
    """All criteria of the model that this portal can tell, level by level."""
    anywhere = facts.is_online or facts.is_elsewhere
    return (
        Criterion(Level.INFORMATION, "found", facts.is_described or facts.has_paper or anywhere),
        Criterion(Level.FORM, "form", facts.has_paper or anywhere),
        Criterion(Level.ONLINE, "described", facts.is_described),
        Criterion(Level.ONLINE, "sent_online", anywhere),
        Criterion(Level.ONLINE, "takes_proofs", facts.is_elsewhere or facts.takes_proofs),
        Criterion(Level.TRANSACTION, "answered_here", facts.is_online),
        Criterion(Level.TRANSACTION, "no_proofs", facts.is_online and not facts.asks_proofs),
        Criterion(Level.TRANSACTION, "knows_person", facts.knows_person),
    )


def level(facts: Facts) -> Level:
    """The level that the facts amount to."""
    missing = [one.level for one in criteria(facts) if not one.is_met]
    return Level(min(missing) - 1) if missing else Level.TRANSACTION


def missing(facts: Facts) -> tuple[str, ...]:
    """The points that the next level needs and that are not met."""
    following = level(facts) + 1
    return tuple(one.point for one in criteria(facts) if one.level == following and not one.is_met)
