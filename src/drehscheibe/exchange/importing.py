"""Take a form in: store it with its code lists, and, if wished, publish it as an online service of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from drehscheibe.catalogue.models import OnlineService, Service
from drehscheibe.catalogue.offering import Plan, offer_form, services_without_form
from drehscheibe.exchange.reading import Read
from drehscheibe.forms import code_lists, editing
from drehscheibe.forms.code_lists import CodeList
from drehscheibe.forms.models import CodeListVersion, Form, FormVersion, WorkingCopy
from drehscheibe.forms.operations import keep_code_list, publish
from drehscheibe.forms.queries import newest_version, stored_list
from drehscheibe.forms.schema import ListReference, load
from drehscheibe.kernel import scope
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Department, Tenant
from drehscheibe.tenants.operations import set_department
from drehscheibe.tenants.queries import own_departments

_OFFICE = "verwaltung"


class BeingEditedError(ValueError):
    """Editors have a working copy of the form already, and nothing of theirs is overwritten; `copy` is it."""

    def __init__(self, copy: WorkingCopy) -> None:
        super().__init__(f"„{copy.slug}“ wird gerade bearbeitet. Verwerfen Sie zuerst die Arbeitsfassung.")
        self.copy = copy


@dataclass(frozen=True)
class Imported:
    """Under which slug the form is kept and people apply, in which version, and whether they can."""

    slug: str
    number: int
    is_new_version: bool
    is_online: bool


def stored(uri: str, version: str) -> CodeList | None:
    """A code list that this body, or one above it, has kept."""
    row = stored_list(ListReference(uri=uri, version=version)) if uri else None
    return code_lists.read(CodeListVersion.objects.get(pk=row.pk).content) if row else None


@transaction.atomic
def take_in(*, found: Read, online: bool, by: str, now: datetime) -> Imported | None:
    """Keep a form in the entered tenant's name; None when the file held a code list only.

    `online`: publish it for guests, as an online service with a page of its own, noted in the journal. A form that
    comes again keeps its slug and gets a new version. Otherwise it becomes the editors' working copy, report and all.
    Raises FormError when it cannot be filled in, BeingEditedError when there is a working copy already.
    """
    for one in found.lists:
        keep_code_list(code_list=one, now=now)
    if found.source is None:
        return None
    source = {**found.source, "slug": _slug(found.source)}
    if not online:
        known_copy = WorkingCopy.objects.filter(tenant_id=scope.current().tenant_id, slug=source["slug"]).first()
        if known_copy:
            raise BeingEditedError(known_copy)
        editing.take_in(document=source, report=found.report.lines(), by=by, now=now)
        return Imported(source["slug"], 0, is_new_version=False, is_online=False)
    known = Form.objects.filter(tenant_id=scope.current().tenant_id, slug=source["slug"]).first()
    before = newest_version(known).number if known else 0
    used = OnlineService.objects.filter(form=known).order_by("is_contact", "pk").first() if known else None
    form = publish(document=source, now=now)
    number = newest_version(form).number
    facts = {"name": form.slug, "form": form.slug, "version": number}
    if not used:
        described = services_without_form().filter(slug=form.slug).exists()
        plan = Plan(department=_department().slug, service=form.slug if described else "")
        used = offer_form(form=form, document=load(source), plan=plan, now=now)
    journal.note("form_published", by=by, now=now, facts=facts)
    return Imported(used.slug, number, is_new_version=number > before, is_online=True)


def _slug(source: Mapping[str, Any]) -> str:
    """The slug of the form: the one that the same schema has already, else its own, made unlike those of others."""
    tenant_id = scope.current().tenant_id
    wished = str(source["slug"])
    fim_id = source.get("fim_id")
    if not fim_id:
        return wished
    mine = FormVersion.objects.filter(tenant_id=tenant_id, document__fim_id=fim_id).order_by("-pk").first()
    if mine:
        return mine.form.slug
    copy = WorkingCopy.objects.filter(tenant_id=tenant_id, document__fim_id=fim_id).order_by("pk").first()
    if copy:
        return copy.slug
    slug, number = wished, 2
    while _is_taken(slug):
        slug, number = f"{wished[:55]}-{number}", number + 1
    return slug


def _is_taken(slug: str) -> bool:
    tables: tuple[Any, ...] = (Form, WorkingCopy, Service, OnlineService)
    return any(table.objects.filter(slug=slug).exists() for table in tables)


def _department() -> Department:
    """Where the applications go until somebody decides otherwise: the first department, or a new one."""
    found = own_departments().first()
    if found:
        return found
    tenant = Tenant.objects.get(pk=scope.current().tenant_id)
    return set_department(slug=_OFFICE, name={"de": tenant.name}, contact=tenant.contact)
