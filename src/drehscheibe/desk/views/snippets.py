"""The text snippets of one's departments."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications import snippets
from drehscheibe.applications.queries import CASEWORKERS
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import form_context, go_on
from drehscheibe.forms.schema import text
from drehscheibe.identity.access import Access, access
from drehscheibe.tenants.models import Department
from drehscheibe.tenants.queries import own_departments

ADDRESS = "/amt/bausteine/"
LONGEST = 5_000


def _departments(request: Any) -> list[Department]:
    held = request.standing.departments(CASEWORKERS)
    return [one for one in own_departments() if held is None or one.pk in held]


@access(Access.CASEWORK)
def page(request: Any) -> HttpResponse:
    """All of them and the form; POST keeps one."""
    departments = {str(one.pk): one for one in _departments(request)}
    typed = _kept(request, departments) if request.method == "POST" else None
    if typed and not typed.errors:
        return go_on(ADDRESS, "gemerkt")
    context = {
        "snippets": snippets.of(list(departments.values())),
        "departments": [{"value": key, "label": text(one.name, request.language)} for key, one in departments.items()],
        **form_context(request, typed, {"amt": next(iter(departments), "")}),
    }
    return render(request, "desk/snippets.html", context, status=422 if typed else 200)


def _kept(request: Any, departments: dict[str, Department]) -> Typed:
    typed = Typed(request.POST)
    chosen = typed.choice("amt", departments, _("Wählen Sie bitte das Amt."))
    name = typed.line("name", _("Geben Sie dem Textbaustein bitte einen Namen."), longest=60)
    words = typed.text("text", _("Schreiben Sie bitte den Text in das Feld."), longest=LONGEST)
    if not typed.errors:
        try:
            snippets.keep(department=departments[chosen], name=name, text=words, by=request.account, now=request.now)
        except snippets.TooManyError:
            typed.refuse("name", _("Das Amt hat schon 100 Textbausteine. Löschen Sie bitte zuerst einen."))
    return typed


@access(Access.CASEWORK)
def removal(request: Any, snippet_id: int) -> HttpResponse:
    """POST forgets one."""
    found = snippets.of(_departments(request)).filter(pk=snippet_id).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        snippets.drop(snippet=found, by=request.account, now=request.now)
    return go_on(ADDRESS, "geloescht")
