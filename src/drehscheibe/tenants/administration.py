"""What a body changes about itself: its departments, its names and contacts, its colour, its pages. All is journalled.

Changes show with the next request; every verb works within the entered tenant and takes `by` as an opaque actor.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from drehscheibe.kernel import freshness, scope
from drehscheibe.tenants import colours, journal
from drehscheibe.tenants.models import Department, Page, Tenant
from drehscheibe.tenants.naming import slug_of
from drehscheibe.tenants.queries import own_departments


class NameTakenError(ValueError):
    """The body has a department of that name (or one whose address would be the same)."""


class UnusableNameError(ValueError):
    """A name without letters or digits: no address can be made of it."""


class UnknownAccentError(ValueError):
    """The colour is not on the list, or not readable on white."""


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return sorted(key for key in {*before, *after} if before.get(key) != after.get(key))


def _must_be_free(name: Mapping[str, str], slug: str, besides: int = 0) -> None:
    others = own_departments(also_closed=True).exclude(pk=besides)
    if any(other.slug == slug or other.name.get("de", "").lower() == name["de"].lower() for other in others):
        raise NameTakenError(name["de"])


@transaction.atomic
def create_department(*, name: Mapping[str, str], contact: Mapping[str, Any], by: str, now: datetime) -> Department:
    """Open a department. Raises NameTakenError and UnusableNameError."""
    slug = slug_of(name["de"])
    if not slug:
        raise UnusableNameError(name["de"])
    tenant = Tenant.objects.select_for_update().get(pk=scope.current().tenant_id)
    _must_be_free(name, slug)
    department = Department.objects.create(
        tenant_id=tenant.pk, slug=slug, name=dict(name), contact=dict(contact), changed=now
    )
    journal.note("department_created", by=by, now=now, facts={"department": department.pk, "name": name["de"]})
    freshness.announce()
    return department


@transaction.atomic
def change_department(
    *, department: Department, name: Mapping[str, str], contact: Mapping[str, Any], by: str, now: datetime
) -> None:
    """Rename a department and change how to reach it; its address stays. Raises NameTakenError.

    What `contact` does not name is kept. Nothing changed leaves no entry.
    """
    Tenant.objects.select_for_update().get(pk=department.tenant_id)
    current = own_departments(also_closed=True).select_for_update().get(pk=department.pk)
    _must_be_free(name, current.slug, besides=current.pk)
    fresh = {**current.contact, **contact}
    changed = _changed(current.contact, fresh) + (["name"] if dict(name) != current.name else [])
    if not changed:
        return
    current.name, current.contact, current.changed = dict(name), fresh, now
    current.save(update_fields=["name", "contact", "changed"])
    facts = {"department": current.pk, "name": name["de"], "changed": changed}
    journal.note("department_changed", by=by, now=now, facts=facts)
    freshness.announce()


@transaction.atomic
def describe_body(
    *,
    texts: Mapping[str, Mapping[str, str]],
    contact: Mapping[str, Any],
    controller: Mapping[str, Any],
    officer: Mapping[str, Any],
    by: str,
    now: datetime,
) -> None:
    """Change names and contacts of the body, and who answers for data protection. What is not named is kept."""
    tenant = Tenant.objects.select_for_update().get(pk=scope.current().tenant_id)
    fresh: dict[str, Any] = {
        "texts": {**tenant.texts, **texts},
        "contact": {**tenant.contact, **contact},
        "controller": {**tenant.controller, **controller},
        "officer": {**tenant.officer, **officer},
        "name": texts["name"]["de"],
    }
    changed = [
        f"{part}.{key}"
        for part in ("texts", "contact", "controller", "officer")
        for key in _changed(getattr(tenant, part), fresh[part])
    ]
    if not changed and fresh["name"] == tenant.name:
        return
    Tenant.objects.filter(pk=tenant.pk).update(**fresh)
    journal.note("body_changed", by=by, now=now, facts={"changed": changed})
    freshness.announce()


@transaction.atomic
def choose_look(*, claim: Mapping[str, str], accent: str, by: str, now: datetime) -> None:
    """Change the sentence on the start page and the accent colour. Raises UnknownAccentError."""
    if accent not in colours.offered():
        raise UnknownAccentError(accent)
    tenant = Tenant.objects.select_for_update().get(pk=scope.current().tenant_id)
    if (tenant.texts.get("claim"), tenant.accent) == (dict(claim), accent):
        return
    texts = {**tenant.texts, "claim": dict(claim)}
    Tenant.objects.filter(pk=tenant.pk).update(texts=texts, accent=accent)
    journal.note("look_changed", by=by, now=now, facts={"accent": accent})
    freshness.announce()


@transaction.atomic
def write_page(*, slug: str, title: Mapping[str, str], language: str, body: list[Any], by: str, now: datetime) -> None:
    """Replace the text of a legal or informational page in one language; an empty one takes the language away."""
    Tenant.objects.select_for_update().get(pk=scope.current().tenant_id)
    found = Page.objects.filter(tenant_id=scope.current().tenant_id, slug=slug).first()
    if (found.body.get(language, []) if found else []) == body:
        return
    page = found or Page(tenant_id=scope.current().tenant_id, slug=slug, title=dict(title), body={})
    page.body = {key: blocks for key, blocks in {**page.body, language: body}.items() if blocks}
    page.changed = now
    page.save()
    journal.note("page_changed", by=by, now=now, facts={"page": slug, "language": language})
    freshness.announce()
