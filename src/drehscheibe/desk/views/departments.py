"""The departments of a body: list, open, change, close."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.applications.operations.closing import Hanging, StillNeededError, close_department, hanging
from drehscheibe.desk import opening
from drehscheibe.desk.inputs import Typed, shown_address, shown_texts
from drehscheibe.desk.seeing import form_context, go_on
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor
from drehscheibe.tenants import administration
from drehscheibe.tenants.models import Department
from drehscheibe.tenants.queries import own_departments

ADDRESS = "/amt/verwaltung/aemter/"


@access(Access.ADMIN)
@require_safe
def departments(request: Any) -> HttpResponse:
    """All departments of the body itself."""
    context = {"departments": own_departments(also_closed=True), "done": request.GET.get("erledigt", "")}
    return render(request, "desk/admin/departments.html", context)


def _own(slug: str) -> Department:
    found = own_departments().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _shown(department: Department | None) -> dict[str, str]:
    contact = department.contact if department else {}
    return {
        **shown_texts("name", department.name if department else ""),
        **{key: contact.get(key, "") for key in ("phone", "email")},
        **shown_texts("room", contact.get("room")),
        **shown_address("address", contact.get("address")),
        **shown_texts("directions", contact.get("directions")),
        **opening.shown(contact),
    }


def _page(
    request: Any,
    department: Department | None,
    typed: Typed | None = None,
    *,
    refusal: Hanging | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "department": department,
        "hanging": hanging(department) if department else None,
        "refusal": refusal,
        "days": [_(day) for day in opening.DAYS],
        **form_context(request, typed, _shown(department)),
    }
    return render(request, "desk/admin/department.html", context, status=status)


def _read(request: Any, contact: dict[str, Any]) -> tuple[Typed, dict[str, str], dict[str, Any]]:
    typed = Typed(request.POST)
    name = typed.texts("name", _("Schreiben Sie bitte, wie das Amt heißt."), longest=100)
    phone = typed.line("phone", longest=40)
    fresh = {
        "phone": phone,
        "email": typed.email("email"),
        "room": typed.texts("room"),
        "address": typed.address("address"),
        "directions": typed.texts("directions", longest=600),
        "hours": opening.read(typed, contact),
    }
    if phone and not set(phone) <= set("0123456789+-/() "):
        typed.refuse("phone", _("Schreiben Sie die Telefonnummer bitte nur mit Ziffern und Leerzeichen."))
    return typed, name, fresh


@access(Access.ADMIN)
def creation(request: Any) -> HttpResponse:
    """A new department: the form, and POST opens it."""
    if request.method != "POST":
        return _page(request, None)
    typed, name, contact = _read(request, {})
    if not typed.errors:
        try:
            administration.create_department(name=name, contact=contact, by=actor(request.account), now=request.now)
            return go_on(ADDRESS, "angelegt")
        except administration.NameTakenError:
            typed.refuse("name.de", _("Ein Amt mit diesem Namen gibt es schon."))
        except administration.UnusableNameError:
            typed.refuse("name.de", _("Der Name braucht mindestens einen Buchstaben."))
    return _page(request, None, typed, status=422)


@access(Access.ADMIN)
def department(request: Any, slug: str) -> HttpResponse:
    """One department: the form, and POST changes it."""
    found = _own(slug)
    if request.method != "POST":
        return _page(request, found)
    typed, name, contact = _read(request, found.contact)
    if not typed.errors:
        try:
            administration.change_department(
                department=found, name=name, contact=contact, by=actor(request.account), now=request.now
            )
            return go_on(f"{ADDRESS}{slug}/", "gespeichert")
        except administration.NameTakenError:
            typed.refuse("name.de", _("Ein Amt mit diesem Namen gibt es schon."))
    return _page(request, found, typed, status=422)


@access(Access.ADMIN)
def closing(request: Any, slug: str) -> HttpResponse:
    """POST closes a department on which nothing hangs any more."""
    found = _own(slug)
    if request.method != "POST":
        return go_on(f"{ADDRESS}{slug}/")
    try:
        close_department(department=found, by=request.account, now=request.now)
    except StillNeededError as error:
        return _page(request, found, refusal=error.hanging, status=409)
    return go_on(ADDRESS, "geschlossen")
