"""How decisions reach people: the announcement of each document, letters to print, and what they are made from.

Django finds these models through `models`.
"""

from django.conf import settings
from django.db import models

from drehscheibe.kernel import scope
from drehscheibe.kernel.models import StoredFile
from drehscheibe.tenants.models import Tenant

_APPLICATION = "applications.Application"


class Way(models.TextChoices):
    """How the applicant wants to get the decision."""

    RETRIEVAL = "retrieval"
    LETTER = "letter"


class Announcement(models.Model):
    """Bekanntgabe: how one document of a decision reached the applicant, and since when it counts as announced.

    `rules` names the rule set (`announcing.RULES`) by which `announced_on` was worked out; None: not announced (yet).
    `consented` is when the applicant agreed to retrieval; `ended`: the provision ended without retrieval.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(_APPLICATION, on_delete=models.CASCADE, related_name="announcements")
    document = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=10, choices=Way)
    rules = models.CharField(max_length=10)
    consented = models.DateTimeField(null=True)
    provided = models.DateTimeField(null=True)
    notified = models.DateTimeField(null=True)
    retrieved = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    announced_on = models.DateField(null=True)

    objects = scope.OwnedManager()


class PrintRun(models.Model):
    """Letters printed together. `posted`: the day they were handed to the post, once somebody has said so."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    posted = models.DateField(null=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = scope.OwnedManager()


class Letter(models.Model):
    """A document that goes by post. `sealed` opens to the lines of the address; without `run` it waits to be printed.

    `is_copy`: it is announced already and goes out for information only.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    announcement = models.OneToOneField(Announcement, on_delete=models.CASCADE, related_name="letter")
    sealed = models.BinaryField()
    is_copy = models.BooleanField(default=False)
    queued = models.DateTimeField()
    run = models.ForeignKey(PrintRun, null=True, on_delete=models.SET_NULL, related_name="letters")

    objects = scope.OwnedManager()


class LetterTemplate(models.Model):
    """What decisions of an online service are written from. `draft` and `published` are documents (`letters.Template`).

    `published` is None until somebody publishes it; decisions are made from nothing else. `online_service` is a slug.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=100)
    name = models.CharField(max_length=200)
    online_service = models.SlugField(max_length=100)
    draft = models.JSONField()
    published = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=0)
    changed = models.DateTimeField()

    objects = scope.OwnedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "slug"], name="one_letter_template_per_slug")]
