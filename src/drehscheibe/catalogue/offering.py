"""A form becomes an online service: as its editors have planned it, or at once when the operator takes one in.

The plan travels with the working copy (`forms.models.WorkingCopy.offer`), so four eyes look at both together.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db import transaction
from django.db.models import QuerySet

from drehscheibe.catalogue.models import OnlineService, Service
from drehscheibe.catalogue.operations import describe_service, offer_online
from drehscheibe.forms import editing
from drehscheibe.forms.models import Form, FormVersion, WorkingCopy
from drehscheibe.forms.schema import FormDocument
from drehscheibe.identity.models import TrustLevel
from drehscheibe.kernel import freshness, scope
from drehscheibe.kernel.revisions import must_be_others, must_be_seen
from drehscheibe.tenants import journal
from drehscheibe.tenants.queries import own_departments

TOPIC = "querschnitt"
RETENTION_DAYS = 3_650
_TRUST = {
    TrustLevel.GUEST: "none",
    TrustLevel.LOW: "low",
    TrustLevel.SUBSTANTIAL: "substantial",
    TrustLevel.HIGH: "high",
}


class CannotOfferError(ValueError):
    """The plan no longer fits: its service is offered otherwise by now, or its department is closed."""


class Plan(NamedTuple):
    """How a form is to be offered. `service`: slug of an own one, "" for a new one under `topic`.

    `online`: slug of the online service that is there already and goes on by this plan; then nothing else is offered.
    `department`: slug of an own one; `trust_level` as in eIDAS; `retention_days` after the decision; `parameters`: the
    body's own rates, money in cents.
    """

    department: str
    service: str = ""
    topic: str = TOPIC
    trust_level: int = TrustLevel.GUEST
    retention_days: int = RETENTION_DAYS
    parameters: Mapping[str, Any] = {}
    online: str = ""

    def plain(self) -> dict[str, Any]:
        """As it is kept with the working copy."""
        return self._asdict() | {"trust_level": int(self.trust_level), "parameters": dict(self.parameters)}


class Offering(Protocol):
    """A working copy, or what stands for one: `offer` is a `Plan` in plain words, {} for none."""

    @property
    def offer(self) -> Mapping[str, Any]: ...


def planned(copy: Offering) -> Plan | None:
    """What the editors want of this form; None while they have not said it."""
    return Plan(**copy.offer) if copy.offer else None


def is_offered(slug: str) -> bool:
    """Whether the entered tenant offers its form of this slug already, in whatever service."""
    own_id = scope.current().tenant_id
    return OnlineService.objects.filter(tenant_id=own_id, form__slug=slug, form__tenant_id=own_id).exists()


def applications_by(slug: str, *, shared: bool = False) -> "QuerySet[OnlineService]":
    """The entered tenant's own online services by which people apply with its own form of this slug.

    `shared`: with the form that a body above it keeps.
    """
    own_id = scope.current().tenant_id
    found = OnlineService.objects.filter(tenant_id=own_id, form__slug=slug, is_contact=False)
    found = found.exclude(form__tenant_id=own_id) if shared else found.filter(form__tenant_id=own_id)
    return found.select_related("service", "department", "form").order_by("slug")


def services_without_form() -> "QuerySet[Service]":
    """The tenant's own services that nobody can apply for online yet, by name."""
    own = Service.objects.filter(tenant_id=scope.current().tenant_id, responsible={}, is_published=True)
    taken = OnlineService.objects.filter(tenant_id=scope.current().tenant_id, is_contact=False).values("service")
    return own.exclude(pk__in=taken).order_by("sort_key")


@transaction.atomic
def publish_copy(*, slug: str, seen: int, by: str, now: datetime) -> FormVersion:
    """Publish the working copy, and offer the form as planned.

    Raises CannotOfferError, and what `forms.editing.publish_copy` raises.
    """
    plan = planned(WorkingCopy.objects.get(slug=slug))
    version = editing.publish_copy(slug=slug, seen=seen, by=by, now=now)
    if plan and plan.online:
        change_offer(online=applications_by(slug).filter(slug=plan.online).first(), plan=plan, now=now)
    elif plan and not is_offered(slug):
        offer_form(form=version.form, document=FormDocument.model_validate(version.document), plan=plan, now=now)
    return version


