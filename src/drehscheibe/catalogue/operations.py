"""Describe services and offer them online, in the entered tenant's name."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from drehscheibe.catalogue.models import OnlineService, Service
from drehscheibe.forms.models import Form
from drehscheibe.kernel import freshness, scope
from drehscheibe.tenants.models import Department

_SORT_AS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e"})


def sort_key(name: str) -> str:
    """German dictionary order (DIN 5007-1) as a plain string; the database sorts by bytes."""
    return name.lower().translate(_SORT_AS)


def _plain(blocks: object) -> str:
    """All strings within a nested text, for searching."""
    if isinstance(blocks, str):
        return blocks
    if isinstance(blocks, Mapping):
        return " ".join(_plain(part) for part in blocks.values())
    return " ".join(_plain(part) for part in blocks) if isinstance(blocks, Sequence) else ""


def describe_service(
    *, slug: str, name: Mapping[str, str], department: Department, now: datetime, **facts: Any
) -> Service:
    """Create or change a service of the entered tenant; it is found and shown from the next request on."""
    tenant_id = scope.current().tenant_id
    values = {"name": dict(name), "sort_key": sort_key(name["de"]), "department": department, "changed": now, **facts}
    service, _ = Service.objects.update_or_create(tenant_id=tenant_id, slug=slug, defaults=values)
    weighted = (("A", [service.name, service.keywords]), ("B", service.summary), ("D", service.texts))
    vector = SearchVector(Value(slug.replace("-", " ")), weight="A", config="german")
    for weight, text in weighted:
        vector += SearchVector(Value(_plain(text)), weight=weight, config="german")
    Service.objects.filter(pk=service.pk).update(search=vector)
    freshness.announce()
    return service


def offer_online(
    *, service: Service, form: Form, parameters: Mapping[str, Any], recipients: Mapping[str, Any], retention_days: int
) -> OnlineService:
    """Let people apply for `service` with `form` and the body's own rates.

    `recipients`: who else gets the data, per language (Art. 13 (1) e DSGVO).
    """
    online, _ = OnlineService.objects.update_or_create(
        tenant_id=scope.current().tenant_id,
        slug=service.slug,
        defaults={
            "service": service,
            "form": form,
            "department": service.department,
            "parameters": dict(parameters),
            "recipients": dict(recipients),
            "retention_days": retention_days,
        },
    )
    freshness.announce()
    return online
