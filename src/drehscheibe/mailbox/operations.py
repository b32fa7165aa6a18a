"""Leave messages in a case, and announce news by e-mail."""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage

from drehscheibe.kernel import crypto, measures
from drehscheibe.kernel.models import CaseKey
from drehscheibe.mailbox.models import Kind, Message

_NAMESPACE = uuid.UUID("6a0f6a5e-5f0e-4f1e-9a0c-6d0b3f6d2c11")


def leave_message(
    *,
    key: CaseKey,
    kind: Kind,
    text: str,
    sender: Mapping[str, Any],
    now: datetime,
    files: Sequence[Mapping[str, Any]] = (),
) -> Message:
    """Add a message to the case of `key`. `sender` names office and function, never a person."""
    message = Message(id=uuid.uuid4(), tenant_id=key.tenant_id, key=key, kind=kind, sender=dict(sender), at=now)
    content = json.dumps({"text": text, "files": [dict(file) for file in files]}, ensure_ascii=False)
    message.sealed = crypto.cipher(key).seal(f"message {message.id}", content.encode())
    message.save(force_insert=True)
    return message


def send_notice(*, address: str, subject: str, text: str, about: str, host: str) -> None:
    """Send an e-mail that says there is news. The same `about` always gets the same Message-ID (RFC 5322)."""
    identifier = f"<{uuid.uuid5(_NAMESPACE, about)}@{host}>"
    try:
        EmailMessage(subject, text, to=[address], headers={"Message-ID": identifier}).send()
    except Exception:
        measures.notices.labels("failed").inc()
        raise
    measures.notices.labels("sent").inc()
