"""Messages of a case."""

import uuid

from django.db import models

from drehscheibe.kernel import scope
from drehscheibe.kernel.models import CaseKey
from drehscheibe.tenants.models import Tenant


class Kind(models.TextChoices):
    """What a message is."""

    RECEIPT = "receipt"
    QUESTION = "question"
    ANSWER = "answer"
    DECISION = "decision"


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
        return self.kind in {Kind.RECEIPT, Kind.QUESTION, Kind.DECISION}
