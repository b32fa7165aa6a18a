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


class CodeListVersion(models.Model):
    """A version of a code list (see `code_lists`), never changed: other contents are another row."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    uri = models.CharField(max_length=500)
    version = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    stored = models.DateTimeField()

    objects = scope.SharedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "uri", "version", "digest"], name="one_row_per_code_list")
        ]


class Municipality(models.Model):
    """A municipality of Germany, by its Amtlicher Regionalschlüssel; the same for all tenants. Degrees in WGS 84."""

    ars = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=200)
    district = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=100)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)


class PostcodePlace(models.Model):
    """A place that a postcode belongs to, with its municipality if the lists say which; the same for all tenants."""

    postcode = models.CharField(max_length=5)
    name = models.CharField(max_length=200)
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["postcode", "name", "municipality"], nulls_distinct=False, name="one_row_per_postcode_and_place"
            )
        ]


class WorkingCopy(models.Model):
    """A form as editors are changing it, before it is published; `revision` counts the changes.

    `base`: the version it began from, None for a form that is new. `edited_by`: who changed it last, as the audit
    names them. `report`: what an import understood, guessed or left to do, a line each. `offer`: how the form is to
    become an online service (`catalogue.offering`), {} for not at all.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=100)
    document = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    base = models.ForeignKey(FormVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    report = models.JSONField(default=list)
    offer = models.JSONField(default=dict)
    edited_by = models.CharField(max_length=60)
    edited = models.DateTimeField()

    objects = scope.OwnedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "slug"], name="one_working_copy_per_form")]


class Trial(models.Model):
    """A test case of a form: raw answers, filled in on the day `today`, and what should come of them (`trials`)."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=100)
    name = models.CharField(max_length=150)
    raw = models.JSONField()
    parameters = models.JSONField(default=dict)
    today = models.DateField()
    expected = models.JSONField()

    objects = scope.OwnedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "slug", "name"], name="one_trial_per_name")]
