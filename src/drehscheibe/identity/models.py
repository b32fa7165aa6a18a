"""Accounts, confirmed identities, memberships."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from drehscheibe.kernel import scope
from drehscheibe.tenants.models import Department, Tenant


class Role(models.TextChoices):
    """What a member of staff may do; within a department, or in the whole body where no department is named."""

    EDITOR = "editor"
    PUBLISHER = "publisher"
    CLERK = "clerk"
    LEAD = "lead"
    TENANT_ADMIN = "tenant_admin"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class TrustLevel(models.IntegerChoices):
    """How surely an identity is known (eIDAS: low, substantial, high); 0 is a guest."""

    GUEST = 0
    LOW = 10
    SUBSTANTIAL = 20
    HIGH = 30


class Account(AbstractBaseUser):
    """A person known to the installation. `name` is how pages address them."""

    email = models.EmailField(unique=True, null=True)  # noqa: DJ001  no address is not an empty address
    name = models.CharField(max_length=200)
    created = models.DateTimeField()
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    objects = BaseUserManager()

    def __str__(self) -> str:
        return f"account {self.pk}"  # Django's choice, the e-mail address, may be missing


class ExternalIdentity(models.Model):
    """The link between an account and who a login provider says it is."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="identities")
    provider = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "subject"], name="one_account_per_identity")]


class Membership(models.Model):
    """A role of an account in a body, for one department or (None) for all."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(Department, null=True, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role)

    objects = scope.OwnedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "account", "department", "role"], name="one_membership_per_role", nulls_distinct=False
            )
        ]
