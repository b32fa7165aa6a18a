"""Leave messages in a case, note who has read them, and announce news by e-mail."""

import json
import logging
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef

from drehscheibe.identity.models import Account
from drehscheibe.kernel import crypto, logs, measures, rows
from drehscheibe.kernel.models import CaseKey
from drehscheibe.mailbox.models import FROM_OFFICE, Kind, Message, Reading

log = logging.getLogger(__name__)
_NAMESPACE = uuid.UUID("6a0f6a5e-5f0e-4f1e-9a0c-6d0b3f6d2c11")


class AlreadyLeftError(Exception):
    """The message is in the case already: the same form was sent twice."""


def leave_message(
    *,
    key: CaseKey,
    kind: Kind,
    text: str,
    sender: Mapping[str, Any],
    now: datetime,
    files: Sequence[Mapping[str, Any]] = (),
    once: str = "",
) -> Message:
    """Add a message to the case of `key`. `sender` names office and function, never a person.

    `once` is what its form carried, new each time the form is shown: the same text and files under the same `once` are
    the same message. Raises AlreadyLeftError for it; the case must be locked, so that two at once count as one.
    """
    message_id = uuid.uuid4()
    if once:
        said = [once, kind, text, [[file["name"], file["size"]] for file in files]]
        message_id = uuid.uuid5(key.pk, json.dumps(said))
        if Message.objects.filter(pk=message_id).exists():
            raise AlreadyLeftError
    message = Message(id=message_id, tenant_id=key.tenant_id, key=key, kind=kind, sender=dict(sender), at=now)
    content = json.dumps({"text": text, "files": [dict(file) for file in files]}, ensure_ascii=False)
    message.sealed = crypto.cipher(key).seal(f"message {message.id}", content.encode())
    rows.insert(message)
    return message


def note_reading(*, key: CaseKey, by: Account, of_office: bool, now: datetime) -> set[uuid.UUID]:
    """Note that `by` now sees the messages of the case that the other side wrote; the ids of those new to them."""
    kinds = FROM_OFFICE if of_office else set(Kind) - FROM_OFFICE
    written = Message.objects.filter(key=key, kind__in=kinds).exclude(kind=Kind.RECEIPT)
    read = Reading.objects.filter(key=key, account=by, message=OuterRef("pk"))
    new = set(written.filter(~Exists(read)).values_list("pk", flat=True))
    Reading.objects.bulk_create(
        [Reading(tenant_id=key.tenant_id, key=key, message_id=message, account=by, at=now) for message in sorted(new)],
        ignore_conflicts=True,
    )
    return new


def send_notice(*, address: str, subject: str, text: str, about: str, host: str) -> bool:
    """Send an e-mail that says there is news. The same `about` always gets the same Message-ID (RFC 5322).

    False where the mail server knows no such address: then nobody was told, and nobody will be.
    """
    identifier = f"<{uuid.uuid5(_NAMESPACE, about)}@{host}>"
    try:
        EmailMessage(subject, text, to=[address], headers={"Message-ID": identifier}).send()
    except SMTPRecipientsRefused as refused:
        if any(code < 500 for code, _said in refused.recipients.values()):  # full or busy: it may work later
            measures.notices.labels("failed").inc()
            raise
        logs.tell(log, logging.WARNING, "mail refused for good")  # no such address: trying again changes nothing
        measures.notices.labels("refused").inc()
        return False
    except Exception:
        measures.notices.labels("failed").inc()
        raise
    measures.notices.labels("sent").inc()
    return True
