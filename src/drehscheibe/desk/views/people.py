"""Who works for this body: the list, one person's roles, give and take."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import form_context, go_on
from drehscheibe.desk.wording import role_names
from drehscheibe.identity import staffing
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.invitations import open_invitations
from drehscheibe.identity.models import Role
from drehscheibe.tenants.models import Department
from drehscheibe.tenants.queries import own_departments

ADDRESS = "/amt/verwaltung/personen/"


@access(Access.PEOPLE)
@require_safe
def people(request: Any) -> HttpResponse:
    """All staff of this body with their roles."""
    context = {
        "staff": staffing.staff(),
        "invitations": open_invitations(request.now),
        "giveable": staffing.giveable(request.standing),
        "role_names": role_names(),
        "done": request.GET.get("erledigt", ""),
    }
    return render(request, "desk/admin/people.html", context)


def _found(account_id: int) -> staffing.Colleague:
    found = staffing.colleague(account_id)
    if found is None:
        raise Http404
    return found


def role_options(request: Any) -> list[dict[str, str]]:
    """The roles that the visitor may give."""
    giveable = staffing.giveable(request.standing)
    return [{"value": role, "label": name} for role, name in role_names().items() if role in giveable]


def department_options() -> list[dict[str, str]]:
    """The departments of this body, and all of them together."""
    each = [{"value": one.slug, "label": one.name.get("de", one.slug)} for one in own_departments()]
    return [{"value": "alle", "label": _("Alle Ämter")}, *each]


def read_place(typed: Typed, request: Any) -> tuple[str, Department | None]:
    """The typed role and department (None: all). What nobody offered is refused."""
    role = typed.choice(
        "role", [option["value"] for option in role_options(request)], _("Wählen Sie bitte eine Rolle aus der Liste.")
    )
    slugs = [option["value"] for option in department_options()]
    slug = typed.choice("department", slugs, _("Wählen Sie bitte ein Amt aus der Liste."))
    return role, own_departments().filter(slug=slug).first()


def _page(
    request: Any, found: staffing.Colleague, typed: Typed | None = None, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    errors = typed.errors if typed else []
    context = {
        "person": found,
        "role_names": role_names(),
        "role_options": role_options(request),
        "department_options": department_options(),
        "is_self": found.account.pk == request.account.pk,
        "giveable": staffing.giveable(request.standing),
        "values": typed.values if typed else {"department": "alle"},
        "errors": errors,
        "error_of": dict(errors),
        "refusal": refusal,
        "done": request.GET.get("erledigt", ""),
    }
    return render(request, "desk/admin/person.html", context, status=status)


@access(Access.PEOPLE)
@require_safe
def person(request: Any, account_id: int) -> HttpResponse:
    """One person's roles here."""
    return _page(request, _found(account_id))


@access(Access.PEOPLE)
def roles(request: Any, account_id: int) -> HttpResponse:
    """POST gives a role."""
    found = _found(account_id)
    if request.method != "POST":
        return go_on(f"{ADDRESS}{account_id}/")
    typed = Typed(request.POST)
    role, department = read_place(typed, request)
    if typed.errors:
        return _page(request, found, typed, status=422)
    try:
        staffing.give(
            account=found.account,
            role=Role(role),
            department=department,
            by=request.account,
            standing=request.standing,
            now=request.now,
        )
    except staffing.OwnRoleError:
        sentence = _("Eine Rolle gibt sich niemand selbst. Bitten Sie eine andere Person der Portalverwaltung darum.")
        return _page(request, found, typed, refusal=sentence, status=409)
    return go_on(f"{ADDRESS}{account_id}/", "gegeben")


@access(Access.PEOPLE)
def withdrawal(request: Any, account_id: int, membership_id: int) -> HttpResponse:
    """POST takes a role away. Whoever has none left is on the list no more."""
    found = _found(account_id)
    held = next((one for one in found.memberships if one.pk == membership_id), None)
    if request.method != "POST" or held is None:
        return go_on(f"{ADDRESS}{account_id}/")
    try:
        staffing.take_away(membership=held, by=request.account, standing=request.standing, now=request.now)
    except staffing.LastAdminError:
        sentence = _(
            "Das ist die letzte Person der Portalverwaltung. Geben Sie die Rolle zuerst einer anderen Person. Sonst "
            "könnte niemand mehr das Portal verwalten."
        )
        return _page(request, found, refusal=sentence, status=409)
    except staffing.NotYoursToGiveError:
        sentence = _("Diese Rolle vergeben und entziehen andere: die Portalverwaltung oder der technische Betrieb.")
        return _page(request, found, refusal=sentence, status=409)
    if account_id == request.account.pk and not staffing.colleague(account_id):
        return go_on("/")
    return go_on(f"{ADDRESS}{account_id}/" if len(found.memberships) > 1 else ADDRESS, "entzogen")


@access(Access.PEOPLE)
def invitation(request: Any) -> HttpResponse:
    """Invite somebody by e-mail: the form, and POST sends it."""
    typed = Typed(request.POST) if request.method == "POST" else None
    if typed and _invited(typed, request):
        return go_on(ADDRESS, "eingeladen")
    context = {
        "role_options": role_options(request),
        "department_options": department_options(),
        **form_context(request, typed, {"department": "alle"}),
    }
    return render(request, "desk/admin/invitation.html", context, status=422 if typed else 200)


def _invited(typed: Typed, request: Any) -> bool:
    email = typed.email("email", _("Schreiben Sie bitte die dienstliche E-Mail-Adresse."))
    name = typed.line("name", longest=100)
    role, department = read_place(typed, request)
    if typed.errors:
        return False
    try:
        staffing.invite_colleague(
            email=email,
            name=name,
            role=Role(role),
            department=department,
            by=request.account,
            standing=request.standing,
            language=request.language,
            now=request.now,
        )
    except staffing.WorksHereError:
        typed.refuse(
            "email", _("Wer diese Adresse hat, arbeitet schon hier. Geben Sie die Rolle auf der Seite der Person.")
        )
        return False
    return True


@access(Access.PEOPLE)
def taking_back(request: Any, invitation_id: uuid.UUID) -> HttpResponse:
    """POST withdraws an open invitation."""
    found = next((link for link in open_invitations(request.now) if link.pk == invitation_id), None)
    if found is None:
        raise Http404
    if request.method != "POST":
        return go_on(ADDRESS)
    try:
        staffing.take_back(link=found, by=request.account, standing=request.standing, now=request.now)
    except staffing.NotYoursToGiveError as error:
        raise Http404 from error
    return go_on(ADDRESS, "zurueckgenommen")
