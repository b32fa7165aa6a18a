"""Acts of the office beyond asking and deciding, each a row, and what has to happen at a certain time.

Contents (what is missing, what an opinion says) are sealed with the case's key; dates and who acted are plain.
Django finds these models through `models`.
"""

from django.conf import settings
from django.db import models

from drehscheibe.kernel import scope
from drehscheibe.kernel.models import StoredFile
from drehscheibe.mailbox.models import Message
from drehscheibe.tenants.models import Department, Tenant

_APPLICATION = "applications.Application"


class Channel(models.TextChoices):
    """How an application, a withdrawal or a conversation reached the office."""

    ONLINE = "online"
    PAPER = "paper"
    COUNTER = "counter"
    PHONE = "phone"


class DocumentRequest(models.Model):
    """The office asks for documents, item by item. Open until every item is answered or the office takes it back.

    `reply_by` is the applicant's deadline; our own deadline rests meanwhile.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(_APPLICATION, on_delete=models.CASCADE, related_name="document_requests")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reply_by = models.DateField()
    closed = models.DateTimeField(null=True)

    objects = scope.OwnedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(closed=None), name="one_open_request_per_application"
            )
        ]


class RequestedItem(models.Model):
    """One document that is asked for. `sealed` opens to its title; `answer` is the message that brought it."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(DocumentRequest, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    answer = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="+")

    objects = scope.OwnedManager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["request", "position"], name="one_item_per_position")]


class Opinion(models.Model):
    """A question to another department of the body about a case; `sealed` opens to the question and, later, the answer.

    The applicant reads in the history that there was one, not what it says.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(_APPLICATION, on_delete=models.CASCADE, related_name="opinions")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due = models.DateField()
    sealed = models.BinaryField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered = models.DateTimeField(null=True)

    objects = scope.OwnedManager()


class Correction(models.Model):
    """A decision was replaced by another: what the former one was. `message` tells the applicant why.

    Obvious mistakes: § 42 VwVfG, § 129 AO, § 38 SGB X; else §§ 48, 49 VwVfG, §§ 130, 131 AO, §§ 44 to 48 SGB X.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(_APPLICATION, on_delete=models.CASCADE, related_name="corrections")
    outcome = models.CharField(max_length=20)
    document = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    decided = models.DateTimeField()
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = scope.OwnedManager()


class TimerKind(models.TextChoices):
    """What has to happen when a timer is due."""

    REPLY_NEAR = "reply_near"
    REPLY_OVER = "reply_over"
    DUE_NEAR = "due_near"
    DUE_OVER = "due_over"
    OPINION_OVER = "opinion_over"
    NOT_RETRIEVED = "not_retrieved"


class Timer(models.Model):
    """Something that has to happen to a case at a moment. `done` is set in the transaction that does it.

    `about` is the id of the row it belongs to, so that each happens once.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    application = models.ForeignKey(_APPLICATION, on_delete=models.CASCADE, related_name="timers")
    kind = models.CharField(max_length=20, choices=TimerKind)
    about = models.CharField(max_length=40)
    at = models.DateTimeField()
    done = models.DateTimeField(null=True)

    objects = scope.OwnedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "kind", "about"], name="one_timer_per_subject")]
        indexes = [models.Index(fields=["tenant", "at"], name="timers_due", condition=models.Q(done=None))]


class TodoKind(models.TextChoices):
    """What the office should look after."""

    REPLY_OVER = "reply_over"
    DUE_NEAR = "due_near"
    DUE_OVER = "due_over"
    OPINION_OVER = "opinion_over"
    OPINION_GIVEN = "opinion_given"
    NOT_RETRIEVED = "not_retrieved"
    UNDELIVERABLE = "undeliverable"
    NOT_NOTIFIED = "not_notified"


class Todo(models.Model):
    """A task for whoever works on a case; one that `is_for_lead` shows in the control room, too."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    application = models.ForeignKey(_APPLICATION, on_delete=models.CASCADE, related_name="todos")
    kind = models.CharField(max_length=20, choices=TodoKind)
    is_for_lead = models.BooleanField(default=False)
    at = models.DateTimeField()
    done = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = scope.OwnedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"], condition=models.Q(done=None), name="one_open_todo_per_kind"
            )
        ]
