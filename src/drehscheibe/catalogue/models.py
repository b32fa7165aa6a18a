"""Services and online services."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from drehscheibe.forms.models import Form
from drehscheibe.identity.models import TrustLevel
from drehscheibe.kernel import scope
from drehscheibe.tenants.models import Department, Tenant

CONTACT = {"de": "Nachricht", "en": "Message"}


class Service(models.Model):
    """A service as its body describes it. JSON columns hold texts per language (`{"de": ..., "en": ...}`).

    What the JSON columns hold is in `schema.ServiceDocument`: `texts` are paragraphs or points by part, `details` the
    typed modules, `fees` rows in cents, `channels` the ways to apply, `easy` the text in Leichte Sprache.
    `responsible`: who is, when it is not this body: `name` and `contact` as of a department.
    `leika_keys` and `search_words` (never shown) are all that an OZG bundle holds, beside the service's own key.
    `origin` says which entry of which list it came from, `imported` what that list said when it was last read; what
    differs from that was changed here. `former_slugs` lead to its page for good.
    `valid_until`: the last day on which it is shown. `review_on`: when somebody should look whether it still holds,
    `reviewed`: when somebody last did (every publication counts). `responsible_person`: whom colleagues ask about it;
    never shown to citizens. `assigned_on`: since when `department` keeps it.
    `withdrawn`: since when it is hidden though it was public; its address then says whom to ask. `translated`: entries
    whose German has changed since they were put into English (`translating`).
    `usual_days`: how long an application took lately (median), once enough of them were decided.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=100)
    name = models.JSONField()
    sort_key = models.CharField(max_length=200)
    summary = models.JSONField()
    keywords = models.JSONField(default=dict)
    topic = models.SlugField()
    situations = ArrayField(models.SlugField(), default=list)
    leika_key = models.CharField(max_length=14, blank=True)
    ozg_id = models.CharField(max_length=10, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    responsible = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    fees = models.JSONField(default=list)
    channels = models.JSONField(default=dict)
    related = ArrayField(models.SlugField(), default=list)
    popularity = models.PositiveSmallIntegerField(default=0)
    leika_keys = ArrayField(models.CharField(max_length=14), default=list)
    search_words = ArrayField(models.TextField(), default=list)
    audience = ArrayField(models.SlugField(), default=list)
    details = models.JSONField(default=dict)
    easy = models.JSONField(default=dict)
    valid_until = models.DateField(null=True)
    review_on = models.DateField(null=True)
    reviewed = models.DateTimeField(null=True)
    responsible_person = models.CharField(max_length=200, blank=True)
    assigned_on = models.DateField(null=True)
    origin = models.CharField(max_length=120, blank=True)
    imported = models.JSONField(default=dict)
    former_slugs = ArrayField(models.SlugField(max_length=100), default=list)
    is_published = models.BooleanField(default=True)
    withdrawn = models.DateTimeField(null=True)
    translated = models.JSONField(default=dict)
    changed = models.DateTimeField()
    usual_days = models.PositiveSmallIntegerField(null=True)
    search = SearchVectorField(null=True)

    objects = scope.SharedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "slug"], name="one_service_per_slug")]


class OnlineService(models.Model):
    """A way to apply online. `parameters` are the body's own rates for the form; amounts of money in cents.

    `is_contact`: it brings a message to the department; every service has one, beside its application or alone.
    `processing_days`: within how many working days the office wants to decide; None: it has set itself no deadline.
    `rules`: which law says when a decision is announced: vwvfg, ao or sgbx (`applications.announcing`).
    `planned`: how editors want it to go on, where a body above keeps the form (`offering.PlannedChange`); else {}.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=100)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="online_services")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    parameters = models.JSONField(default=dict)
    trust_level = models.IntegerField(choices=TrustLevel, default=TrustLevel.GUEST)
    recipients = models.JSONField(default=dict)
    retention_days = models.PositiveIntegerField(default=3650)
    is_contact = models.BooleanField(default=False)
    processing_days = models.PositiveSmallIntegerField(null=True)
    rules = models.CharField(max_length=10, default="vwvfg")
    planned = models.JSONField(default=dict)

    objects = scope.SharedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "slug"], name="one_online_service_per_slug")]

    @property
    def name(self) -> dict[str, str]:
        """What applicants and clerks call it, per language: as its service, or that it is a message about it."""
        if self.slug == self.service.slug or not self.is_contact:
            return self.service.name  # type: ignore[no-any-return]
        return {lang: f"{CONTACT.get(lang, CONTACT['de'])}: {words}" for lang, words in self.service.name.items()}


class DraftState(models.TextChoices):
    """Where a working copy stands on its way to the public."""

    DRAFT = "draft"
    REVIEW = "review"
    SCHEDULED = "scheduled"


class ServiceDraft(models.Model):
    """The working copy of a service as editors change it; `revision` counts the changes.

    Of an own service `document` is a `schema.ServiceDocument`; of one that a body above keeps, `{"modules": ...}`: what
    this body adds to it. `edited_by`, `released_by`: as the audit names them. `publish_at`: when a released one goes
    live by itself.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    document = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.DRAFT)
    edited_by = models.CharField(max_length=60)
    edited = models.DateTimeField()
    released_by = models.CharField(max_length=60, blank=True)
    publish_at = models.DateTimeField(null=True)

    objects = scope.OwnedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "service"], name="one_draft_per_service")]


class ServiceVersion(models.Model):
    """A published state of a service or of a body's additions to one, never changed; as `ServiceDraft.document`."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    edited_by = models.CharField(max_length=60, blank=True)
    published_by = models.CharField(max_length=60)
    published = models.DateTimeField()

    objects = scope.OwnedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "service", "number"], name="one_service_version_per_number")
        ]


class ServiceComment(models.Model):
    """What somebody in the house has said about a service's working copy; citizens never see it."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = scope.OwnedManager()


class LocalAddition(models.Model):
    """What a body says beside (or instead of) the text of a service that a body above it keeps.

    `modules`: part -> `{"how": "append" or "replace", "text": {"de": [...], "en": [...]}}`; `seen`: part -> the text of
    the body above as the editor last looked at it. `translated`: as of a service, by `modules.<part>.text`.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    modules = models.JSONField(default=dict)
    seen = models.JSONField(default=dict)
    translated = models.JSONField(default=dict)

    objects = scope.OwnedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "service"], name="one_addition_per_service")]


class Synonym(models.Model):
    """A portal's own everyday word (or words) and the official ones by which its services are found, too."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=60)
    meant = ArrayField(models.CharField(max_length=60))

    objects = scope.SharedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "word"], name="one_synonym_per_word")]


class FruitlessSearch(models.Model):
    """How often a search found nothing. `words` stay empty until enough people typed them to be nobody's own.

    `digest`: keyed hash of the words, by which the same search is known again.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField()
    words = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(default=1)
    last = models.DateField()

    objects = scope.OwnedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "digest"], name="one_count_per_fruitless_search")]
