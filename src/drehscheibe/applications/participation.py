"""The table of those who answer a part of somebody else's application. Django finds it through `models`."""

import uuid

from django.db import models

from drehscheibe.kernel import scope
from drehscheibe.kernel.models import CaseKey
from drehscheibe.tenants.models import Tenant


class Participation(models.Model):
    """An invited person and their part, from the draft on to the end of the case; goes with the case's key.

    `role` is the participant's id in the form. `person` opens to name and e-mail address, `answers` to the raw answers
    of the part (empty once the application is sent: the declaration has them). `signed` with `digest`, the hash of what
    was signed; `signature` opens to the name under it. `mails` counts the invitation and its reminders.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    key = models.ForeignKey(CaseKey, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=60)
    person = models.BinaryField()
    answers = models.BinaryField(default=b"")
    language = models.CharField(max_length=10, default="de")
    invited = models.DateTimeField()
    mailed = models.DateTimeField(null=True)
    mails = models.PositiveSmallIntegerField(default=0)
    begun = models.DateTimeField(null=True)
    changed = models.DateTimeField(null=True)
    signed = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    signature = models.BinaryField(default=b"")

    objects = scope.OwnedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "role"], name="one_person_per_part")]
