"""The operator's portals: all of the installation, and a new one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import form_context, go_on
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor
from drehscheibe.identity.models import Role
from drehscheibe.identity.operations import appoint
from drehscheibe.identity.staffing import invite_colleague
from drehscheibe.kernel import scope
from drehscheibe.tenants.founding import DoesNotFitError, found
from drehscheibe.tenants.queries import directory

ADDRESS = "/amt/betrieb/portale/"


@access(Access.OPERATOR)
@require_safe
def portals(request: Any) -> HttpResponse:
    """All portals with their host names."""
    tree = directory()
    hosts: dict[int, list[str]] = {}
    for host, tenant_id in tree.hosts.items():
        hosts.setdefault(tenant_id, []).append(host)
    rows = [
        (tenant, hosts.get(tenant.pk, []), tree.tenants.get(tenant.parent_id) if tenant.parent_id else None)
        for tenant in tree.tenants.values()
    ]
    return render(request, "desk/portals.html", {"rows": rows, "done": request.GET.get("erledigt", "")})


@access(Access.OPERATOR)
def creation(request: Any) -> HttpResponse:
    """A new portal: the form, and POST creates it. Who creates it is its operator."""
    typed = Typed(request.POST) if request.method == "POST" else None
    above = [{"value": tenant.slug, "label": tenant.name} for tenant in directory().tenants.values()]
    if typed and _created(typed, request, [option["value"] for option in above]):
        return go_on(ADDRESS, "angelegt")
    context = {
        "above": [{"value": "keins", "label": _("Keins: Das Portal steht für sich")}, *above],
        **form_context(request, typed, {"stand": "vorbereitung", "above": "keins"}),
    }
    return render(request, "desk/portal_creation.html", context, status=422 if typed else 200)


def _created(typed: Typed, request: Any, slugs: list[str]) -> bool:
    name = typed.line("name", _("Schreiben Sie bitte, wie die Körperschaft heißt."), longest=100)
    hosts = typed.text("hosts", _("Schreiben Sie bitte mindestens einen Rechnernamen."), longest=2_000).split()
    ars = typed.line("ars", longest=20).replace(" ", "")
    above = typed.choice("above", ["keins", *slugs], _("Wählen Sie bitte ein Portal aus der Liste."))
    email = typed.email("email")
    state = typed.choice("stand", ["vorbereitung", "offen"], _("Wählen Sie bitte aus, ob schon alle das Portal sehen."))
    if typed.errors:
        return False
    try:
        tenant = found(
            name=name,
            hosts=hosts,
            ars=ars,
            parent=directory().by_slug(above),
            in_preparation=state == "vorbereitung",
            by=actor(request.account),
            now=request.now,
        )
    except DoesNotFitError as error:
        typed.refuse(error.field, str(error))
        return False
    with scope.enter(tenant.pk):
        appoint(account=request.account, role=Role.OPERATOR)
        if email:
            invite_colleague(
                email=email,
                name="",
                role=Role.TENANT_ADMIN,
                department=None,
                by=request.account,
                standing=request.standing,
                language=request.language,
                now=request.now,
            )
    return True
