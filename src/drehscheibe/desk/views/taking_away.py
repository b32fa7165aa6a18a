"""Lists to take away: order one, see which are ready, save it."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.applications import exporting
from drehscheibe.desk import choosing
from drehscheibe.desk.seeing import go_on
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock, files
from drehscheibe.ui.downloads import download

ADDRESS = "/amt/listen/"
KINDS = {"csv": exporting.CSV, "xlsx": exporting.XLSX}


@access(Access.CASEWORK)
def page(request: Any) -> HttpResponse:
    """One's own lists; POST orders another one of what the address chooses."""
    refusal = ""
    if request.method == "POST":
        chosen = choosing.read(request.POST, request.account, clock.day(request.now))
        kind = KINDS.get(request.POST.get("format", ""), exporting.XLSX)
        try:
            exporting.order(choice=chosen.choice, media_type=kind, by=request.account, now=request.now)
        except exporting.TooManyError:
            refusal = _("Fünf Listen sind noch in Arbeit. Warten Sie bitte, bis sie fertig sind.")
        else:
            return go_on(ADDRESS, "bestellt")
    context = {
        "lists": exporting.of(request.account, request.now),
        "csv": exporting.CSV,
        "most": exporting.MOST_CASES,
        "refusal": refusal,
        "done": request.GET.get("erledigt", ""),
    }
    return render(request, "desk/lists.html", context, status=409 if refusal else 200)


@access(Access.CASEWORK)
@require_safe
def file(request: Any, export_id: uuid.UUID) -> HttpResponse:
    """A list of one's own that is ready."""
    found = next((one for one in exporting.of(request.account, request.now) if one.pk == export_id), None)
    if found is None or found.file is None:
        raise Http404
    return download(files.read(found.file), found.media_type, f"Vorgaenge-{clock.day(found.created).isoformat()}")
