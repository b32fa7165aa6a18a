"""Inbox and list of cases."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.applications import worklist
from drehscheibe.applications.queries import CASEWORKERS
from drehscheibe.applications.worklist import Pile
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import references

PILES = {
    "offen": Pile.OPEN,
    "neu": Pile.NEW,
    "meine": Pile.MINE,
    "bearbeitung": Pile.IN_PROGRESS,
    "wartet": Pile.WAITING,
    "entschieden": Pile.DECIDED,
    "zurueckgezogen": Pile.WITHDRAWN,
    "alle": Pile.ALL,
}


@access(Access.CASEWORK)
@require_safe
def inbox(request: Any) -> HttpResponse:
    """What is new and nobody's yet, page by page; before it on the first page, one's own open cases."""
    staff = {"standing": request.standing, "account": request.account}
    new = _page(request, worklist.cases(Pile.NEW, **staff))
    is_first = new.newer is None
    context = {
        "new": new,
        "is_first": is_first,
        "mine": worklist.mine(**staff) if is_first else [],
        "numbers": worklist.numbers(**staff),
        **_page_links(request, new),
        **_columns(request),
    }
    return render(request, "desk/inbox.html", context)


@access(Access.CASEWORK)
@require_safe
def cases(request: Any) -> HttpResponse:
    """All cases of one's departments: one pile of them (`status`), or the one with this reference (`nummer`)."""
    typed = request.GET.get("nummer", "").strip()[:40]
    chosen = request.GET.get("status", "")
    chosen = chosen if chosen in PILES else "alle" if typed else "offen"
    found = worklist.cases(PILES[chosen], standing=request.standing, account=request.account)
    problem = ""
    if typed:
        reference = references.read_reference(typed)
        problem = "" if reference else _("Diese Vorgangsnummer gibt es nicht. Haben Sie sich vielleicht vertippt?")
        found = found.filter(reference=reference or "")
    page = _page(request, found)
    context = {
        "page": page,
        "chosen": chosen,
        "typed": typed,
        "problem": problem,
        "errors": [("f-nummer", problem)] if problem else [],
        **_page_links(request, page),
        **_columns(request),
    }
    return render(request, "desk/cases.html", context, status=422 if problem else 200)


def _page(request: Any, found: Any) -> worklist.Page:
    after, before = (worklist.read_mark(request.GET.get(name, "")) for name in ("nach", "vor"))
    return worklist.page(found, after=after, before=before)


def _page_links(request: Any, page: worklist.Page) -> dict[str, str | None]:
    """Links to the neighbouring pages, with the same choice of cases."""
    kept = {name: request.GET[name] for name in ("status", "nummer") if request.GET.get(name)}
    return {
        "newer": f"?{urlencode({**kept, 'vor': str(page.newer)})}" if page.newer else None,
        "older": f"?{urlencode({**kept, 'nach': str(page.older)})}" if page.older else None,
    }


def _columns(request: Any) -> dict[str, bool]:
    """Who works for one department only is not told again and again which one."""
    departments = request.standing.departments(CASEWORKERS)
    return {"several_departments": departments is None or len(departments) > 1}
