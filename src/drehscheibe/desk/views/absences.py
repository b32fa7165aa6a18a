"""Who is away and who stands in: one's own absences; a lead's page has those of all colleagues."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications.queries import CASEWORKERS
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import form_context, go_on
from drehscheibe.identity import absences
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.models import Account, Role
from drehscheibe.identity.queries import colleagues
from drehscheibe.kernel import clock

ADDRESS = "/amt/vertretung/"


def _absent(request: Any) -> list[Account]:
    """Whose absences one may enter: one's own; as a lead, those of the people in one's departments."""
    if Role.LEAD not in request.standing.roles:
        return [request.account]
    return colleagues(request.standing.departments(frozenset({Role.LEAD.value})), CASEWORKERS)


@access(Access.CASEWORK)
def page(request: Any) -> HttpResponse:
    """The list and the form; POST names a deputy."""
    people = {str(one.pk): one for one in _absent(request)}
    deputies = {str(one.pk): one for one in colleagues(None, CASEWORKERS)}
    typed = _named(request, people, deputies) if request.method == "POST" else None
    if typed and not typed.errors:
        return go_on(ADDRESS, "benannt")
    own = str(request.account.pk)
    context = {
        "absences": absences.running(people.values(), clock.day(request.now)),
        "people": [{"value": key, "label": one.name} for key, one in people.items()] if len(people) > 1 else [],
        "deputies": [
            {"value": key, "label": one.name} for key, one in deputies.items() if len(people) > 1 or key != own
        ],
        **form_context(request, typed, {"person": own}),
    }
    return render(request, "desk/absences.html", context, status=422 if typed else 200)


def _named(request: Any, people: dict[str, Account], deputies: dict[str, Account]) -> Typed:
    typed = Typed(request.POST)
    own = {"person": str(request.account.pk)} if len(people) == 1 else {}
    absent = own.get("person") or typed.choice("person", people, _("Wählen Sie bitte aus, wer nicht da ist."))
    deputy = typed.choice("vertretung", deputies, _("Wählen Sie bitte aus, wer vertritt."))
    first, last = (_day(typed, name) for name in ("von", "bis"))
    if typed.errors or first is None or last is None:
        return typed
    try:
        absences.add(
            account=people[absent],
            deputy=deputies[deputy],
            first=first,
            last=last,
            by=request.account,
            now=request.now,
            today=clock.day(request.now),
        )
    except absences.ImpossibleAbsenceError:
        sentence = _("Das Ende liegt vor dem Beginn oder ist vorbei, oder jemand vertritt sich selbst.")
        typed.refuse("bis", sentence)
    except absences.OverlappingAbsenceError:
        typed.refuse("von", _("In dieser Zeit ist schon eine Vertretung eingetragen. Beenden Sie diese bitte zuerst."))
    return typed


def _day(typed: Typed, name: str) -> date | None:
    try:
        return date.fromisoformat(typed.line(name, _("Tragen Sie bitte einen Tag ein."), longest=10) or "1900-01-01")
    except ValueError:
        typed.refuse(name, _("Schreiben Sie den Tag bitte so: 2027-03-31."))
        return None


@access(Access.CASEWORK)
def ending(request: Any, absence_id: int) -> HttpResponse:
    """POST ends the standing in at once."""
    if request.method == "POST":
        absences.drop(absence_id=absence_id, of=_absent(request), by=request.account, now=request.now)
    return go_on(ADDRESS, "beendet")
