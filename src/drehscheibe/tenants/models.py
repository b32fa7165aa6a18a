"""Tenant tree, host names, departments, legal pages."""

from django.db import models

from drehscheibe.kernel import scope


class Tenant(models.Model):
    """A body that owns data.

    `prefix` opens its reference numbers. `texts` holds name_of, portal, claim, place and head per language;
    `contact` address, phone, email, hours and mail_domain; `controller` and `officer` who answers for data protection.
    """

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    ars = models.CharField(max_length=12, blank=True)
    prefix = models.CharField(max_length=4, unique=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    texts = models.JSONField(default=dict)
    contact = models.JSONField(default=dict)
    controller = models.JSONField(default=dict)
    officer = models.JSONField(default=dict)
    accent = models.CharField(max_length=20, blank=True)


class Hostname(models.Model):
    """A host name (without port) under which a portal answers."""

    host = models.CharField(max_length=253, unique=True)
    portal = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="hostnames")
    is_primary = models.BooleanField(default=True)


class Department(models.Model):
    """A department (Amt). `contact` holds phone, email, hours, address, directions as texts or texts per language."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField()
    name = models.JSONField()
    contact = models.JSONField(default=dict)

    objects = scope.SharedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "slug"], name="one_department_per_slug")]


class Page(models.Model):
    """A legal or informational page of a portal; `title` per language, `body` per language as a list of blocks."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField()
    title = models.JSONField()
    body = models.JSONField()

    objects = scope.SharedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "slug"], name="one_page_per_slug")]
