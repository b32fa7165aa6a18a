"""Changes to many services at once: first shown, then done."""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.catalogue import bulk
from drehscheibe.desk import wording
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import form_context, go_on
from drehscheibe.identity.access import ROLES, Access, access
from drehscheibe.identity.actors import actor
from drehscheibe.tenants.models import Department
from drehscheibe.tenants.queries import own_departments

ADDRESS = "/amt/qualitaet/"


def _departments(request: Any) -> list[Department]:
    """The departments for which the visitor may change services."""
    held = request.standing.departments(ROLES[Access.BULK])
    return [one for one in own_departments() if held is None or one.pk in held]


def _options(departments: list[Department]) -> list[dict[str, str]]:
    return [{"value": one.slug, "label": wording.local(one.name)} for one in departments]


@access(Access.BULK)
def moving(request: Any) -> HttpResponse:
    """Hand services from one department to another: POST shows what would move, and with `stand` does it."""
    departments = {one.slug: one for one in _departments(request)}
    targets = {one.slug: one for one in own_departments()}
    typed, changes = None, []
    if request.method == "POST":
        typed = Typed(request.POST)
        old = typed.choice("von", departments, _("Wählen Sie bitte das Amt, das Leistungen abgibt."))
        new = typed.choice("an", targets, _("Wählen Sie bitte das Amt, das Leistungen übernimmt."))
        if old and old == new:
            typed.refuse("an", _("Wählen Sie bitte ein anderes Amt."))
        if not typed.errors:
            wanted = {"department": departments[old], "to": targets[new], "slugs": request.POST.getlist("leistung")}
            try:
                if request.POST.get("stand"):
                    bulk.move(**wanted, seen=request.POST["stand"], by=actor(request.account), now=request.now)
                    return go_on(ADDRESS, "uebergeben")
            except bulk.SeenOtherwiseError:
                typed.refuse("von", _("Inzwischen hat sich etwas geändert. Sehen Sie die Liste bitte noch einmal an."))
            changes = bulk.moves(**wanted)
            if not changes:
                typed.refuse("von", _("Dieses Amt hat keine Leistungen."))
    context = {
        "from_options": _options(list(departments.values())),
        "to_options": _options(list(targets.values())),
        "changes": changes,
        "stand": bulk.digest(changes),
        **form_context(request, typed, {}),
    }
    return render(request, "desk/quality/moving.html", context, status=422 if typed and typed.errors else 200)


@access(Access.BULK)
def fees(request: Any) -> HttpResponse:
    """Change an amount wherever it stands, or all amounts by a rate: POST shows it, and with `stand` does it."""
    departments = {one.slug: one for one in _departments(request)}
    holds_all = request.standing.departments(ROLES[Access.BULK]) is None
    typed, changes = None, []
    if request.method == "POST":
        typed = Typed(request.POST)
        allowed = {*departments, "alle"} if holds_all else set(departments)
        office = typed.choice("amt", allowed, _("Wählen Sie bitte aus, um welche Leistungen es geht."))
        reckon = _reckoning(typed)
        if not typed.errors and reckon:
            department = departments.get(office)
            try:
                if request.POST.get("stand"):
                    seen, by = request.POST["stand"], actor(request.account)
                    bulk.change_fees(department=department, reckon=reckon, seen=seen, by=by, now=request.now)
                    return go_on(ADDRESS, "gebuehren")
            except bulk.SeenOtherwiseError:
                typed.refuse("amt", _("Inzwischen hat sich etwas geändert. Sehen Sie die Liste bitte noch einmal an."))
            changes = bulk.fee_changes(department=department, reckon=reckon)
            if not changes:
                typed.refuse("alt", _("So eine Gebühr steht in keiner dieser Leistungen."))
    options = _options(list(departments.values()))
    context = {
        "offices": [{"value": "alle", "label": _("Alle Ämter")}, *options] if holds_all else options,
        "changes": [(one, _amounts(one.before), _amounts(one.after)) for one in changes],
        "stand": bulk.digest(changes),
        **form_context(request, typed, {}),
    }
    return render(request, "desk/quality/fees.html", context, status=422 if typed and typed.errors else 200)


def _amounts(fees: Any) -> list[int]:
    names = ("amount_cents", "from_cents", "to_cents")
    return [fee[name] for fee in fees for name in names if fee.get(name) is not None]


def _cents(typed: Typed, name: str) -> int | None:
    written = typed.line(name, longest=20).replace(".", "").replace("€", "").strip()
    if not written:
        return None
    if not re.fullmatch(r"\d{1,6}(,\d{2})?", written):
        typed.refuse(name, _("Schreiben Sie den Betrag bitte so: 28,80"))
        return None
    euros, _comma, cents = written.partition(",")
    return int(euros) * 100 + int(cents or 0)


def _reckoning(typed: Typed) -> Callable[[int], int] | None:
    """How each amount changes, as it was typed; None with a sentence when that cannot be understood."""
    rate = typed.line("prozent", longest=8).replace(",", ".").replace("%", "").strip()
    old, new = _cents(typed, "alt"), _cents(typed, "neu")
    if rate and (old is not None or new is not None):
        typed.refuse("prozent", _("Nehmen Sie bitte entweder einen Betrag oder Prozent."))
    elif rate:
        if re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,2})?", rate) and -100 < float(rate) <= 500:
            factor = 1 + float(rate) / 100
            return lambda cents: round(cents * factor / 10) * 10
        typed.refuse("prozent", _("Schreiben Sie die Prozente bitte als Zahl, zum Beispiel: 5 oder -2,5"))
    elif old is None or new is None:
        typed.refuse("alt", _("Schreiben Sie bitte den alten und den neuen Betrag, oder Prozent."))
    else:
        return lambda cents: new if cents == old else cents
    return None
