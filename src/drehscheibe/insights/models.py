"""Figures of a day, and the links that descriptions carry."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from drehscheibe.catalogue.models import Service
from drehscheibe.kernel import scope
from drehscheibe.tenants.models import Tenant


class Progress(models.Model):
    """How far a body's own services were at the end of `day`, by a version of the maturity model.

    `levels`: how many services had level 0, 1 and so on; `online` of `listed` numbers of the OZG list could be used
    online in the body's portal.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    model = models.CharField(max_length=10)
    levels = ArrayField(models.PositiveIntegerField())
    listed = models.PositiveIntegerField()
    online = models.PositiveIntegerField()

    objects = scope.OwnedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "model", "day"], name="one_progress_per_day")]


class Link(models.Model):
    """An address that a service's description leads to. `problem`: what kept it from being reached (`reaching`),
    empty when nothing did; `since`: the day on which that began.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=500)
    checked = models.DateTimeField(null=True)
    problem = models.CharField(max_length=20, blank=True)
    since = models.DateField(null=True)

    objects = scope.OwnedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "address"], name="one_link_per_address")]
