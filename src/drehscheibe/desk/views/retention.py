"""How long cases are kept: rules per online service, offers to the archive, packages, and what is restricted."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.applications import keeping
from drehscheibe.applications.casefile import TooLargeError
from drehscheibe.applications.operations.erasing import AnsweredError, answer_offer, export
from drehscheibe.applications.retention import PlannedErasure
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.restricted import grounds
from drehscheibe.desk.seeing import go_on
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor
from drehscheibe.ui.downloads import download

ADDRESS = "/amt/aufbewahrung/"
MOST_DAYS = 36_500


@access(Access.LEADING)
@require_safe
def page(request: Any) -> HttpResponse:
    return _show(request)


def _show(request: Any, typed: Typed | None = None, slug: str = "", refusal: str = "") -> HttpResponse:
    context = {
        "services": list(keeping.services_led(request.standing)),
        "planned": list(keeping.planned(request.standing)[: keeping.SHOWN]),
        "restrictions": [(one, grounds()[one.ground]) for one in keeping.restrictions(request.standing)],
        "errors": typed.errors if typed else [],
        "values": typed.values if typed else {},
        "typed_for": slug,
        "refusal": refusal,
        "done": request.GET.get("erledigt", ""),
    }
    return render(request, "desk/retention.html", context, status=422 if typed else 409 if refusal else 200)


@access(Access.LEADING)
def rule(request: Any, slug: str) -> HttpResponse:
    """POST sets the days for an online service."""
    service = keeping.services_led(request.standing).filter(slug=slug).first()
    if service is None:
        raise Http404
    if request.method != "POST":
        return go_on(ADDRESS)
    typed = Typed(request.POST)
    days = {name: _days(typed, f"{name}.{slug}") for name in ("zurueckgezogen", "offen")}
    if typed.errors:
        return _show(request, typed, slug)
    keeping.set_rule(
        service=service,
        withdrawn_days=days["zurueckgezogen"],
        open_days=days["offen"],
        is_offered=bool(request.POST.get(f"archiv.{slug}")),
        by=actor(request.account),
        now=request.now,
    )
    return go_on(ADDRESS, "regel")


def _days(typed: Typed, name: str) -> int | None:
    written = typed.line(name, longest=6)
    if not written:
        return None
    if not written.isdecimal() or not 1 <= int(written) <= MOST_DAYS:
        typed.refuse(
            name, _("Geben Sie bitte eine Zahl von Tagen ein, höchstens 36500, oder lassen Sie das Feld leer.")
        )
        return None
    return int(written)


def _planned(request: Any, planned_id: int) -> PlannedErasure:
    found = keeping.planned(request.standing).filter(pk=planned_id).first()
    if found is None:
        raise Http404
    return found


@access(Access.LEADING)
def answer(request: Any, planned_id: int) -> HttpResponse:
    """POST says whether the archive takes the case (`archiv=nimmt`) or leaves it."""
    planned = _planned(request, planned_id)
    if request.method != "POST":
        return go_on(ADDRESS)
    takes = request.POST.get("archiv") == "nimmt"
    try:
        answer_offer(planned=planned, takes=takes, by=request.account, now=request.now)
    except AnsweredError:
        return _show(request, refusal=_("Jemand anderes hat das schon eingetragen. Es hat sich nichts geändert."))
    return go_on(ADDRESS, "archiv")


@access(Access.LEADING)
def package(request: Any, planned_id: int) -> HttpResponse:
    """POST gives the case as a package to keep; what the archive takes may go afterwards."""
    planned = _planned(request, planned_id)
    if request.method != "POST":
        return go_on(ADDRESS)
    try:
        content = export(planned=planned, by=request.account, now=request.now)
    except TooLargeError:
        sentence = _("Die Dokumente sind zusammen zu groß für eine Datei. Laden Sie sie bitte einzeln herunter.")
        return _show(request, refusal=sentence)
    return download(content, "application/zip", f"Akte-{planned.application.reference}.zip")
