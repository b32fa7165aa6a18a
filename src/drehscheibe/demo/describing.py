"""What the demo's editors and publishers have done with services: drafts, reviews, versions, additions of towns."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from drehscheibe.catalogue import editing, rules
from drehscheibe.catalogue.models import Service, ServiceVersion
from drehscheibe.catalogue.parts import put
from drehscheibe.demo import content
from drehscheibe.identity.actors import actor
from drehscheibe.identity.models import ExternalIdentity
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory


def edit_services(*, now: datetime) -> None:
    """Take the steps that were not taken yet."""
    for step in content.editing():
        tenant = directory().by_slug(step["portal"])
        if tenant is None:
            raise LookupError(f"editing.yaml: there is no tenant {step['portal']}")
        with work_as(tenant):
            _take(step, now)


def edited_by_people(slug: str, tenant_id: int) -> bool:
    """Whether somebody has published the service since: then the content no longer says how it is."""
    found = ServiceVersion.objects.filter(service__slug=slug, service__tenant=tenant_id)
    return found.exclude(published_by="system").exists()


def _take(step: Mapping[str, Any], now: datetime) -> None:
    service = Service.objects.select_related("department").get(slug=step["service"])
    versions = ServiceVersion.objects.filter(service=service).exclude(published_by="system").count()
    if versions >= step.get("step", 1) or editing.draft_of(service):
        return
    editor, publisher = (_person(name, step["portal"]) for name in ("redaktion", "freigabe"))
    draft = editing.begin(service=service, by=editor, now=now)

    def changed(document: dict[str, Any]) -> dict[str, Any]:
        for path, value in step["changes"].items():
            document = put(document, path, value)
            if path == "easy.text":
                source = rules.digest(document["name"], document["summary"], document["texts"])
                document = put(document, "easy.source", source)
        return document

    draft, _ = editing.change(service=service, seen=draft.revision, what=changed, about="", by=editor, now=now)
    if step.get("comment"):
        editing.comment(service=service, text=step["comment"], by=editor, now=now)
    if step["state"] != "draft":
        editing.hand_in(service=service, seen=draft.revision, by=editor, now=now)
    if step["state"] == "published":
        editing.publish(service=service, seen=draft.revision, by=publisher, now=now)


def _person(name: str, portal: str) -> str:
    found = ExternalIdentity.objects.select_related("account").get(provider="demo", subject=f"{name}@{portal}")
    return actor(found.account)
