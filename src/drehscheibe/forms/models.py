"""Forms and their published versions."""

from django.db import models

from drehscheibe.kernel import scope
from drehscheibe.tenants.models import Tenant


class Form(models.Model):
    """A form under one slug; what it asks stands in its versions."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=100)

    objects = scope.SharedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "slug"], name="one_form_per_slug")]


class FormVersion(models.Model):
    """A published version: an immutable JSON document (see `forms.schema`)."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    published = models.DateTimeField()

    objects = scope.SharedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="one_version_per_number")]
