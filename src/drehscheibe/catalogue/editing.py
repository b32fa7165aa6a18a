"""Working copies of services: what departments change before it is published, one for each service and body.

Of an own service the copy is its document; of a service that a body above keeps, it is what this body adds. A change
names the revision it has seen; who comes second is told, and nothing is overwritten. Draft, review, published: who
changed last does not publish. Everything leaves a note in the body's journal.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from pydantic import BaseModel, ConfigDict

from drehscheibe.catalogue import going_live, translating
from drehscheibe.catalogue.importing.cleaning import clean
from drehscheibe.catalogue.importing.report import Finding
from drehscheibe.catalogue.models import (
    DraftState,
    LocalAddition,
    Service,
    ServiceComment,
    ServiceDraft,
    ServiceVersion,
)
from drehscheibe.catalogue.parts import put
from drehscheibe.catalogue.schema import ServiceDocument
from drehscheibe.catalogue.wording import sort_key
from drehscheibe.kernel import scope
from drehscheibe.kernel.revisions import must_be_others, must_be_seen
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Department
from drehscheibe.tenants.naming import slug_of

Change = Callable[[dict[str, Any]], dict[str, Any]]
PART = Literal[
    "description", "requirements", "documents", "fees", "steps", "deadlines", "duration", "remedies", "remarks"
]


class NotInReviewError(RuntimeError):
    """Nobody has handed the working copy in for review, so nobody publishes it."""


class UnusableNameError(ValueError):
    """A name without letters or digits: no address can be made of it."""


class _Module(BaseModel):
    model_config = ConfigDict(extra="forbid")

    how: Literal["append", "replace"] = "append"
    text: dict[str, list[str]]


class _Additions(BaseModel):
    """What a body adds to a service of a body above it, as `LocalAddition.modules`."""

    model_config = ConfigDict(extra="forbid")

    modules: dict[PART, _Module] = {}
    translated: dict[str, str] = {}


def draft_of(service: Service) -> ServiceDraft | None:
    """The entered body's working copy of the service."""
    return ServiceDraft.objects.filter(service=service).first()


def as_if_published(service: Service) -> Service:
    """The service, never to be saved, as its page would show it with the entered body's working copy."""
    draft = draft_of(service)
    if draft and going_live.is_own(service):
        for name, value in going_live.columns(service, draft.document).items():
            setattr(service, name, value)
    elif draft:
        vars(service)["local"] = draft.document["modules"]
        vars(service)["local_translated"] = draft.document.get("translated", {})
    return service


@transaction.atomic
def begin(*, service: Service, by: str, now: datetime) -> ServiceDraft:
    """The working copy of the service; made of what is public where there is none. What was never kept as a version
    (an import brought it) becomes one, so that everything can be compared and taken back.
    """
    document = going_live.live(service)
    draft, is_new = ServiceDraft.objects.get_or_create(
        tenant_id=scope.current().tenant_id,
        service=service,
        defaults={"document": document, "edited_by": by, "edited": now},
    )
    if is_new:
        going_live.keep_what_is(service, document)
        _note("service_begun", service, by, now)
    return draft


