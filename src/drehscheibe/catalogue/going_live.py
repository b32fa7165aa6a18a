"""A working copy of a service becomes what citizens see, at once or when its time has come; and goes when it ends."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from drehscheibe.catalogue.models import DraftState, LocalAddition, OnlineService, Service, ServiceDraft, ServiceVersion
from drehscheibe.catalogue.operations import describe_service
from drehscheibe.catalogue.schema import TEXT_PARTS, ServiceDocument, document_of, facts_of
from drehscheibe.kernel import clock, freshness, scope
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Department
from drehscheibe.tenants.queries import own_departments

SEEN_PARTS = ("name", "summary", *TEXT_PARTS)


def is_own(service: Service) -> bool:
    """Whether the entered body keeps the service itself."""
    return service.tenant_id == scope.current().tenant_id


def live(service: Service) -> dict[str, Any]:
    """What is public now, as a working copy would hold it."""
    if is_own(service):
        return document_of(service)
    addition = LocalAddition.objects.filter(service=service).first()
    translated = {"translated": addition.translated} if addition and addition.translated else {}
    return {"modules": addition.modules if addition else {}, **translated}


class SlugTakenError(ValueError):
    """Another service of the body has, or had, this address; or people apply under the present one."""


class UnknownDepartmentError(LookupError):
    """The body has no such department (any more)."""


def must_be_free(service: Service, slug: str) -> None:
    """Raises SlugTakenError where `service` cannot have this address."""
    if slug == service.slug:
        return
    own = Service.objects.filter(tenant_id=service.tenant_id).exclude(pk=service.pk)
    if own.filter(slug=slug).exists() or own.filter(former_slugs__contains=[slug]).exists():
        raise SlugTakenError(slug)
    if OnlineService.objects.filter(service=service, is_contact=False).exists():
        raise SlugTakenError(service.slug)


def department_of(slug: str) -> Department:
    """The own department of this slug. Raises UnknownDepartmentError."""
    found = next((one for one in own_departments(also_closed=True) if one.slug == slug), None)
    if found is None:
        raise UnknownDepartmentError(slug)
    return found


def columns(service: Service, document: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that an own service has with this document; the form it is applied with stays."""
    facts = facts_of(ServiceDocument.model_validate(document))
    facts["department"] = department_of(facts["department"])
    online = service.channels.get("online")
    others = {name: way for name, way in facts["channels"].items() if name != "online"}
    facts["channels"] = {"online": online, **others} if online else others
    facts["former_slugs"] = [one for one in facts["former_slugs"] if one != facts["slug"]]
    if facts["slug"] != service.slug and service.is_published:
        facts["former_slugs"] = list(dict.fromkeys([*facts["former_slugs"], service.slug]))
    return facts


def go(draft: ServiceDraft, *, by: str, now: datetime) -> ServiceVersion:
    """Make the working copy public and a version. Raises SlugTakenError, UnknownDepartmentError."""
    service = draft.service
    document = draft.document
    keep_what_is(service, live(service))
    if is_own(service):
        document = document_of(_publish_own(service, document, now))
    else:
        known = LocalAddition.objects.filter(service=service).first()
        fresh = {part: base_part(service, part) for part in SEEN_PARTS}
        LocalAddition.objects.update_or_create(
            tenant_id=draft.tenant_id,
            service=service,
            defaults={
                "modules": draft.document["modules"],
                "translated": draft.document.get("translated", {}),
                "seen": {**fresh, **(known.seen if known else {})},
            },
        )
        freshness.announce()
    version = keep_version(service, document, edited_by=draft.edited_by, by=by, now=now)
    facts = {"service": service.slug, "version": version.number, "edited_by": draft.edited_by}
    draft.delete()
    journal.note("service_published", by=by, now=now, facts=facts)
    return version


def _publish_own(service: Service, document: Mapping[str, Any], now: datetime) -> Service:
    facts = columns(service, document)
    slug = facts.pop("slug")
    must_be_free(service, slug)
    if facts["department"].pk != service.department_id:
        facts["assigned_on"] = clock.day(now)
    if slug != service.slug:
        service.slug = slug
        service.save(update_fields=["slug"])
    name, department = facts.pop("name"), facts.pop("department")
    return describe_service(
        slug=slug, name=name, department=department, now=now, is_published=True, withdrawn=None, reviewed=now, **facts
    )


def keep_what_is(service: Service, document: Mapping[str, Any]) -> None:
    """Make what is public a version where an import or the like has changed it since the last one was kept."""
    newest = ServiceVersion.objects.filter(service=service).order_by("number").last()
    if service.is_published and (newest.document if newest else {"modules": {}}) != document:
        keep_version(service, document, edited_by="", by="system", now=service.changed)


def keep_version(
    service: Service, document: Mapping[str, Any], *, edited_by: str, by: str, now: datetime
) -> ServiceVersion:
    """Keep a published state for good."""
    numbers = ServiceVersion.objects.filter(service=service).order_by("-number").values_list("number", flat=True)
    return ServiceVersion.objects.create(
        tenant_id=scope.current().tenant_id,
        service=service,
        number=(numbers.first() or 0) + 1,
        document=dict(document),
        edited_by=edited_by,
        published_by=by,
        published=now,
    )


def base_part(service: Service, part: str) -> Any:
    """What the body above says in this part now."""
    return getattr(service, part) if part in {"name", "summary"} else service.texts.get(part, {})


@transaction.atomic
def publish_due(*, now: datetime) -> int:
    """Publish the entered body's released working copies whose time has come; returns how many."""
    due = ServiceDraft.objects.select_for_update(of=("self",), skip_locked=True).select_related("service__department")
    found = list(due.filter(state=DraftState.SCHEDULED, publish_at__lte=now))
    for draft in found:
        try:
            with transaction.atomic():
                go(draft, by=draft.released_by, now=now)
        except (SlugTakenError, UnknownDepartmentError) as error:  # it waits for people again
            draft.state, draft.publish_at = DraftState.REVIEW, None
            draft.save(update_fields=["state", "publish_at"])
            facts = {"service": draft.service.slug, "reason": type(error).__name__}
            journal.note("service_not_published", by="system", now=now, facts=facts)
    return len(found)


@transaction.atomic
def take_down_ended(*, today: date, now: datetime) -> int:
    """Hide the entered body's services whose last day is over; returns how many. They can be published again."""
    ended = Service.objects.filter(tenant_id=scope.current().tenant_id, is_published=True, valid_until__lt=today)
    found = list(ended.values_list("pk", "slug"))
    for pk, slug in found:
        Service.objects.filter(pk=pk).update(is_published=False, withdrawn=now, changed=now)
        journal.note("service_ended", by="system", now=now, facts={"service": slug})
    if found:
        freshness.announce()
    return len(found)
