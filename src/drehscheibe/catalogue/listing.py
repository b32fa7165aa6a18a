"""The list of the editor: services with their states, chosen by words, state and department."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from drehscheibe.catalogue import base_text, owning
from drehscheibe.catalogue.models import LocalAddition, Service, ServiceDraft
from drehscheibe.catalogue.rules import easy_is_stale
from drehscheibe.catalogue.wording import sort_key
from drehscheibe.identity.queries import Standing
from drehscheibe.kernel import scope
from drehscheibe.tenants.queries import directory

FILTERS = {
    "entwurf": _("In Arbeit"),
    "pruefung": _("Wartet auf Freigabe"),
    "geplant": _("Erscheint zu einem Termin"),
    "oeffentlich": _("Veröffentlicht"),
    "verborgen": _("Nicht veröffentlicht"),
    "faellig": _("Wieder zu prüfen"),
    "veraltet": _("Leichte Sprache passt nicht mehr"),
    "uebersetzung": _("Übersetzung passt nicht mehr"),
    "ergaenzt": _("Mit eigenen Ergänzungen"),
    "geaendert": _("Grundtext hat sich geändert"),
}
_STATES = {"draft": "entwurf", "review": "pruefung", "scheduled": "geplant"}


@dataclass(frozen=True)
class Row:
    """A service in the list. `marks`: what of `FILTERS` holds for it."""

    service: Service
    draft: ServiceDraft | None
    marks: frozenset[str]
    is_own: bool


def listed(standing: Standing, *, typed: str = "", state: str = "", department: str = "", today: date) -> list[Row]:
    """The services that `standing` sees, from A to Z.

    `typed`: words of the name, `state`: of `FILTERS`, `department`: its slug.
    """
    left_out = (
        "search",
        "search_words",
        "leika_keys",
        "imported",
        "details",
        "fees",
        "channels",
        "department__contact",
    )
    rows = owning.visible_to(standing).defer(*left_out).order_by("sort_key", "slug")
    if department:
        rows = rows.filter(department__slug=department, department__tenant=scope.current().tenant_id)
    for word in sort_key(typed).split():
        rows = rows.filter(sort_key__contains=word)
    drafts = {draft.service_id: draft for draft in ServiceDraft.objects.defer("document")}
    additions = {addition.service_id: addition for addition in LocalAddition.objects.all()}
    tenants, found = directory().tenants, []
    for one in rows:
        one.tenant = tenants[one.tenant_id]
        found.append(_row(one, drafts.get(one.pk), additions.get(one.pk), today))
    return [row for row in found if not state or state in row.marks]


def _row(service: Service, draft: ServiceDraft | None, addition: LocalAddition | None, today: date) -> Row:
    is_own = service.tenant_id == scope.current().tenant_id
    holds: dict[str, Any] = {
        _STATES[draft.state] if draft else "": draft,
        "oeffentlich": service.is_published,
        "verborgen": not service.is_published,
        "faellig": is_own and service.review_on is not None and service.review_on <= today,
        "veraltet": is_own and easy_is_stale(service),
        "uebersetzung": service.translated if is_own else addition and addition.translated,
        "ergaenzt": addition is not None and addition.modules,
        "geaendert": addition is not None and base_text.differs(service, addition),
    }
    return Row(service, draft, frozenset(mark for mark, is_so in holds.items() if is_so), is_own)
