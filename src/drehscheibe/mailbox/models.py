"""Messages of a case."""

import uuid

from django.db import models

from drehscheibe.identity.models import Account
from drehscheibe.kernel import scope
from drehscheibe.kernel.models import CaseKey
from drehscheibe.tenants.models import Tenant


class Kind(models.TextChoices):
    """What a message is."""

    RECEIPT = "receipt"
    QUESTION = "question"
    ANSWER = "answer"
    DECISION = "decision"
    INFORMATION = "information"
    NOTE = "note"
    WITHDRAWAL = "withdrawal"
    REQUEST = "request"
    CALL = "call"


FROM_OFFICE = frozenset({Kind.RECEIPT, Kind.QUESTION, Kind.DECISION, Kind.INFORMATION, Kind.REQUEST, Kind.CALL})


class Message(models.Model):
    """One message. `sealed` opens to JSON: `text`, and `files` as a list of id, name, size, media_type."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    key = models.ForeignKey(CaseKey, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=20, choices=Kind)
    sender = models.JSONField(default=dict)
    sealed = models.BinaryField()
    at = models.DateTimeField()

    objects = scope.OwnedManager()

    class Meta:
        ordering = ["at", "pk"]

    @property
    def from_office(self) -> bool:
        return self.kind in FROM_OFFICE


class Reading(models.Model):
    """An account has had a message of the other side before its eyes; the first time counts."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    key = models.ForeignKey(CaseKey, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = scope.OwnedManager()
    held = scope.HeldManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "account"], name="one_reading_per_message")]