@transaction.atomic
def create(*, name: str, department: Department, topic: str, by: str, now: datetime) -> ServiceDraft:
    """A new service of the entered body, seen by nobody until it is published. Raises UnusableNameError."""
    stem = slug_of(name)
    if not stem:
        raise UnusableNameError(name)
    tenant_id = scope.current().tenant_id
    taken = set(Service.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug = next(one for one in (stem, *(f"{stem}-{number}" for number in range(2, 1000))) if one not in taken)
    service = Service.objects.create(
        tenant_id=tenant_id, slug=slug, name={"de": name}, sort_key=sort_key(name)[:200], summary={}, topic=topic,
        department=department, is_published=False, changed=now, assigned_on=now.date(),
    )  # fmt: skip
    return begin(service=service, by=by, now=now)


def locked(service: Service, seen: int) -> ServiceDraft:
    """The working copy at the revision that was seen. Raises ServiceDraft.DoesNotExist, ChangedMeanwhileError."""
    draft = ServiceDraft.objects.select_for_update().get(service=service)
    must_be_seen(draft, seen)
    return draft


def checked(service: Service, document: Mapping[str, Any]) -> dict[str, Any]:
    """The document as it is kept. Raises pydantic's ValidationError and SlugTakenError."""
    if not going_live.is_own(service):
        return _Additions.model_validate(document).model_dump(mode="json")
    found = ServiceDocument.model_validate(document)
    going_live.must_be_free(service, found.slug)
    return found.model_dump(mode="json", exclude_unset=True)


@transaction.atomic
def change(
    *, service: Service, seen: int, what: Change, about: str, by: str, now: datetime
) -> tuple[ServiceDraft, Sequence[Finding]]:
    """Change the working copy at revision `seen`; `about` names the page for the journal.

    Returns it with what was taken out of texts (HTML, scripts). Whatever was handed in or released is a draft again.
    Raises ChangedMeanwhileError, ValidationError for what does not fit, SlugTakenError, and what `what` raises.
    """
    draft = locked(service, seen)
    notes: list[Finding] = []
    fresh = checked(service, clean(what(draft.document), 0, notes, ""))
    fresh = put(fresh, "translated", translating.sources(draft.document, fresh))
    if fresh != draft.document:
        _save(draft, fresh, by, now)
        _note("service_changed", service, by, now, page=about)
    return draft, notes


def _save(draft: ServiceDraft, document: dict[str, Any], by: str, now: datetime) -> None:
    draft.document, draft.edited_by, draft.edited = document, by, now
    draft.revision += 1
    draft.state, draft.released_by, draft.publish_at = DraftState.DRAFT, "", None
    draft.save()


@transaction.atomic
def hand_in(*, service: Service, seen: int, by: str, now: datetime) -> ServiceDraft:
    """Ask for review. Raises ChangedMeanwhileError."""
    draft = locked(service, seen)
    draft.state = DraftState.REVIEW
    draft.save(update_fields=["state"])
    _note("service_handed_in", service, by, now)
    return draft


@transaction.atomic
def give_back(*, service: Service, seen: int, reason: str, by: str, now: datetime) -> ServiceDraft:
    """Give it back to the editors with a reason, a scheduled one too. Raises ChangedMeanwhileError."""
    draft = locked(service, seen)
    draft.state, draft.released_by, draft.publish_at = DraftState.DRAFT, "", None
    draft.save(update_fields=["state", "released_by", "publish_at"])
    _note("service_given_back", service, by, now)
    if reason:
        comment(service=service, text=reason, by=by, now=now)
    return draft


@transaction.atomic
def comment(*, service: Service, text: str, by: str, now: datetime) -> ServiceComment:
    """Say something to the colleagues about the working copy."""
    _note("service_commented", service, by, now)
    return ServiceComment.objects.create(tenant_id=scope.current().tenant_id, service=service, text=text, by=by, at=now)


@transaction.atomic
def restore(*, service: Service, version: ServiceVersion, seen: int, by: str, now: datetime) -> ServiceDraft:
    """Make an older version the working copy again; `seen`: revision of the working copy, 0 for none.

    Raises ChangedMeanwhileError where it is not at that revision.
    """
    if seen == 0 and draft_of(service) is None:
        seen = begin(service=service, by=by, now=now).revision
    draft = locked(service, seen)
    _save(draft, version.document, by, now)
    _note("service_restored", service, by, now, version=version.number)
    return draft


@transaction.atomic
def discard(*, service: Service, seen: int, by: str, now: datetime) -> None:
    """Throw the working copy away, and a service with it that was never published. Raises ChangedMeanwhileError."""
    locked(service, seen).delete()
    _note("service_discarded", service, by, now)
    never = not service.is_published and not service.origin
    if going_live.is_own(service) and never and not ServiceVersion.objects.filter(service=service).exists():
        service.delete()


@transaction.atomic
def publish(*, service: Service, seen: int, by: str, now: datetime, at: datetime | None = None) -> ServiceDraft:
    """Publish the working copy, now or `at` a later moment, by another person than the last editor.

    Raises SameEyesError, NotInReviewError, ChangedMeanwhileError, and what `going_live.go` raises.
    """
    draft = locked(service, seen)
    if draft.state == DraftState.DRAFT:
        raise NotInReviewError(service.slug)
    must_be_others(draft, by)
    draft.released_by = by
    checked(service, draft.document)
    if at is not None and at > now:
        draft.state, draft.publish_at = DraftState.SCHEDULED, at
        draft.save(update_fields=["state", "publish_at", "released_by"])
        _note("service_scheduled", service, by, now, at=at.isoformat())
        return draft
    going_live.go(draft, by=by, now=now)
    return draft


@transaction.atomic
def acknowledge(*, service: Service, part: str, by: str, now: datetime) -> None:
    """The editor has looked at what the body above changed in this part."""
    addition = LocalAddition.objects.select_for_update().get(service=service)
    addition.seen = {**addition.seen, part: going_live.base_part(service, part)}
    addition.save(update_fields=["seen"])
    _note("base_acknowledged", service, by, now, part=part)


def _note(verb: str, service: Service, by: str, now: datetime, **facts: object) -> None:
    journal.note(verb, by=by, now=now, facts={"service": service.slug, **facts})
