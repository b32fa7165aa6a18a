"""Take a form in: store it with its code lists, and, if wished, publish it as an online service of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from drehscheibe.catalogue.models import OnlineService, Service
from drehscheibe.catalogue.operations import describe_service, offer_online
from drehscheibe.exchange.reading import Read
from drehscheibe.forms import code_lists, editing
from drehscheibe.forms.code_lists import CodeList
from drehscheibe.forms.models import CodeListVersion, Form, FormVersion, WorkingCopy
from drehscheibe.forms.operations import keep_code_list, publish
from drehscheibe.forms.queries import newest_version, stored_list
from drehscheibe.forms.schema import ListReference
from drehscheibe.identity.models import TrustLevel
from drehscheibe.kernel import scope
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Department, Tenant
from drehscheibe.tenants.operations import set_department
from drehscheibe.tenants.queries import own_departments

TOPIC = "querschnitt"
RETENTION_DAYS = 3_650
_OFFICE = "verwaltung"


class BeingEditedError(ValueError):
    """Editors have a working copy of the form already, and nothing of theirs is overwritten."""


@dataclass(frozen=True)
class Imported:
    """Under which slug the form is kept, in which version, and whether people can open it."""

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
        if WorkingCopy.objects.filter(tenant_id=scope.current().tenant_id, slug=source["slug"]).exists():
            raise BeingEditedError(
                f"„{source['slug']}“ wird gerade bearbeitet. Verwerfen Sie zuerst die Arbeitsfassung."
            )
        editing.take_in(document=source, report=found.report.lines(), by=by, now=now)
        return Imported(source["slug"], 0, is_new_version=False, is_online=False)
    known = Form.objects.filter(tenant_id=scope.current().tenant_id, slug=source["slug"]).first()
    before = newest_version(known).number if known else 0
    used = known is not None and OnlineService.objects.filter(form=known).exists()
    form = publish(document=source, now=now)
    number = newest_version(form).number
    facts = {"name": form.slug, "form": form.slug, "version": number}
    if not used:
        _offer(source, form, now)
    journal.note("form_published", by=by, now=now, facts=facts)
    return Imported(form.slug, number, is_new_version=number > before, is_online=True)


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


def _offer(source: Mapping[str, Any], form: Form, now: datetime) -> None:
    """Describe a service by what the form says of itself, and offer it online for guests."""
    title = source["title"] if isinstance(source["title"], Mapping) else {"de": source["title"]}
    basis = source["legal_basis"] if isinstance(source["legal_basis"], Mapping) else {"de": source["legal_basis"]}
    channel = {"form": form.slug, "trust": "none", "retention_days": RETENTION_DAYS}
    service = describe_service(
        slug=form.slug,
        name=title,
        department=_department(),
        now=now,
        summary={"de": f"Hier füllen Sie das Formular aus: {title['de']}."},
        topic=TOPIC,
        texts={"legal_basis": [basis["de"]]},
        channels={"online": channel},
    )
    rates: dict[str, Any] = {}
    offer_online(
        service=service,
        form=form,
        parameters=rates,
        recipients={},
        trust_level=TrustLevel.GUEST,
        retention_days=RETENTION_DAYS,
    )


def _department() -> Department:
    """Where the applications go until somebody decides otherwise: the first department, or a new one."""
    found = own_departments().first()
    if found:
        return found
    tenant = Tenant.objects.get(pk=scope.current().tenant_id)
    return set_department(slug=_OFFICE, name={"de": tenant.name}, contact=tenant.contact)
