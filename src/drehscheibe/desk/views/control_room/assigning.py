"""One service: what its level needs, and to which department it is assigned."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.catalogue import bulk
from drehscheibe.desk import wording
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import form_context, go_on
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor
from drehscheibe.insights import maturity, offers
from drehscheibe.tenants.queries import own_departments


@access(Access.LEADING)
def page(request: Any, slug: str) -> HttpResponse:
    """The criteria of the service's level, and the form that assigns it; POST does."""
    found = next((one for one in offers.own() if one.service.slug == slug), None)
    if found is None:
        raise Http404
    service, departments = found.service, {one.slug: one for one in own_departments()}
    typed = Typed(request.POST) if request.method == "POST" else None
    if typed:
        office = typed.choice("amt", departments, _("Wählen Sie bitte ein Amt aus der Liste."))
        person = typed.line("person", longest=200)
        since, review_on = _day(typed, "seit"), _day(typed, "pruefen")
        if not typed.errors:
            bulk.assign(
                service=service,
                department=departments[office],
                person=person,
                since=since,
                review_on=review_on,
                by=actor(request.account),
                now=request.now,
            )
            return go_on(f"/amt/leitstelle/leistungen/{slug}/", "gespeichert")
    shown = {
        "amt": service.department.slug,
        "person": service.responsible_person,
        "seit": _shown(service.assigned_on),
        "pruefen": _shown(service.review_on),
    }
    context = {
        "service": service,
        "level": found.level,
        "level_name": wording.level_names()[found.level],
        "model": maturity.MODEL,
        "criteria": maturity.criteria(found.facts),
        "points": wording.maturity_points(),
        "departments": [{"value": one.slug, "label": wording.local(one.name)} for one in departments.values()],
        **form_context(request, typed, shown),
    }
    return render(request, "desk/control_room/service.html", context, status=422 if typed else 200)


def _shown(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _day(typed: Typed, name: str) -> date | None:
    written = typed.line(name, longest=20)
    try:
        return datetime.strptime(written, "%d.%m.%Y").date() if written else None  # noqa: DTZ007  a day has no zone
    except ValueError:
        typed.refuse(name, _("Schreiben Sie den Tag bitte so: 31.03.2027"))
        return None
