"""Inbox and list of cases."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.applications import views_kept, worklist
from drehscheibe.applications.queries import CASEWORKERS
from drehscheibe.applications.worklist import Choice, Pile
from drehscheibe.desk import choosing
from drehscheibe.desk.choosing import Chosen
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import go_on
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock

LIST = "/amt/vorgaenge/"


@access(Access.CASEWORK)
@require_safe
def inbox(request: Any) -> HttpResponse:
    """What is new and nobody's yet, page by page; before it on the first page, one's own open cases."""
    staff = {"standing": request.standing, "account": request.account}
    new = _page(request, worklist.cases(Choice(Pile.NEW), **staff))
    is_first = new.newer is None
    context = {
        "new": new,
        "is_first": is_first,
        "today": clock.day(request.now),
        "mine": worklist.mine(**staff) if is_first else [],
        "numbers": worklist.numbers(**staff, today=clock.day(request.now)),
        "newer": f"?vor={new.newer}" if new.newer else None,
        "older": f"?nach={new.older}" if new.older else None,
        **_columns(request),
    }
    return render(request, "desk/inbox.html", context)


@access(Access.CASEWORK)
@require_safe
def cases(request: Any) -> HttpResponse:
    """The chosen cases of one's departments, page by page."""
    return _show(request, choosing.read(request.GET, request.account, clock.day(request.now)))


def _show(request: Any, chosen: Chosen, typed: Typed | None = None) -> HttpResponse:
    found = worklist.cases(chosen.choice, standing=request.standing, account=request.account)
    page = _page(request, found.none() if chosen.problem else found, by_due=chosen.choice.by_due)
    errors = [("f-q", chosen.problem)] if chosen.problem else typed.errors if typed else []
    context = {
        "page": page,
        "chosen": chosen.values,
        "saved": chosen.saved,
        "problem": chosen.problem,
        "errors": errors,
        "typed": typed.values if typed else {},
        "done": request.GET.get("erledigt", ""),
        "today": clock.day(request.now),
        "views": views_kept.of(request.account),
        "newer": f"?{chosen.query(vor=str(page.newer))}" if page.newer else None,
        "older": f"?{chosen.query(nach=str(page.older))}" if page.older else None,
        **choosing.offered(request.standing, request.account, request.language),
        **_columns(request),
    }
    context["names"] = [one for one in context["people"] if one["value"] != "ich"]
    return render(request, "desk/cases.html", context, status=422 if errors else 200)


@access(Access.CASEWORK)
def saving(request: Any) -> HttpResponse:
    """POST keeps a choice of cases under a name; the same name again replaces it."""
    if request.method != "POST":
        return go_on(LIST)
    chosen = choosing.read(request.POST, request.account, clock.day(request.now))
    typed = Typed(request.POST)
    name = typed.line("name", _("Geben Sie der Ansicht bitte einen Namen."), longest=60)
    if not typed.errors:
        try:
            views_kept.keep(account=request.account, name=name, query=chosen.saved)
        except views_kept.TooManyError:
            typed.refuse("name", _("Sie haben schon 20 Ansichten gemerkt. Löschen Sie bitte zuerst eine."))
    if typed.errors:
        return _show(request, chosen, typed)
    return go_on(f"{LIST}?{chosen.saved}")


@access(Access.CASEWORK)
def dropping(request: Any, view_id: int) -> HttpResponse:
    """POST forgets a view of one's own."""
    if request.method == "POST":
        views_kept.drop(account=request.account, view_id=view_id)
    return go_on(LIST)


def _page(request: Any, found: Any, *, by_due: bool = False) -> worklist.Page:
    after, before = (worklist.read_mark(request.GET.get(name, "")) for name in ("nach", "vor"))
    return worklist.page(found, after=after, before=before, by_due=by_due, told=worklist.shown(request.account))


def _columns(request: Any) -> dict[str, bool]:
    """Who works for one department only is not told again and again which one."""
    departments = request.standing.departments(CASEWORKERS)
    return {"several_departments": departments is None or len(departments) > 1}
