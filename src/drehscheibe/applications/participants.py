"""Who takes part in a draft or an application, what each has answered, and what is still missing from whom."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from drehscheibe.applications.models import Application, Draft
from drehscheibe.applications.operations.drafts import open_answers
from drehscheibe.applications.participation import Participation
from drehscheibe.catalogue.online import Offer
from drehscheibe.forms import journey
from drehscheibe.forms.answers import Kept
from drehscheibe.forms.participants import digest, needed, own_answers, own_part
from drehscheibe.forms.schema import FormDocument, Participant
from drehscheibe.kernel import crypto
from drehscheibe.tenants.queries import directory

NOBODY, INVITED, WORKING, STALE, SIGNED = "nobody", "invited", "working", "stale", "signed"


@dataclass(frozen=True)
class Seat:
    """A part that the application needs, and who sits there. `state`: nobody, invited, working, stale or signed.

    `STALE`: signed, but what was signed has changed since: the signature counts no more.
    """

    participant: Participant
    participation: Participation | None
    state: str
    name: str = ""
    email: str = ""


def of_case(case: Draft | Application, *, lock: bool = False) -> list[Participation]:
    """Those who were invited to a case, in the entered body. `lock`: until the transaction ends."""
    rows = Participation.objects.filter(key=case.key_id).order_by("invited", "pk")
    found = list(rows.select_for_update() if lock else rows)
    for one in found:
        one.key = case.key
    return found


def find(participation_id: uuid.UUID) -> Participation | None:
    """The participation of the entered body. Says nothing about who may open it."""
    return Participation.objects.select_related("key").filter(pk=participation_id).first()


def part_address(one: Participation) -> str:
    """Where the invited person opens their part, on any portal of the installation; with the code only."""
    return f"/mitwirkung/{directory().tenants[one.tenant_id].prefix}/{one.pk}/"


def person(one: Participation) -> dict[str, str]:
    """Name and e-mail address, as the applicant wrote them."""
    opened: dict[str, str] = json.loads(crypto.cipher(one.key).open(f"person {one.pk}", one.person))
    return opened


def answers(one: Participation) -> Kept:
    """What this person has typed so far."""
    if not one.answers:
        return {}
    kept: Kept = json.loads(crypto.cipher(one.key).open(f"part {one.pk}", one.answers))
    return kept


def signer(one: Participation) -> str:
    """The name under the part; empty while it is not signed."""
    return crypto.cipher(one.key).open(f"signature {one.pk}", one.signature).decode() if one.signature else ""


def shares(document: FormDocument, draft: Draft) -> bool:
    """Whether others answer and sign parts of this draft. What staff takes in from paper, they answer whole."""
    return bool(document.participants) and not draft.recorded_by_id


def together(document: FormDocument, draft: Draft, people: Sequence[Participation]) -> Kept:
    """The answers of all: each has questions of their own, so that nothing can overwrite anything."""
    if not shares(document, draft):
        return open_answers(draft)
    raw = own_answers(document, open_answers(draft), None)
    for one in people:
        raw |= own_answers(document, answers(one), one.role)
    return raw


def walk_all(offer: Offer, raw: journey.Raw, today: date) -> journey.Journey:
    """The journey through the whole form, whoever answers it."""
    return journey.compute(offer.document, raw, parameters=offer.parameters, today=today)


def walk(offer: Offer, raw: journey.Raw, today: date, role: str | None = None) -> journey.Journey:
    """The journey with the answers of all, as the applicant or (`role`) a participant walks it."""
    walked = walk_all(offer, raw, today)
    return own_part(offer.document, walked, role) if offer.document.participants else walked


def seats(offer: Offer, walked: journey.Journey, people: Sequence[Participation]) -> list[Seat]:
    """The parts that the answers ask for; `walked` is the whole journey."""
    found = {one.role: one for one in people}
    return [_seat(offer, walked, one, found.get(one.id)) for one in needed(offer.document, walked)]


def _seat(offer: Offer, walked: journey.Journey, participant: Participant, one: Participation | None) -> Seat:
    if one is None:
        return Seat(participant, None, NOBODY)
    if one.signed:
        state = SIGNED if one.digest == digest(offer.document, walked, participant) else STALE
    else:
        state = WORKING if one.begun else INVITED
    return Seat(participant, one, state, **person(one))


def told(found: Sequence[Seat]) -> list[dict[str, Any]]:
    """Who takes part, as the declaration keeps it: role, names, when and what was signed."""
    return [
        {
            "role": seat.participant.id,
            "label": dict(seat.participant.label),
            "name": seat.name,
            "email": seat.email,
            "signer": signer(seat.participation),
            "signed": seat.participation.signed,
            "digest": seat.participation.digest,
        }
        for seat in found
        if seat.participation is not None and seat.state == SIGNED
    ]
