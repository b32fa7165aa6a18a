"""Describe services and offer them online, in the entered tenant's name."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import Value

from drehscheibe.catalogue.models import OnlineService, Service
from drehscheibe.catalogue.wording import fold, plain, sort_key
from drehscheibe.forms.models import Form
from drehscheibe.forms.queries import nearest_form
from drehscheibe.identity.models import TrustLevel
from drehscheibe.kernel import freshness, scope
from drehscheibe.tenants.models import Department

CONTACT_FORM = "mitteilung"
CONTACT_KEPT_DAYS = 365


class OnlineServiceTakenError(ValueError):
    """Another service already has an online service under this slug."""


def describe_service(
    *, slug: str, name: Mapping[str, str], department: Department, now: datetime, **facts: Any
) -> Service:
    """Create or change a service of the entered tenant; it is found and shown from the next request on.

    Whatever the body is responsible for also gets the contact form to its department, where such a form is published.
    """
    tenant_id = scope.current().tenant_id
    values = {"name": dict(name), "sort_key": sort_key(name["de"]), "department": department, "changed": now, **facts}
    service, _ = Service.objects.update_or_create(tenant_id=tenant_id, slug=slug, defaults=values)
    Service.objects.filter(pk=service.pk).update(search=_search_vector(service))
    _offer_contact(service)
    freshness.announce()
    return service


def after_writing(services: Sequence[Service]) -> None:
    """For many services at once that were written together: what they are found by, and their contact forms."""
    _describe_for_search(services)
    form = nearest_form(CONTACT_FORM)
    if form is None or not services:
        return
    tenant_id = scope.current().tenant_id
    taken = set(OnlineService.objects.filter(tenant_id=tenant_id).values_list("slug", flat=True))
    offered = [
        OnlineService(
            tenant_id=tenant_id,
            slug=f"{service.slug[:92]}-kontakt",
            service=service,
            form=form,
            department=service.department,
            retention_days=CONTACT_KEPT_DAYS,
            is_contact=True,
        )
        for service in services
        if not service.responsible
    ]
    OnlineService.objects.bulk_create([one for one in offered if one.slug not in taken], batch_size=200)


def _describe_for_search(services: Sequence[Service]) -> None:
    """As `_search_vector`, for many rows in one statement."""
    columns: list[list[Any]] = [[service.pk for service in services]]
    for name in ("name", "keywords", "summary", "texts"):
        columns.append([fold(plain(getattr(service, name), "de")) for service in services])
        columns.append([plain(getattr(service, name), "en") for service in services])
    parts = " || ".join(
        f"setweight(to_tsvector('{config}', v.{language}_{weight}), '{weight}')"
        for weight in "ABCD"
        for config, language in (("german", "de"), ("english", "en"))
    )
    names = ", ".join(f"{language}_{weight}" for weight in "ABCD" for language in ("de", "en"))
    arrays = ", ".join(["%s::bigint[]", *["%s::text[]"] * 8])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE catalogue_service s SET search = {parts} "  # noqa: S608  no part of it comes from outside
            f"FROM unnest({arrays}) AS v(id, {names}) WHERE s.id = v.id",
            columns,
        )


def _offer_contact(service: Service) -> None:
    """Let people write to the service's department, unless its own form is the contact form or others do the work."""
    form = nearest_form(CONTACT_FORM)
    applied_by = service.channels.get("online", {}).get("form")
    if form and not service.responsible and applied_by != CONTACT_FORM:
        _offer(service, f"{service.slug}-kontakt", form, retention_days=CONTACT_KEPT_DAYS)


def _search_vector(service: Service) -> SearchVector:
    """What the service is found by, in both languages: its name before its keywords, summary and texts."""
    vectors = []
    for weight, texts in zip("ABCD", (service.name, service.keywords, service.summary, service.texts), strict=True):
        vectors.append(SearchVector(Value(fold(plain(texts, "de"))), weight=weight, config="german"))
        vectors.append(SearchVector(Value(plain(texts, "en")), weight=weight, config="english"))
    return reduce(add, vectors)


def offer_online(
    *,
    service: Service,
    form: Form,
    parameters: Mapping[str, Any],
    recipients: Mapping[str, Any],
    trust_level: TrustLevel,
    retention_days: int,
    department: Department | None = None,
    processing_days: int | None = None,
    rules: str = "vwvfg",
) -> OnlineService:
    """Let people apply for `service` with `form` and the body's own rates.

    `trust_level`: how surely applicants must be known; `recipients`: who else gets the data, per language
    (Art. 13 (1) e DSGVO); `department`: who works on the applications, that of the service unless said otherwise.
    `processing_days`: working days within which the office wants to decide; `rules`: the law by
    which decisions are announced (vwvfg, ao, sgbx).
    """
    online = _offer(
        service,
        service.slug,
        form,
        parameters=dict(parameters),
        recipients=dict(recipients),
        trust_level=trust_level,
        retention_days=retention_days,
        department=department or service.department,
        processing_days=processing_days,
        rules=rules,
    )
    freshness.announce()
    return online


def _offer(service: Service, slug: str, form: Form, **facts: Any) -> OnlineService:
    """Create or change the service's online service under `slug`. Raises OnlineServiceTakenError."""
    known = OnlineService.objects.filter(tenant_id=scope.current().tenant_id, slug=slug).first()
    if known and known.service_id != service.pk:
        raise OnlineServiceTakenError(slug)
    online = known or OnlineService(tenant_id=scope.current().tenant_id, slug=slug, service=service)
    facts = {"department": service.department, **facts, "form": form, "is_contact": form.slug == CONTACT_FORM}
    for name, value in facts.items():
        setattr(online, name, value)
    online.save()
    return online
