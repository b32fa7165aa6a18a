"""Read the messages of a case."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from drehscheibe.kernel import crypto
from drehscheibe.kernel.models import CaseKey
from drehscheibe.mailbox.models import Message


@dataclass(frozen=True)
class OpenMessage:
    """A message in clear, for a page that may show it."""

    id: uuid.UUID
    kind: str
    sender: dict[str, Any]
    text: str
    files: list[dict[str, Any]]
    at: datetime
    from_office: bool


def conversation(key: CaseKey) -> list[OpenMessage]:
    """All messages of the case, oldest first."""
    cipher = crypto.cipher(key)
    found = []
    for message in Message.objects.filter(key=key):
        content = json.loads(cipher.open(f"message {message.id}", message.sealed))
        found.append(
            OpenMessage(
                message.id,
                message.kind,
                message.sender,
                content["text"],
                content["files"],
                message.at,
                message.from_office,
            )
        )
    return found
