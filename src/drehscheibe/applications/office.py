"""What the office keeps beside its cases: how they are found, how many there are, and which lists people look at."""

from django.db import models

from drehscheibe.identity.models import Account
from drehscheibe.kernel import scope
from drehscheibe.kernel.models import CaseKey, StoredFile
from drehscheibe.tenants.models import Department, Tenant


class SearchToken(models.Model):
    """A keyed hash of something by which a case is found (`finding`): what it stands for cannot be read from it."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False)
    application = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="search_tokens", db_index=False
    )
    token = models.BigIntegerField()
    submitted = models.DateTimeField()

    objects = scope.OwnedManager()

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "token", "-submitted", "-application"], name="found_by_token"),
            models.Index(fields=["application", "token"], name="token_of_case"),
        ]


class Tally(models.Model):
    """How many more (or fewer) cases there are of a kind; only the sum of its rows tells how many.

    A trigger on the applications writes them in the transaction that changes a case, so that nobody waits for anybody
    else's number; `tallies.condense` adds them up from time to time. Closed cases count by department and status alone.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        Department, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    assignee = models.ForeignKey(
        Account, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    status = models.CharField(max_length=20)
    due = models.DateField(null=True)
    change = models.IntegerField()

    objects = scope.OwnedManager()


class SavedView(models.Model):
    """A choice of cases that somebody comes back to, under a name of their own. `query`: that of the list's address."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=400)

    objects = scope.OwnedManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "account", "name"], name="one_saved_view_per_name"),
        ]


class ViewingPurpose(models.TextChoices):
    """What somebody opens a case for. A closed list: free words could tell something about the applicant."""

    CASEWORK = "casework"
    INQUIRY = "inquiry"
    CONSULTATION = "consultation"
    SUBSTITUTION = "substitution"
    SUPERVISION = "supervision"


class Viewing(models.Model):
    """What for somebody looks into a case; `at` is when they said so or, for cases of their own, last began to work."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    purpose = models.CharField(max_length=20, choices=ViewingPurpose)
    at = models.DateTimeField()

    objects = scope.OwnedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "account"], name="one_viewing_per_person")]


class Handover(models.Model):
    """A case went from one department of the body to another; the reason is the internal note."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="handovers")
    source = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = scope.OwnedManager()


class InternalNote(models.Model):
    """What the office writes down for itself: sealed, and never shown to the applicant on these pages."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    objects = scope.OwnedManager()

    class Meta:
        ordering = ["at", "pk"]


class CaseLink(models.Model):
    """Two cases belong together. `first` has the smaller id, so that each pair is there once."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = scope.OwnedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="one_link_per_pair")]


class Snippet(models.Model):
    """A text that a department writes again and again, under a short name."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    text = models.TextField()

    objects = scope.OwnedManager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["department", "name"], name="one_snippet_per_name")]


class ListExport(models.Model):
    """A list that somebody takes away as a table. `query` is its address's; `key` seals the file until it expires."""

    id = models.UUIDField(primary_key=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.ForeignKey(CaseKey, on_delete=models.CASCADE, related_name="+")
    query = models.CharField(max_length=400)
    media_type = models.CharField(max_length=80)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    cases = models.PositiveIntegerField(null=True)
    created = models.DateTimeField()
    ready = models.DateTimeField(null=True)
    expires = models.DateTimeField()

    objects = scope.OwnedManager()

    class Meta:
        ordering = ["-created"]


class Figures(models.Model):
    """How one service went in the last twelve months, worked out at night: never about one person.

    `median_days` and `ninth_days` are the median and the 90th percentile from sending to decision, in days.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    online_service = models.ForeignKey("catalogue.OnlineService", on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="+")
    received = models.PositiveIntegerField()
    decided = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()
    median_days = models.FloatField(null=True)
    ninth_days = models.FloatField(null=True)
    at = models.DateTimeField()

    objects = scope.OwnedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["online_service", "department"], name="one_row_of_figures_per_service"),
        ]
