"""Several people in one application: invite, remind, take back; answer a part and sign it.

Who acts on a draft holds its lock: applicant and participants come one after the other, each to a row of their own.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from drehscheibe.applications import events
from drehscheibe.applications.models import Draft
from drehscheibe.applications.operations.drafts import KEPT_DAYS
from drehscheibe.applications.operations.submit import actor
from drehscheibe.applications.participants import answers, walk, walk_all
from drehscheibe.applications.participation import Participation
from drehscheibe.catalogue.online import Offer
from drehscheibe.forms import answers as forms
from drehscheibe.forms.journey import Raw
from drehscheibe.forms.participants import digest
from drehscheibe.forms.schema import Participant
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit, clock, crypto, files, jobs
from drehscheibe.kernel.models import StoredFile

REST = timedelta(hours=1)  # between two mails to the same person


class TakenError(Exception):
    """Somebody is invited to this part already."""


class TooSoonError(Exception):
    """The last mail to this person is less than an hour old."""


class IncompleteError(Exception):
    """Something of the part is still missing; `step` is where to go on."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


class ChangedMeanwhileError(Exception):
    """The part is not what was read on the page that was signed."""


@transaction.atomic
def invite(
    *, draft: Draft, participant: Participant, name: str, email: str, language: str, by: Account | None, now: datetime
) -> Participation:
    """Ask somebody to answer a part of the locked draft. The code travels another way. Raises TakenError."""
    if Participation.objects.filter(key=draft.key_id, role=participant.id).exists():
        raise TakenError
    one = Participation(
        tenant_id=draft.tenant_id, key=draft.key, role=participant.id, language=language, invited=now, mailed=now
    )
    person = json.dumps({"name": name, "email": email}, ensure_ascii=False)
    one.person = crypto.cipher(draft.key).seal(f"person {one.pk}", person.encode())
    one.mails = 1
    one.save(force_insert=True)
    _record(one, "invited", actor(by), now)
    jobs.emit(events.ParticipantInvited(one.pk, 1))
    return one


@transaction.atomic
def remind(*, one: Participation, by: Account | None, now: datetime) -> None:
    """Send the invitation once more. Raises TooSoonError."""
    if one.mailed and now < one.mailed + REST:
        raise TooSoonError
    one.mailed, one.mails = now, one.mails + 1
    one.save(update_fields=["mailed", "mails"])
    _record(one, "participant_reminded", actor(by), now)
    jobs.emit(events.ParticipantInvited(one.pk, one.mails))


@transaction.atomic
def take_back(*, draft: Draft, offer: Offer, one: Participation, by: Account | None, now: datetime) -> None:
    """The link opens nothing any more; what was answered and uploaded there is deleted. The place is free again."""
    uploaded = [file["file"] for file in forms.files(offer.document, answers(one))]
    for file in StoredFile.objects.filter(key=draft.key, pk__in=uploaded):
        files.delete(file)
    _record(one, "invitation_taken_back", actor(by), now)
    one.delete()


def open_part(*, one: Participation, now: datetime) -> None:
    """The person has typed the code for the first time."""
    if one.begun is None:
        Participation.objects.filter(pk=one.pk).update(begun=now)


@transaction.atomic
def save_part(*, draft: Draft, one: Participation, raw: Raw, now: datetime) -> None:
    """Keep what was typed in a part. The draft stays as long as anybody works on it; a change undoes the signature."""
    Draft.objects.filter(pk=draft.pk).update(expires=clock.days_after(now, KEPT_DAYS), warned=None)
    if raw == answers(one):
        return
    one.answers = crypto.cipher(draft.key).seal(f"part {one.pk}", json.dumps(raw, ensure_ascii=False).encode())
    one.changed = now
    if one.signed:
        one.signed, one.digest, one.signature = None, "", b""
        _record(one, "signature_undone", _name(one), now)
    one.save(update_fields=["answers", "changed", "signed", "digest", "signature"])


@transaction.atomic
def sign(*, draft: Draft, offer: Offer, one: Participation, raw: Raw, seen: str, name: str, now: datetime) -> None:
    """Put `name` under the part as it was read; `raw` are the answers of all, `seen` the digest of the page.

    Raises IncompleteError and ChangedMeanwhileError.
    """
    participant = next(known for known in offer.document.participants if known.id == one.role)
    walked = walk(offer, raw, clock.day(now), one.role)
    if walked.first_open:
        raise IncompleteError(walked.first_open)
    current = digest(offer.document, walk_all(offer, raw, clock.day(now)), participant)
    if current != seen:
        raise ChangedMeanwhileError
    one.signed, one.digest = now, current
    one.signature = crypto.cipher(draft.key).seal(f"signature {one.pk}", name.encode())
    one.save(update_fields=["signed", "digest", "signature"])
    _record(one, "signed", _name(one), now, digest=current)
    jobs.emit(events.PartSigned(draft.pk, one.pk))


def _name(one: Participation) -> str:
    return f"participant {one.pk}"


def _record(one: Participation, verb: str, by: str, now: datetime, **facts: Any) -> None:
    audit.record(one.key_id, verb, by=by, now=now, facts={"role": one.role, **facts})