def offer_form(*, form: Form, document: FormDocument, plan: Plan, now: datetime) -> OnlineService:
    """Let people apply with this form, from the next request on. Raises CannotOfferError."""
    department = own_departments().filter(slug=plan.department).first()
    if department is None:
        raise CannotOfferError(plan.department)
    channel = {"form": form.slug, "trust": _TRUST[TrustLevel(plan.trust_level)], "retention_days": plan.retention_days}
    facts: dict[str, Any] = {"now": now, "channels": {"online": channel}}
    known = services_without_form().filter(slug=plan.service).first() if plan.service else None
    if plan.service and known is None:
        raise CannotOfferError(plan.service)
    if known:
        facts["channels"] = {**known.channels, "online": channel}
        service = describe_service(slug=known.slug, name=known.name, department=known.department, **facts)
    else:
        service = describe_service(slug=_new_slug(form.slug), department=department, **_told(document, plan), **facts)
    return offer_online(
        service=service,
        form=form,
        department=department,
        parameters=plan.parameters,
        recipients={},
        trust_level=TrustLevel(plan.trust_level),
        retention_days=plan.retention_days,
    )


def change_offer(*, online: OnlineService | None, plan: Plan, now: datetime) -> None:
    """Let an online service go on as planned: for whoever applies from now on, and deletion for all its applications.

    Raises CannotOfferError.
    """
    department = own_departments().filter(slug=plan.department).first()
    if online is None or department is None:
        raise CannotOfferError(plan.online)
    online.department, online.trust_level = department, TrustLevel(plan.trust_level)
    online.retention_days, online.parameters = plan.retention_days, {**online.parameters, **plan.parameters}
    online.save(update_fields=["department", "trust_level", "retention_days", "parameters"])
    service = online.service
    told = {"trust": _TRUST[TrustLevel(plan.trust_level)], "retention_days": plan.retention_days}
    channels = {**service.channels, "online": {**service.channels.get("online", {"form": online.form.slug}), **told}}
    if service.tenant_id == online.tenant_id:
        kept = {"name": service.name, "department": service.department, "channels": channels}
        describe_service(slug=service.slug, now=now, **kept)
    freshness.announce()


class PlannedChange(NamedTuple):
    """How an online service is to go on whose form a body above keeps; it needs four eyes as a working copy does.

    `offer` is a `Plan` in plain words, {} while nothing is planned; `edited`: an ISO time.
    """

    pk: int
    offer: Mapping[str, Any] = {}
    revision: int = 0
    edited_by: str = ""
    edited: str = ""


def planned_change(online: OnlineService) -> PlannedChange:
    """What the editors want of it; without `offer` while they have not said it."""
    return PlannedChange(online.pk, **online.planned)


@transaction.atomic
def plan_change(*, online: OnlineService, seen: int, offer: Mapping[str, Any], by: str, now: datetime) -> None:
    """Say how it is to go on once a second person agrees. Raises ChangedMeanwhileError."""
    known = planned_change(OnlineService.objects.select_for_update().get(pk=online.pk))
    must_be_seen(known, seen)
    told = known._replace(offer=dict(offer), revision=known.revision + 1, edited_by=by, edited=now.isoformat())
    kept = {name: value for name, value in told._asdict().items() if name != "pk"}
    OnlineService.objects.filter(pk=online.pk).update(planned=kept)
    journal.note("form_offer_planned", by=by, now=now, facts={"form": online.form.slug, **offer})


@transaction.atomic
def publish_change(*, online: OnlineService, seen: int, by: str, now: datetime) -> None:
    """Let it go on as planned. Raises SameEyesError, ChangedMeanwhileError, CannotOfferError."""
    row = OnlineService.objects.select_for_update(of=("self",)).select_related("service", "form").get(pk=online.pk)
    change = planned_change(row)
    must_be_seen(change, seen)
    must_be_others(change, by)
    change_offer(online=row, plan=Plan(**change.offer), now=now)
    OnlineService.objects.filter(pk=row.pk).update(planned={})
    facts = {"form": row.form.slug, "online": row.slug, "edited_by": change.edited_by}
    journal.note("form_offer_changed", by=by, now=now, facts=facts)


def _told(document: FormDocument, plan: Plan) -> dict[str, Any]:
    """What a form says of the service that it is for."""
    sentences = {"de": "Hier füllen Sie das Formular aus: {}.", "en": "Fill in the form here: {}."}
    return {
        "name": document.title,
        "summary": {lang: sentences[lang].format(title) for lang, title in document.title.items() if lang in sentences},
        "topic": plan.topic,
        "texts": {"legal_basis": [document.legal_basis["de"]]},
    }


def _new_slug(wished: str) -> str:
    """The wished slug, with a number behind it where the tenant has another service of that slug."""
    slug, number = wished, 2
    own = {"tenant_id": scope.current().tenant_id}
    while any(kind.objects.filter(slug=slug, **own).exists() for kind in (Service, OnlineService)):
        slug, number = f"{wished[:90]}-{number}", number + 1
    return slug
