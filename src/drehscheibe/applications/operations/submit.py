"""Send an application: everything commits together, once per draft."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from drehscheibe.applications import events, participants
from drehscheibe.applications.delivery import Way
from drehscheibe.applications.models import Application, Draft
from drehscheibe.applications.operations import timing
from drehscheibe.applications.participation import Participation
from drehscheibe.applications.queries import Declaration
from drehscheibe.catalogue.online import Offer, offer_as_answered
from drehscheibe.forms import answers, journey
from drehscheibe.forms.journey import Raw
from drehscheibe.forms.participants import own_part
from drehscheibe.forms.schema import text
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit, clock, crypto, files, jobs, references, rows
from drehscheibe.kernel.models import StoredFile
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.operations import leave_message
from drehscheibe.tenants.queries import directory


class IncompleteError(Exception):
    """Something is still missing; `step` is where to go on."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


class UnsignedError(Exception):
    """Somebody's part is not signed, or has changed since."""


class ChangedMeanwhileError(Exception):
    """The answers are not those that were read on the check page: another tab changed them."""


def actor(account: Account | None) -> str:
    """An applicant as the audit names them: by number, or as guest."""
    return f"account {account.pk}" if account else "guest"


def digest(raw: Raw) -> str:
    """What the check page carries, so that exactly what was read is what is sent."""
    return hashlib.sha256(json.dumps(raw, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def submit(
    *,
    draft: Draft,
    offer: Offer,
    seen: str,
    by: Account | None,
    now: datetime,
    holder: Account | None = None,
    way: Way = Way.LETTER,
) -> Application:
    """Turn a locked draft into an application with reference, first message, audit event and jobs.

    It belongs to the draft's account, else to `holder`: whom the sending person `by` acts for, by default themselves.
    `way`: how they want the decision; retrieval is their consent to it (§ 41 Absatz 2a VwVfG).
    Right to see the whole declaration before sending: § 9a OZG. Raises IncompleteError, UnsignedError and
    ChangedMeanwhileError; nothing is written then.
    """
    is_shared = participants.shares(offer.document, draft)
    people = participants.of_case(draft, lock=True) if is_shared else []
    raw = participants.together(offer.document, draft, people)
    if digest(raw) != seen:
        raise ChangedMeanwhileError
    walked = journey.compute(offer.document, raw, parameters=offer.parameters, today=clock.day(now))
    seats = _all_complete(offer, walked, people, is_shared=is_shared)
    application = Application(
        id=draft.pk,
        tenant_id=draft.tenant_id,
        portal_id=draft.portal_id,
        reference=_free_reference(draft.tenant_id),
        online_service=offer.online_service,
        form_version=offer.version,
        department_id=offer.online_service.department_id,
        key=draft.key,
        account=None if draft.recorded_by_id else draft.account or holder or by,
        browser=os.urandom(32) if draft.recorded_by_id else draft.browser,  # then the code alone opens it
        language=draft.language,
        answers_digest=seen,
        submitted=now,
        changed=now,
        due=timing.first_due(directory().tenants[draft.tenant_id], offer.online_service.processing_days, now),
        way=way,
        consented=now if way == Way.RETRIEVAL else None,
        channel=draft.channel,
    )
    application.sealed = _seal_declaration(draft, offer, walked, raw, participants.told(seats) if is_shared else None)
    rows.insert(application)
    if people:
        Participation.objects.filter(key=draft.key_id).update(answers=b"")  # the declaration has them
    office: dict[str, Any] = {"office": offer.online_service.department.name, "function": {}}
    leave_message(key=draft.key, kind=Kind.RECEIPT, text="", sender=office, now=now)
    facts = {"service": offer.online_service.slug, "version": offer.version.number}
    if draft.recorded_by_id:
        facts |= {**office, "channel": draft.channel}
    opens = draft.claimed is None and not offer.document.participants
    audit.record(application.pk, "submitted", by=actor(by), now=now, facts=facts, opens=opens)
    rows.delete(draft)
    jobs.emit(events.Submitted(application.pk))
    return application


def _all_complete(
    offer: Offer, walked: journey.Journey, people: list[Participation], *, is_shared: bool
) -> list[participants.Seat]:
    """The parts of the others. Raises IncompleteError for the applicant's own part, and UnsignedError."""
    if not is_shared:
        if not walked.is_complete:
            raise IncompleteError(str(walked.first_open))
        return []
    own = own_part(offer.document, walked, None)
    if not own.is_complete:
        raise IncompleteError(str(own.first_open))
    seats = participants.seats(offer, walked, people)
    if not walked.is_complete or any(seat.state != participants.SIGNED for seat in seats):
        raise UnsignedError
    return seats


def _free_reference(tenant_id: int) -> str:
    prefix = directory().tenants[tenant_id].prefix
    while True:
        reference = references.new_reference(prefix)
        if rows.find(Application, reference=reference) is None:
            return reference


def _seal_declaration(
    draft: Draft, offer: Offer, walked: journey.Journey, raw: Raw, people: Sequence[Mapping[str, Any]] | None
) -> bytes:
    shown = {name: values for name, values in raw.items() if name in walked.shown}
    content = {
        "values": walked.values,
        "sections": {lang: sections(offer, walked, lang, people) for lang in dict.fromkeys(("de", draft.language))},
        **({"people": people} if people else {}),
        "contact": first_contact(offer, walked.values),
        "files": answers.files(offer.document, shown),
    }
    sealed = json.dumps(content, ensure_ascii=False, default=datetime.isoformat).encode()
    return crypto.cipher(draft.key).seal("declaration", sealed)


def sections(
    offer: Offer, walked: journey.Journey, lang: str, people: Sequence[Mapping[str, Any]] | None
) -> list[dict[str, Any]]:
    """The declaration as it is read: steps, blocks and lines as plain JSON.

    `people` have signed their parts (`participants.told`): `by` says whose part a section is, and the parts of others
    are left out. None: one person has answered everything.
    """
    by = {one["role"]: f"{text(one['label'], lang)}: {one['signer']}" for one in people or ()}
    roles = {step.id: step.participant for step in offer.document.steps}
    return [
        {
            "title": section.title.text,
            "lang": section.title.lang,
            "step": section.step_id,
            **({"by": by[role], "role": role} if (role := roles[section.step_id]) in by else {}),
            "blocks": _blocks(section),
        }
        for section in answers.summary(offer.document, walked, lang)
        if people is None or roles[section.step_id] is None or roles[section.step_id] in by
    ]


def _blocks(section: answers.SummarySection) -> list[dict[str, Any]]:
    return [
        {"title": block.title.text if block.title else "", "lines": [asdict(line) for line in block.lines]}
        for block in section.blocks
    ]


def blocks_of(told: Sequence[answers.SummarySection]) -> list[dict[str, Any]]:
    """The blocks of several sections as plain JSON."""
    return [block for section in told for block in _blocks(section)]


def drop_unused_files(*, application: Application, declared: Declaration) -> None:
    """Delete uploads of questions that no longer applied when the declaration was sent."""
    answered = offer_as_answered(application.online_service_id, application.form_version_id)
    if not answers.takes_files(answered.document):
        return
    kept = [file["file"] for file in declared.files]
    uploaded = StoredFile.objects.filter(key=application.key, created__lt=application.submitted)
    for file in uploaded.exclude(pk__in=kept):
        files.delete(file)


def first_contact(offer: Offer, values: Mapping[str, Any]) -> dict[str, str]:
    """Where notices go: the first e-mail address that the form asks for and the applicant gave."""
    fields = offer.document.fields()
    asked = (field.id for step, _, field in fields if field.type == "email" and step.participant is None)
    email = next((values[name] for name in asked if values.get(name)), "")
    return {"email": email}
