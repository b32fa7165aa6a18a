"""The list of what of the descriptions needs care; each row leads to where it is mended."""

from collections.abc import Collection
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.catalogue.parts import PAGES
from drehscheibe.catalogue.translating import NAMES
from drehscheibe.desk import wording
from drehscheibe.identity.access import ROLES, Access, access
from drehscheibe.identity.models import Role
from drehscheibe.insights import offers, quality, reminders
from drehscheibe.insights.quality import Fault, Kind
from drehscheibe.kernel import clock
from drehscheibe.ui.tables import csv_file

MOST = 100  # rows on a page


def _faults(request: Any) -> list[Fault]:
    """What there is to mend in the departments of the visitor."""
    departments = request.standing.departments(ROLES[Access.QUALITY])
    return quality.faults(quality.of_departments(offers.own(), departments), now=request.now)


def _chosen(request: Any, found: list[Fault]) -> list[Fault]:
    kind, office = request.GET.get("was", ""), request.GET.get("amt", "")
    return [one for one in found if kind in {"", one.kind} and office in {"", one.service.department.slug}]


def told(fault: Fault) -> str:
    """What exactly is wrong, in a line."""
    parts, problems = wording.module_names(), wording.link_problems()
    match fault.kind:
        case Kind.EMPTY | Kind.UNTRANSLATED | Kind.OUTDATED:
            return ", ".join(parts.get(part) or _(NAMES.get(part, part)) for part in fault.parts)
        case Kind.LINKS:
            return "; ".join(f"{part} ({problems[why]})" for part, why in zip(fault.parts, fault.reasons, strict=True))
        case Kind.LANGUAGE:
            hard = "; ".join(f"„{part}“" for part in fault.parts)
            return _("{number} von 100 Sätzen sind leicht zu lesen. Zum Beispiel schwer: {hard}").format(
                number=fault.number, hard=hard
            )
        case Kind.STALE:
            since = _("seit {number} Tagen nicht angesehen").format(number=fault.number)
            return f"{since}; {_('Termin')}: {fault.due:%d.%m.%Y}" if fault.due else since
        case Kind.EASY:
            return _("Der Text hat sich geändert, der in Leichter Sprache noch nicht.")
    return wording.channel_names()[fault.parts[0]] if fault.parts else ""


_PAGE_OF = {entry.path: page.name for page in PAGES for entry in page.entries}
_PAGE_OF |= {path.removeprefix("texts."): name for path, name in _PAGE_OF.items() if path.startswith("texts.")}
_PAGES = {Kind.STALE: "gueltigkeit", Kind.LANGUAGE: "beschreibung", Kind.EASY: "leichte-sprache", Kind.OFFLINE: "wege"}


def place(fault: Fault, roles: Collection[str]) -> str:
    """The address of the page where who has these roles mends it, or has it mended."""
    if Role.EDITOR not in roles:
        room = "redaktion" if Role.PUBLISHER in roles else "leitstelle/leistungen"
        return f"/amt/{room}/{fault.service.slug}/"
    own = f"/amt/redaktion/{fault.service.slug}/"
    name = _PAGES.get(fault.kind) or _PAGE_OF.get(fault.parts[0] if fault.parts else "")
    return f"{own}baustein/{name}/" if name else own


@access(Access.QUALITY)
@require_safe
def page(request: Any) -> HttpResponse:
    """How much there is of each kind, and the rows of the kind that is chosen."""
    found = _faults(request)
    shown = _chosen(request, found)
    kinds = wording.fault_kinds()
    offices = {one.service.department.slug: wording.local(one.service.department.name) for one in found}
    context = {
        "counts": [(kind, name, sum(one.kind == kind for one in found)) for kind, name in kinds.items()],
        "kinds": [{"value": kind.value, "label": name} for kind, name in kinds.items()],
        "offices": [{"value": slug, "label": name} for slug, name in sorted(offices.items(), key=lambda one: one[1])],
        "rows": [(one, kinds[one.kind], told(one), place(one, request.standing.roles)) for one in shown[:MOST]],
        "left_out": max(0, len(shown) - MOST),
        "number": len(shown),
        "kind": request.GET.get("was", ""),
        "office": request.GET.get("amt", ""),
        "due": len(reminders.due(clock.day(request.now))),
        "may_change": bool(request.standing.roles & ROLES[Access.BULK]),
        "query": request.GET.urlencode(),
        "done": request.GET.get("erledigt", ""),
    }
    return render(request, "desk/quality/overview.html", context)


@access(Access.QUALITY)
@require_safe
def file(request: Any) -> HttpResponse:
    """The same rows to take away, all of them."""
    kinds = wording.fault_kinds()
    head = [_("Leistung"), _("Amt"), _("Was"), _("Genauer")]
    rows = [
        [wording.local(one.service.name), wording.local(one.service.department.name), kinds[one.kind], told(one)]
        for one in _chosen(request, _faults(request))
    ]
    return csv_file(head, rows, f"qualitaet-{request.portal.slug}-{request.now:%Y-%m-%d}.csv")
