"""The lead's first page, and its tables as files."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from drehscheibe.applications import arrivals, worklist
from drehscheibe.desk import wording
from drehscheibe.desk.standing import overdue
from drehscheibe.desk.views.control_room import tables
from drehscheibe.desk.views.control_room.choosing import bodies, chosen
from drehscheibe.identity.access import ROLES, Access, access
from drehscheibe.insights import figures, maturity, offers, portals
from drehscheibe.insights.maturity import Level
from drehscheibe.insights.offers import CHANNELS
from drehscheibe.kernel import clock
from drehscheibe.tenants.models import Department, Tenant
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import own_departments
from drehscheibe.ui.tables import csv_file


@access(Access.CONTROL)
@require_safe
def page(request: Any) -> HttpResponse:
    """What a body offers how far, what comes in and what lies where."""
    body = chosen(request)
    with work_as(body):
        visible = offers.in_sight()
        own = [one for one in visible if one.service.tenant_id == body.pk]
        whole, groups = figures.counted(own), figures.by_department(own)
        reviews, progress = figures.open_reviews(), figures.progress()
        loads = worklist.loads(clock.day(request.now))
        months = arrivals.months(request.now)
        context = {
            "body": body,
            "bodies": bodies(request),
            "overdue": overdue(request.standing) if body.pk == request.portal.pk else [],
            "loads": tables.loads(loads),
            "load_bars": [{"label": wording.local(one.department.name), "value": one.open} for one in loads],
            "whole": whole,
            "share": figures.share(visible),
            "model": maturity.MODEL,
            "channels": tables.channels(groups, whole),
            "levels": tables.levels(groups, whole),
            "arrivals": tables.arrivals(months, own_departments(also_closed=True)),
            "reviews": tables.reviews(reviews),
            "review_bars": _by_department(one.service.department for one in reviews),
            "progress": tables.progress(progress),
            "progress_bars": [
                {"label": date_format(one.day, "M"), "value": sum(one.levels[maturity.CONFORMING :])}
                for one in progress[-12:]
            ],
            "channel_bars": _bars(wording.channel_names(), [(one, whole.channels[one]) for one in CHANNELS]),
            "level_bars": _bars(
                {level: f"{level}: {name}" for level, name in wording.level_names().items()},
                [(level, whole.levels[level]) for level in Level],
            ),
            "month_bars": [{"label": date_format(one.first, "M"), "value": one.total} for one in months],
        }
    return render(request, "desk/control_room/overview.html", context)


def _bars(names: Any, counts: Any) -> list[dict[str, Any]]:
    return [{"label": names[kind], "value": count} for kind, count in counts]


def _by_department(departments: Iterable[Department]) -> list[dict[str, Any]]:
    counted = Counter(wording.local(one.name) for one in departments)
    return [{"label": name, "value": counted[name]} for name in sorted(counted)]


def _arrivals(request: Any, _body: Tenant) -> tables.Table:
    return tables.arrivals(arrivals.months(request.now), own_departments(also_closed=True))


def _channels(_request: Any, _body: Tenant) -> tables.Table:
    own = offers.own()
    return tables.channels(figures.by_department(own), figures.counted(own))


def _levels(_request: Any, _body: Tenant) -> tables.Table:
    own = offers.own()
    return tables.levels(figures.by_department(own), figures.counted(own))


TABLES: dict[str, Callable[[Any, Tenant], tables.Table]] = {
    "kanaele": _channels,
    "reifegrad": _levels,
    "eingaenge": _arrivals,
    "verlauf": lambda _request, _body: tables.progress(figures.progress()),
    "pruefungen": lambda _request, _body: tables.reviews(figures.open_reviews()),
    "offen": lambda request, _body: tables.loads(worklist.loads(clock.day(request.now))),
    "leistungen": lambda _request, _body: tables.services(offers.own()),
    "portale": lambda _request, _body: tables.portals(portals.portals()),
}


@access(Access.CONTROL)
@require_safe
def file(request: Any, table: str) -> HttpResponse:
    """One of the tables as a file, of the body that is chosen."""
    made = TABLES.get(table)
    if made is None:
        raise Http404
    body = chosen(request)
    with work_as(body):
        found = made(request, body)
    return csv_file(found.head, found.lines, f"{table}-{body.slug}-{request.now:%Y-%m-%d}.csv")


@access(Access.CONTROL)
@require_safe
def all_portals(request: Any) -> HttpResponse:
    """Every portal of the installation: its state, its list before it opens, what it offers."""
    found = portals.portals()
    bars = [{"label": f"{one.tenant.name} (%)", "value": one.share.percent} for one in found]
    context = {"portals": found, "bars": bars, "points": wording.check_names(), "table_of": tables.portals(found)}
    return render(request, "desk/control_room/portals.html", context)


@access(Access.CONTROL)
@require_safe
def services(request: Any) -> HttpResponse:
    """The body's own services with their levels; `amt` and `stufe` choose some of them."""
    body = chosen(request)
    with work_as(body):
        own = offers.own()
        departments = [group.department for group in figures.by_department(own) if group.department]
    office, level = request.GET.get("amt", ""), request.GET.get("stufe", "")
    shown = [one for one in own if office in {"", one.service.department.slug} and level in {"", str(int(one.level))}]
    context = {
        "body": body,
        "is_own": body.pk == request.portal.pk,
        "may_assign": body.pk == request.portal.pk and bool(request.standing.roles & ROLES[Access.LEADING]),
        "services": shown,
        "departments": [{"value": one.slug, "label": wording.local(one.name)} for one in departments],
        "levels": [{"value": str(int(one)), "label": f"{one}: {name}"} for one, name in wording.level_names().items()],
        "office": office,
        "level": level,
        "ways": wording.channel_names(),
        "points": wording.maturity_points(),
        "missing": maturity.missing,
    }
    return render(request, "desk/control_room/services.html", context)
