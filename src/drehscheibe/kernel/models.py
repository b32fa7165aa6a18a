"""Keys, audit, files and failed jobs: the rows the kernel keeps."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from drehscheibe.kernel import scope


class TenantKey(models.Model):
    """A tenant's key, wrapped by the installation key named `key_name`."""

    tenant_id = models.BigIntegerField(unique=True)
    key_name = models.CharField(max_length=40)
    wrapped = models.BinaryField()

    objects = scope.OwnedManager()


class CaseKey(models.Model):
    """The key of one draft or application, wrapped by the tenant key. Its id is the case's id."""

    id = models.UUIDField(primary_key=True)
    tenant_id = models.BigIntegerField()
    wrapped = models.BinaryField()

    objects = scope.OwnedManager()


class AuditEvent(models.Model):
    """One link of a chain of events. Holds ids and facts, never contents; is never changed or deleted."""

    tenant_id = models.BigIntegerField()
    chain = models.UUIDField()
    position = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32)

    objects = scope.OwnedManager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["chain", "position"], name="one_event_per_position")]


class Anchor(models.Model):
    """One link of the chain over all chains: the hash of the last events that chains had among new ones.

    New are those whose ids follow `after`, up to and with `upto`; `heads` is the number of their chains.
    """

    position = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    after = models.BigIntegerField()
    upto = models.BigIntegerField()
    heads = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)


class StoredFile(models.Model):
    """An encrypted file of a case; its content lies under `var/media`, its name in the encrypted answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    tenant_id = models.BigIntegerField()
    key = models.ForeignKey(CaseKey, on_delete=models.CASCADE, related_name="+")
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    created = models.DateTimeField()

    objects = scope.OwnedManager()


class JobFailure(models.Model):
    """Why a job failed for good: kind of error and place, never its message (which could carry personal data)."""

    job_id = models.BigIntegerField(unique=True)
    task = models.CharField(max_length=120)
    reason = models.CharField(max_length=300)
    readable = ArrayField(models.BigIntegerField(), default=list)
    at = models.DateTimeField()


class Attempt(models.Model):
    """Failed guesses at codes and sign-ins, counted per subject and quarter of an hour."""

    subject = models.BinaryField(max_length=32)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "window"], name="one_counter_per_window")]


class WaitingRoom(models.Model):
    """Who waits to start with a tenant: numbers up to `last` are given out, those up to `base` were let in at `since`.

    From then on so many a second are let in as the installation sets: who is let in follows from the clock alone.
    """

    tenant_id = models.BigIntegerField(unique=True)
    base = models.BigIntegerField(default=0)
    since = models.DateTimeField()
    last = models.BigIntegerField(default=0)

    objects = scope.OwnedManager()
