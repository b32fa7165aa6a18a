"""Write what a file says into the entered portal's catalogue."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from drehscheibe.catalogue import operations, translating
from drehscheibe.catalogue.importing import documents, lists, reading
from drehscheibe.catalogue.importing.lists import Entry, Names
from drehscheibe.catalogue.importing.merging import difference, kept_as, merge
from drehscheibe.catalogue.importing.report import Finding, RefusedError, Report
from drehscheibe.catalogue.models import OnlineService, Service
from drehscheibe.catalogue.schema import document_of
from drehscheibe.catalogue.wording import sort_key
from drehscheibe.kernel import freshness, scope
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Department, Tenant
from drehscheibe.tenants.naming import slug_of
from drehscheibe.tenants.operations import set_department
from drehscheibe.tenants.queries import own_departments

_FIRST_CONTACT = ("zentrale", "buergerbuero", "buergerservice", "buergeramt")
_OBJECT = 8  # digits of a LeiKa key that name what it is about


@transaction.atomic
def bring_in(*, path: Path, is_draft: bool, by: str, now: datetime) -> Report:
    """Take over one file into the entered portal. Raises RefusedError; then nothing of it is there.

    `is_draft`: what is new is not shown yet. `by`: an opaque actor for the journal.
    """
    text, notes = reading.read(path)
    report = Report(path.name, findings=notes)
    Tenant.objects.select_for_update().get(pk=scope.current().tenant_id)  # one import at a time
    match reading.kind(path.name, text):
        case reading.Kind.OZG:
            entries, more = lists.ozg(path.name, text)
        case reading.Kind.LEIKA:
            names, more = lists.leika(path.name, text)
            entries = []
            _name(names, report, now)
        case reading.Kind.DOCUMENT:
            entries, more = documents.read(path.name, text, _departments())
    report.findings += more
    if entries:
        _write(entries, report, is_published=not is_draft, now=now)
    facts = {"file": path.name, "created": report.created, "changed": len(report.changed), "kept": len(report.kept)}
    journal.note("catalogue_imported", by=by, now=now, facts=facts)
    freshness.announce()
    return report


def _own() -> list[Service]:
    rows = Service.objects.filter(tenant_id=scope.current().tenant_id).select_related("department")
    return list(rows.defer("search").select_for_update(of=("self",)))


def _departments() -> dict[str, Department]:
    return {one.slug: one for one in own_departments(also_closed=True)}


def _first_contact() -> Department:
    """The department that answers for what nobody is responsible for yet: the front office, else one made for it."""
    known = {one.slug: one for one in own_departments()}
    found = next((known[slug] for slug in _FIRST_CONTACT if slug in known), None)
    if found:
        return found
    names = {"de": "Zentrale Anlaufstelle", "en": "Central contact point"}
    return set_department(slug=_FIRST_CONTACT[0], name=names, contact={})


def _write(entries: list[Entry], report: Report, *, is_published: bool, now: datetime) -> None:
    report.read = len(entries)
    known = _Known(_own())
    inherited = _Known(Service.objects.exclude(tenant_id=scope.current().tenant_id).defer("search", "texts"))
    department = _first_contact()
    new: list[Service] = []
    touched: list[Service] = []
    for entry in entries:
        service = known.find(entry)
        if service is not None:
            touched += _bring_up_to_date(service, entry, report, now)
        elif inherited.find(entry, also_by_origin=False) is not None:
            report.same += 1  # the district has it, and it shows here already
        else:
            new.append(_new(entry, known.free_slug(entry), department, is_published=is_published, now=now))
    Service.objects.bulk_create(new, batch_size=200)
    _save(touched)
    operations.after_writing([*new, *touched])
    report.created = len(new)


def _bring_up_to_date(service: Service, entry: Entry, report: Report, now: datetime) -> list[Service]:
    """The service if there is something to save."""
    found = merge(service, entry.facts)
    moved = _move(service, entry, report)
    if found.kept:
        report.kept.append(difference(service, found.kept, entry.facts))
    if found.changed:
        report.changed.append(difference(service, found.changed, entry.facts))
    else:
        report.same += 1
    fresh = _plain(entry.facts)
    if (
        not found.changed
        and not moved
        and service.origin == entry.origin
        and service.imported == {**service.imported, **fresh}
    ):
        return []
    before = document_of(service)
    for name, value in found.facts.items():
        setattr(service, name, value)
    service.translated = translating.sources(before, document_of(service))
    service.origin = service.origin or entry.origin
    service.imported = {**service.imported, **fresh}
    if found.changed:
        service.changed, service.sort_key = now, sort_key(service.name["de"])[:200]
    return [service]


def _move(service: Service, entry: Entry, report: Report) -> bool:
    """Whether the document gives the service another address; the old one leads there for good."""
    slug = entry.origin.partition(":")[2]
    if service.slug == slug or service.slug not in entry.facts.get("former_slugs", ()):
        return False
    if OnlineService.objects.filter(service=service, is_contact=False).exists():
        report.kept.append(f"{service.slug}: Die Adresse bleibt, weil Anträge unter ihr begonnen sind.")
        return False
    report.changed.append(f"{service.slug}: Adresse -> {slug}")
    service.slug = slug
    return True


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: kept_as(value) for name, value in facts.items()}


def _new(entry: Entry, slug: str, department: Department, *, is_published: bool, now: datetime) -> Service:
    facts: dict[str, Any] = {"department": department, "summary": {}, **entry.facts}
    return Service(
        tenant_id=scope.current().tenant_id,
        slug=slug,
        sort_key=sort_key(facts["name"]["de"])[:200],
        origin=entry.origin,
        imported=_plain(entry.facts),
        is_published=is_published,
        changed=now,
        **facts,
    )


class _Known:
    """The services that are there, by all that an entry may be known by."""

    def __init__(self, services: Iterable[Service]) -> None:
        self.by_origin: dict[str, Service] = {}
        self.by_name: dict[tuple[str, str], Service] = {}
        self.by_slug: dict[str, Service] = {}
        for service in services:
            self.by_origin.setdefault(service.origin, service)
            self.by_name.setdefault((service.ozg_id, service.sort_key), service)
            self.by_slug[service.slug] = service
            for former in service.former_slugs:
                self.by_slug.setdefault(former, service)
        self.by_origin.pop("", None)
        self.taken = set(self.by_slug)

    def find(self, entry: Entry, *, also_by_origin: bool = True) -> Service | None:
        """By where it came from, by its address in our documents, else by number and name together.

        The number alone is not enough: an `ozg_id` bundles many services.
        """
        if entry.origin.startswith("document:"):
            slugs = [entry.origin.partition(":")[2], *entry.facts["former_slugs"]]
            return next((self.by_slug[one] for one in slugs if one in self.by_slug), None) if also_by_origin else None
        name = sort_key(entry.facts["name"]["de"])[:200]
        return (self.by_origin.get(entry.origin) if also_by_origin else None) or self.by_name.get(
            (entry.facts["ozg_id"], name)
        )

    def free_slug(self, entry: Entry) -> str:
        kind, _, rest = entry.origin.partition(":")
        slug = rest if kind == "document" else slug_of(entry.facts["name"]["de"]) or rest
        if slug in self.taken:
            slug = f"{slug[:90]}-{rest}"
        self.taken.add(slug)
        return slug


def _name(names: dict[str, Names], report: Report, now: datetime) -> None:
    """Give the portal's services the keys and names that the LeiKa knows of them."""
    report.read = sum(len(found.rows) for found in names.values())
    services = [service for service in _own() if service.ozg_id]
    if not services:
        sentence = "Keine Leistung hier hat eine OZG-Nummer. Übernehmen Sie zuerst die OZG-Liste."
        raise RefusedError(report.name, [Finding(0, sentence)])
    touched = []
    for service in services:
        rows = _of_service(service, names.get(service.ozg_id, Names()).rows)
        wanted = {"leika_keys": [key for key, _ in rows if key], "search_words": [called for _, called in rows]}
        for column, new in wanted.items():  # what was added here stays, what the last list said goes
            own = [one for one in getattr(service, column) if one not in service.imported.get(column, [])]
            wanted[column] = list(dict.fromkeys([*own, *new]))
        differing = [column for column, new in wanted.items() if getattr(service, column) != new]
        if not differing:
            report.same += 1
            continue
        for column in differing:
            setattr(service, column, wanted[column])
        service.imported = {**service.imported, **wanted}
        service.changed = now
        touched.append(service)
        name = service.name["de"]
        report.changed.append(f"{name}: {len(wanted['leika_keys'])} Schlüssel, {len(rows)} Suchwörter")
    _save(touched)
    unknown = len(set(names) - {service.ozg_id for service in services})
    if unknown:
        report.findings.append(Finding(0, f"{unknown} OZG-Nummern der Datei hat hier keine Leistung."))


def _of_service(service: Service, rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A service with a key of its own gets what is about the same object; one without gets the whole bundle."""
    if not service.leika_key:
        return rows
    return [row for row in rows if row[0][:_OBJECT] == service.leika_key[:_OBJECT]]


_SAVED = (
    "name", "sort_key", "summary", "keywords", "topic", "situations", "audience", "ozg_id", "leika_key", "leika_keys",
    "search_words", "texts", "fees", "channels", "responsible", "related", "details", "popularity", "department",
    "origin", "imported", "changed", "slug", "former_slugs", "easy",
    "translated", "valid_until", "review_on", "responsible_person",
)  # fmt: skip


def _save(services: list[Service]) -> None:
    Service.objects.bulk_update(services, _SAVED, batch_size=100)
