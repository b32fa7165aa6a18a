"""Tenant tree, host names, departments, legal pages."""

from django.db import models

from drehscheibe.kernel import scope


class Tenant(models.Model):
    """A body that owns data.

    `prefix` opens its reference numbers. `texts` holds name_of, portal, claim, place and head per language;
    `contact` address, phone, email, hours and mail_domain; `controller` and `officer` who answers for data protection.
    `accent` names a colour of `colours.ACCENTS`; `arms` is the digest of the body's own picture, see `Arms`.
    While `in_preparation` only the body's staff sees the portal.
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
    arms = models.CharField(max_length=64, blank=True)
    in_preparation = models.BooleanField(default=False)


class Hostname(models.Model):
    """A host name (without port) under which a portal answers."""

    host = models.CharField(max_length=253, unique=True)
    portal = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="hostnames")
    is_primary = models.BooleanField(default=True)


class Department(models.Model):
    """A department (Amt). `contact` holds phone, email, hours, address, directions as texts or texts per language.

    `changed`: when the body itself last changed it; None for what a seed or an import has brought.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField()
    name = models.JSONField()
    contact = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    changed = models.DateTimeField(null=True)

    objects = scope.SharedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "slug"], name="one_department_per_slug")]


class Page(models.Model):
    """A legal or informational page of a portal; `title` per language, `body` per language as a list of blocks."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField()
    title = models.JSONField()
    body = models.JSONField()
    changed = models.DateTimeField(null=True)

    objects = scope.SharedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "slug"], name="one_page_per_slug")]


class Arms(models.Model):
    """The body's coat of arms or logo as a PNG of ours (`arms.clean`); `digest` names the content."""

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    content = models.BinaryField()

    objects = scope.OwnedManager()
