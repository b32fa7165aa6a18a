"""Drafts, applications and the facts of their processing."""

import uuid

from django.db import models

from drehscheibe.applications import instants
from drehscheibe.applications import office as _office  # noqa: F401  Django finds its tables through here
from drehscheibe.applications import retention as _retention  # noqa: F401
from drehscheibe.applications.acts import Channel
from drehscheibe.applications.delivery import Way
from drehscheibe.applications.participation import Participation as _Participation  # noqa: F401  as above
from drehscheibe.catalogue.models import OnlineService
from drehscheibe.forms.models import FormVersion
from drehscheibe.identity.models import Account
from drehscheibe.kernel import scope
from drehscheibe.kernel.models import CaseKey, StoredFile
from drehscheibe.mailbox.models import Message
from drehscheibe.tenants.models import Department, Tenant


class Status(models.TextChoices):
    """Where a case stands; follows from its facts (`rules.status`)."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    QUESTION_OPEN = "question_open"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


CLOSED = frozenset({Status.DECIDED, Status.WITHDRAWN})


class Draft(models.Model):
    """A form being filled in. `sealed` opens to the raw answers; `browser` and `code` are keyed hashes.

    `claimed`: when it was taken into the account, if it did not begin there; `warned`: when its end was announced.
    `recorded_by`: staff that fills it in for somebody, from paper, at the counter or on the phone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    portal = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    online_service = models.ForeignKey(OnlineService, on_delete=models.CASCADE, related_name="+")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(CaseKey, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    browser = models.BinaryField(max_length=32)
    code = models.BinaryField(max_length=32)
    claimed = models.DateTimeField(null=True)
    language = models.CharField(max_length=10, default="de")
    sealed = models.BinaryField()
    created = models.DateTimeField()
    changed = models.DateTimeField()
    expires = models.DateTimeField()
    warned = models.DateTimeField(null=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.ONLINE)
    recorded_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    objects = scope.OwnedManager()
    held = scope.HeldManager()

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "browser"], name="draft_by_browser"),
            models.Index(fields=["tenant", "code"], name="draft_by_code"),
        ]


class Application(models.Model):
    """A sent application. Its id is the draft's id. What the desk lists is plain, everything else sealed.

    `changed` is the last news for the applicant; `office_message` and `applicant_message` are the last that each side
    has left for the other (the receipt does not count).

    `due` is the day by which the office wants to decide; it rests since `paused`, while something of the applicant's is
    missing: `missing` documents, due on `reply_by`. `way`: how they want the decision; `consented` to retrieval when.
    `is_restricted`: nobody works on it or finds it in a list (`retention.Restriction`).
    """

    id = models.UUIDField(primary_key=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    portal = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    online_service = models.ForeignKey(OnlineService, on_delete=models.PROTECT, related_name="+")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(CaseKey, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    browser = models.BinaryField(max_length=32)
    language = models.CharField(max_length=10)
    sealed = models.BinaryField()
    answers_digest = models.CharField(max_length=64)
    submitted = models.DateTimeField()
    status = models.CharField(max_length=20, choices=Status, default=Status.RECEIVED)
    assignee = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    receipt = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    changed = models.DateTimeField()
    office_message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    applicant_message = models.ForeignKey(
        Message, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    due = models.DateField(null=True)
    paused = models.DateField(null=True)
    reply_by = models.DateField(null=True)
    missing = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(max_length=10, choices=Way, default=Way.LETTER)
    consented = models.DateTimeField(null=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.ONLINE)
    is_restricted = models.BooleanField(default=False)

    objects = scope.OwnedManager()
    held = scope.HeldManager()

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "department", "-submitted"], name="inbox_order"),
            models.Index(fields=["tenant", "-submitted", "-id"], name="list_order"),
            models.Index(
                fields=["tenant", "-submitted", "-id"],
                name="list_order_open",
                condition=~models.Q(status__in=("decided", "withdrawn")),
            ),
            models.Index(
                fields=["department", "-submitted", "-id"],
                name="open_of_department",
                condition=~models.Q(status__in=("decided", "withdrawn")),
            ),
            models.Index(
                fields=["tenant", "due", "id"],
                name="list_order_due",
                condition=~models.Q(status__in=("decided", "withdrawn")),
            ),
            models.Index(
                fields=["assignee", "-submitted"],
                name="open_of_assignee",
                condition=~models.Q(status__in=("decided", "withdrawn")),
            ),
            models.Index(
                fields=["account", "-changed"], name="mailbox_order", condition=models.Q(account__isnull=False)
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.status not in CLOSED

    @property
    def mark(self) -> str:
        """What a page of the case carries, so that a verb chosen there is not done to a case that has moved on."""
        return str(instants.number(self.changed))


class Assignment(models.Model):
    """Who took a case, and when."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="assignments")
    assignee = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = scope.OwnedManager()


class Question(models.Model):
    """A question of the office to the applicant, open until it is answered."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="questions")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.OneToOneField(Message, null=True, on_delete=models.CASCADE, related_name="+")

    objects = scope.OwnedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(answer=None), name="one_open_question_per_application"
            )
        ]


class Outcome(models.TextChoices):
    """How a case was decided; a message to the office is answered instead.

    `CLOSED`: done without a decision; `FORWARDED`: another authority is responsible and has it now.
    """

    GRANTED = "granted"
    PARTLY = "partly"
    REJECTED = "rejected"
    ANSWERED = "answered"
    CLOSED = "closed"
    FORWARDED = "forwarded"


class Decision(models.Model):
    """The decision of a case: one, with its document."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=20, choices=Outcome)
    document = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = scope.OwnedManager()


class Withdrawal(models.Model):
    """The applicant has taken the application back; `by` is None for a guest, `message` has the reason, if any.

    What came by another `channel` than online, staff has recorded.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="withdrawal")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.ONLINE)

    objects = scope.OwnedManager()


class Erasure(models.Model):
    """What remains of an erased application beside its audit: that it was there, and its last status."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    application_id = models.UUIDField(unique=True)
    submitted = models.DateTimeField()
    status = models.CharField(max_length=20)
    at = models.DateTimeField()

    objects = scope.OwnedManager()
