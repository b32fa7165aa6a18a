"""How long cases are kept, which of them will be erased, and which must not be touched.

Django finds these models through `models`.
"""

from django.conf import settings
from django.db import models

from drehscheibe.kernel import scope
from drehscheibe.tenants.models import Tenant

_APPLICATION = "applications.Application"


class RetentionRule(models.Model):
    """What a body has set for an online service beside the days after the decision, which stand at the service.

    `withdrawn_days`: after a withdrawal; None: as after a decision. `open_days`: after the last news of a case that
    nobody decides; None: open cases are kept. `is_offered`: the archive is asked before anything is erased
    (Anbietungspflicht, for example § 4 ArchivG NRW).
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    online_service = models.OneToOneField(
        "catalogue.OnlineService", on_delete=models.CASCADE, related_name="retention_rule"
    )
    withdrawn_days = models.PositiveIntegerField(null=True)
    open_days = models.PositiveIntegerField(null=True)
    is_offered = models.BooleanField(default=False)

    objects = scope.OwnedManager()


class Offer(models.TextChoices):
    """What becomes of the offer to the archive; only `WAITING` and a taken case without its export hold up erasure."""

    NONE = "none"
    WAITING = "waiting"
    TAKEN = "taken"
    LEFT = "left"


class PlannedErasure(models.Model):
    """The applicant was told that the case will be erased at `at`. `exported`: when its package was last taken."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False)
    application = models.OneToOneField(_APPLICATION, on_delete=models.CASCADE, related_name="planned_erasure")
    at = models.DateTimeField()
    noticed = models.DateTimeField()
    offer = models.CharField(max_length=10, choices=Offer, default=Offer.NONE)
    answered = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    exported = models.DateTimeField(null=True)

    objects = scope.OwnedManager()

    class Meta:
        indexes = [models.Index(fields=["tenant", "at"], name="planned_erasures")]


class Ground(models.TextChoices):
    """Why a case must not be touched: the grounds of Art. 18 Absatz 1 DSGVO (a to d), or that a court needs it."""

    ACCURACY = "accuracy"
    UNLAWFUL = "unlawful"
    CLAIMS = "claims"
    OBJECTION = "objection"
    LEGAL_HOLD = "legal_hold"


class Restriction(models.Model):
    """Processing of a case is restricted (Sperre): it is not erased, not worked on and not found until `lifted`.

    `sealed` opens to the reason in words. `until`: the last day, on which it ends by itself; None: somebody ends it.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(_APPLICATION, on_delete=models.CASCADE, related_name="restrictions")
    ground = models.CharField(max_length=12, choices=Ground)
    sealed = models.BinaryField()
    until = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    lifted = models.DateTimeField(null=True)

    objects = scope.OwnedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(lifted=None), name="one_restriction_at_a_time"
            )
        ]
