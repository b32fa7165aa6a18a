"""From the catalogue's rows to the documents of the interface, in one language."""

from collections.abc import Mapping
from typing import Any

from drehscheibe.api import documents
from drehscheibe.catalogue.models import Service
from drehscheibe.tenants.models import Department, Tenant

CHANNELS = ("online", "external", "appointment", "office", "phone", "post", "email")

# The columns of the catalogue as a table, and what of a service's facts stands in them.
COLUMNS = (
    "slug", "name", "summary", "language", "url", "ozg_id", "leika_key", "topic", "situations", "channels",
    "online_url", "body", "ars", "department", "changed",
)  # fmt: skip


class Describer:
    """Describes in `language`; `address` is the beginning of the portal's addresses, without a slash at its end."""

    def __init__(self, language: str, address: str) -> None:
        self.language = language
        self.address = address

    def text(self, texts: Any) -> str:
        """The text in the language, else in German; what is the same in all languages is a string already."""
        if isinstance(texts, Mapping):
            return str(texts.get(self.language) or texts.get("de") or "")
        return str(texts or "")

    def texts(self, texts: Any) -> list[str]:
        found = (texts.get(self.language) or texts.get("de")) if isinstance(texts, Mapping) else texts
        return [
            str(one["text"]) if isinstance(one, Mapping) and "text" in one else self.text(one) for one in found or []
        ]

    def part(self, service: Service, name: str) -> list[str]:
        """A part of the description, with what the portal's own body adds to it or says instead."""
        local = (getattr(service, "local", None) or {}).get(name, {})
        inherited = [] if local.get("how") == "replace" else self.texts(service.texts.get(name))
        return [*inherited, *self.texts(local.get("text"))]

    def body(self, tenant: Tenant) -> documents.Body:
        return documents.Body(name=self.text(tenant.texts.get("name")) or tenant.name, ars=tenant.ars or None)

    def item(self, service: Service) -> documents.ServiceItem:
        return documents.ServiceItem.model_construct(**self._facts(service))

    def _facts(self, service: Service) -> dict[str, Any]:
        online = self._online(service)
        return {
            "slug": service.slug,
            "name": self.text(service.name),
            "summary": self.text(service.summary),
            "language": self.language if service.name.get(self.language) else "de",
            "languages": sorted(service.name),
            "url": f"{self.address}/leistungen/{service.slug}/",
            "ozg_id": service.ozg_id or None,
            "leika_key": service.leika_key or None,
            "topic": service.topic,
            "situations": service.situations,
            "channels": [channel for channel in CHANNELS if isinstance(service.channels.get(channel), Mapping)],
            "online_url": online[0].url if online else None,
            "body": self.body(service.tenant),
            "department": documents.Named(slug=service.department.slug, name=self.text(service.department.name)),
            "responsible": self.text(service.responsible.get("name")) or None,
            "changed": service.changed,
        }

    def _online(self, service: Service) -> list[documents.Online]:
        here, elsewhere = service.channels.get("online"), service.channels.get("external")
        found = []
        if isinstance(here, Mapping):
            url = f"{self.address}/antrag/{service.slug}/"
            found.append(documents.Online(url=url, operator=None, minutes=here.get("minutes")))
        if isinstance(elsewhere, Mapping):
            operator = self.text(elsewhere.get("operator")) or None
            found.append(documents.Online(url=elsewhere["url"], operator=operator, minutes=None))
        return found

    def row(self, service: Service) -> list[str]:
        """The service as a line of a table, see `COLUMNS`; several values of one cell stand behind each other."""
        facts = self._facts(service)
        facts |= {"ars": facts["body"].ars, "body": facts["body"].name, "department": facts["department"].name}
        facts |= {"situations": " ".join(facts["situations"]), "channels": " ".join(facts["channels"])}
        facts["changed"] = service.changed.isoformat()
        return [str(facts[name] or "") for name in COLUMNS]

    def detail(self, service: Service) -> documents.ServiceDetail:
        return documents.ServiceDetail(
            **self._facts(service),
            texts=documents.Texts(**{part: self.part(service, part) for part in documents.Texts.model_fields}),
            fees=[self._fee(fee) for fee in service.fees],
            online=self._online(service),
            related=service.related,
            processing_time=self._span(service.details.get("processing_time")),
            easy=service.easy.get("text", []),
            valid_until=service.valid_until,
        )

    def _span(self, span: Mapping[str, Any] | None) -> documents.Span | None:
        return documents.Span(least=span.get("least"), most=span["most"], unit=span["unit"]) if span else None

    def _fee(self, fee: Mapping[str, Any]) -> documents.Fee:
        written = {name: self.text(fee[name]) for name in ("label", "unit", "note") if fee.get(name)}
        return documents.Fee(**{"label": "", **fee, **written})

    def department(self, department: Department, tenant: Tenant) -> documents.Department:
        contact = department.contact
        address = contact.get("address") or {}
        place = " ".join(filter(None, (address.get("postal_code"), address.get("city"))))
        return documents.Department(
            slug=department.slug,
            name=self.text(department.name),
            body=self.body(tenant),
            phone=contact.get("phone") or None,
            email=contact.get("email") or None,
            address=", ".join(filter(None, (address.get("street"), place))) or None,
            hours=self.texts(contact.get("hours")),
        )
