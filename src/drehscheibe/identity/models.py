"""Accounts of people and organisations, confirmed identities, sign-ins, and memberships of staff."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac

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


class AccountKind(models.TextChoices):
    """Whose account it is. Nobody signs in as an organisation: its members act for it."""

    PERSON = "person"
    ORGANISATION = "organisation"


class News(models.TextChoices):
    """What an e-mail may announce."""

    RECEIPT = "receipt"
    QUESTION = "question"
    DECISION = "decision"
    REMINDER = "reminder"


class Account(AbstractBaseUser):
    """A person or an organisation known to the installation. `name` is how pages address them.

    `silenced`: the kinds of news (`News`) not wanted by e-mail. `sign_outs`: how often the person has signed out
    everywhere, which ends every session begun before.
    """

    email = models.EmailField(unique=True, null=True)  # noqa: DJ001  no address is not an empty address
    name = models.CharField(max_length=200)
    created = models.DateTimeField()
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    kind = models.CharField(max_length=20, choices=AccountKind, default=AccountKind.PERSON)
    silenced = ArrayField(models.CharField(max_length=20, choices=News), default=list)
    sign_outs = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    objects = BaseUserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=AccountKind.PERSON) | models.Q(email=None),
                name="organisation_has_no_sign_in_address",
            )
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"  # Django's choice, the e-mail address, may be missing

    @property
    def is_organisation(self) -> bool:
        return self.kind == AccountKind.ORGANISATION

    def get_session_auth_hash(self) -> str:
        """What a session must carry to count: changes with the password and with signing out everywhere."""
        own = super().get_session_auth_hash()
        return salted_hmac("signed out everywhere", f"{own} {self.sign_outs}").hexdigest() if self.sign_outs else own


class ExternalIdentity(models.Model):
    """The link between an account and who a login provider says it is."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="identities")
    provider = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "subject"], name="one_account_per_identity")]


class Purpose(models.TextChoices):
    """What a link sent by e-mail is for."""

    REGISTER = "register"
    RESET = "reset"
    CHANGE = "change"
    INVITE = "invite"


class MailedLink(models.Model):
    """A link sent by e-mail, good once and until `expires`. Its token is derived from the id and never stored.

    `account`: whose password or address it changes; None where there is no such account, then the mail says so.
    `places`: the roles that an invitation brings in the body of `portal`, pairs of role and department id (or None).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    purpose = models.CharField(max_length=20, choices=Purpose)
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")
    portal = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    places = models.JSONField(default=list)
    language = models.CharField(max_length=2, default="de")
    invited_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField()
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)


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


class Absence(models.Model):
    """A member of staff is away from `first` to `last` (both included), and `deputy` stands in for them."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    deputy = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    first = models.DateField()
    last = models.DateField()

    objects = scope.OwnedManager()

    class Meta:
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first__lte=models.F("last")), name="absence_begins_before_it_ends"
            ),
            models.CheckConstraint(
                condition=~models.Q(account=models.F("deputy")), name="nobody_stands_in_for_themselves"
            ),
        ]


class SignIn(models.Model):
    """One sign-in, for the person to look over. `device` is coarse (browser and system); no network address."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField()
    provider = models.CharField(max_length=40)
    trust_level = models.PositiveSmallIntegerField(choices=TrustLevel)
    device = models.CharField(max_length=60)

    class Meta:
        ordering = ["-at", "-pk"]


class Organisation(models.Model):
    """What is known of an organisation beside its name; all of it voluntary and as typed."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="organisation")
    legal_form = models.CharField(max_length=80, blank=True)
    register_number = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=300, blank=True)


class MemberRole(models.TextChoices):
    """What a member may do: everybody sees and sends applications, admins also manage the members."""

    ADMIN = "admin"
    MEMBER = "member"


class Member(models.Model):
    """A person who acts for an organisation."""

    organisation = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=MemberRole)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="one_role_per_member")]

    @property
    def is_admin(self) -> bool:
        return self.role == MemberRole.ADMIN


class Invitation(models.Model):
    """An offer to join an organisation, to be taken once by who knows its access code. `code` is a keyed hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20, choices=MemberRole)
    note = models.CharField(max_length=120, blank=True)
    code = models.BinaryField(max_length=32, unique=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
