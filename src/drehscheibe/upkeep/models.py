"""Balances, backups that were made, and alarms that were mailed."""

from django.db import models

from drehscheibe.kernel import scope
from drehscheibe.tenants.models import Tenant


class Balance(models.Model):
    """A body's cases at the end of `day`: received by the audit, and delivered, open and withdrawn by their rows.

    `difference` counts the cases that only one side knows, or whose status and facts disagree. It must be 0.
    `due` will be erased within thirty days.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    received = models.PositiveIntegerField()
    delivered = models.PositiveIntegerField()
    open = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField()
    difference = models.PositiveIntegerField()
    due = models.PositiveIntegerField()

    objects = scope.OwnedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "day"], name="one_balance_per_day")]


class Backup(models.Model):
    """A backup that was finished at `at`."""

    at = models.DateTimeField()
    files = models.PositiveIntegerField()
    size = models.BigIntegerField()
    seconds = models.FloatField()


class AlarmMailed(models.Model):
    """An alarm of this kind was mailed on this day; once is enough."""

    kind = models.CharField(max_length=20)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "day"], name="one_mail_per_kind_and_day")]
