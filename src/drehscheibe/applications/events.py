"""What happens to applications, for whoever subscribes."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class DraftExpiring:
    draft_id: uuid.UUID


@dataclass(frozen=True)
class Submitted:
    application_id: uuid.UUID


@dataclass(frozen=True)
class Acknowledged:
    application_id: uuid.UUID


@dataclass(frozen=True)
class Asked:
    application_id: uuid.UUID
    question_id: int


@dataclass(frozen=True)
class Informed:
    application_id: uuid.UUID
    message_id: uuid.UUID


@dataclass(frozen=True)
class Withdrawn:
    application_id: uuid.UUID


@dataclass(frozen=True)
class Decided:
    application_id: uuid.UUID


@dataclass(frozen=True)
class ErasurePlanned:
    application_id: uuid.UUID


@dataclass(frozen=True)
class ListOrdered:
    export_id: uuid.UUID


@dataclass(frozen=True)
class ListReady:
    export_id: uuid.UUID


@dataclass(frozen=True)
class DocumentsRequested:
    application_id: uuid.UUID
    request_id: int


@dataclass(frozen=True)
class DocumentsOverdueSoon:
    application_id: uuid.UUID
    request_id: int


@dataclass(frozen=True)
class Corrected:
    application_id: uuid.UUID
    decision_id: int
    number: int


@dataclass(frozen=True)
class ParticipantInvited:
    participation_id: uuid.UUID
    number: int


@dataclass(frozen=True)
class PartSigned:
    draft_id: uuid.UUID
    participation_id: uuid.UUID
