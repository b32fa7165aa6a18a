"""How a form is to be an online service, new or changed: asked of its editors, done when a second person publishes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from drehscheibe.catalogue.classification import topics
from drehscheibe.catalogue.models import OnlineService
from drehscheibe.catalogue.offering import (
    Plan,
    PlannedChange,
    applications_by,
    is_offered,
    plan_change,
    planned,
    planned_change,
    services_without_form,
)
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import go_on, seen, who
from drehscheibe.desk.views.forms.found import ADDRESS, shown
from drehscheibe.desk.views.forms.texts import Page, option_value
from drehscheibe.forms import editing
from drehscheibe.forms.fields.number import read_decimal, write_decimal
from drehscheibe.forms.models import WorkingCopy
from drehscheibe.forms.schema import Parameter
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor
from drehscheibe.identity.models import TrustLevel
from drehscheibe.kernel.revisions import ChangedMeanwhileError
from drehscheibe.tenants.queries import own_departments

NEW = "neu"
MOST_DAYS = 36_500


def levels() -> dict[int, str]:
    """Trust level -> what it asks of people."""
    return {
        TrustLevel.GUEST: _("Keine Anmeldung nötig"),
        TrustLevel.LOW: _("Konto mit Passwort (niedrig)"),
        TrustLevel.SUBSTANTIAL: _("Geprüftes Konto (substanziell)"),
        TrustLevel.HIGH: _("Online-Ausweis (hoch)"),
    }


class SharedCopy(NamedTuple):
    """The plan for an online service whose form a body above keeps, in the place of a working copy."""

    slug: str
    document: Mapping[str, Any]
    change: PlannedChange

    @property
    def offer(self) -> Mapping[str, Any]:
        return self.change.offer

    @property
    def revision(self) -> int:
        return self.change.revision

    @property
    def edited_by(self) -> str:
        return self.change.edited_by

    @property
    def edited(self) -> datetime:
        return datetime.fromisoformat(self.change.edited)


def in_words(copy: WorkingCopy | SharedCopy, rates: Mapping[str, Parameter]) -> dict[str, Any] | None:
    """What is planned, for the page of publication; None while nothing is. Of `rates` those that are new."""
    plan = planned(copy)
    if plan is None:
        return None
    service = services_without_form().filter(slug=plan.service).first() if plan.service else None
    before: dict[str, Any] = {}
    old: Mapping[str, Any] = {}
    department = own_departments().filter(slug=plan.department).first()
    own = applications_by(copy.slug, shared=isinstance(copy, SharedCopy))
    if online := own.filter(slug=plan.online).first() if plan.online else None:
        service = online.service
        old = online.parameters
        before = {"department": online.department.name} if online.department != department else {}
        before |= {"level": levels()[online.trust_level]} if online.trust_level != plan.trust_level else {}
        before |= {"days": online.retention_days} if online.retention_days != plan.retention_days else {}
    return {
        "service": service.name if service else plan.service,
        "is_there": bool(plan.online),
        "before": before,
        "rates": [
            (rates[name].label, _told(rates[name], value), _told(rates[name], old[name]) if name in old else "")
            for name, value in plan.parameters.items()
            if name in rates and old.get(name) != value
        ],
        "department": department.name if department else plan.department,
        "level": levels()[plan.trust_level],
        "days": plan.retention_days,
    }


def _told(rate: Parameter, value: Any) -> str:
    """A rate as people read it."""
    written = _written(rate, value).replace("\n", ", ")
    return f"{written} €" if rate.type == "money" else written


@access(Access.FORM_EDITING)
def page(request: Any, slug: str) -> HttpResponse:
    """Service, department, trust level, retention and rates of a form; POST notes them.

    Where people apply with the form already, it is about that online service: `?onlinedienst=`, if there are several.
    """
    own, wanted = WorkingCopy.objects.filter(slug=slug).first(), str(request.GET.get("onlinedienst", ""))
    online = _online(slug, wanted, planned(own) if own else None, shared=own is None)
    found = shown(slug)
    copy: WorkingCopy | SharedCopy
    if own and (online or not is_offered(slug)):
        copy = own
    elif online:
        copy = SharedCopy(slug, {"title": found.document.title}, planned_change(online))
    else:
        raise Http404
    rates = found.document.parameters
    services, departments = list(services_without_form()), list(own_departments())
    shown_page = Page(request, copy, "desk/forms/offering.html", f"{ADDRESS}{slug}/")
    shown_page.again = {
        "services": services,
        "departments": departments,
        "topics": topics().values(),
        "levels": levels(),
        "rates": rates,
        "new": NEW,
        "online": online,
        "others": [one for one in applications_by(slug, shared=own is None) if online and one != online],
        "shown": _shown(_before(planned(copy), online), rates),
    }
    if request.method != "POST":
        return shown_page.show(None, shown_page.again)
    typed = Typed(request.POST)
    plan = _plan(typed, {one.slug for one in services}, {one.slug for one in departments}, rates, online)
    if typed.errors:
        return shown_page.show(typed, shown_page.again)
    by = actor(request.account)
    told: dict[str, Any] = {"seen": seen(request), "offer": plan.plain(), "by": by, "now": request.now}
    try:
        if own or online is None:
            editing.plan_offer(slug=slug, **told)
        else:
            plan_change(online=online, **told)
    except ChangedMeanwhileError as changed:
        shown_page.copy = changed.copy if own else SharedCopy(slug, copy.document, changed.copy)
        meanwhile = who(changed.copy.edited_by)
        return shown_page.show(typed, shown_page.again, meanwhile=meanwhile, status=409)
    return go_on(f"{ADDRESS}{slug}/", "gespeichert")


def _online(slug: str, wanted: str, plan: Plan | None, *, shared: bool) -> OnlineService | None:
    """The online service that the page is about; None while nobody can apply with the form. Raises Http404."""
    found = {one.slug: one for one in applications_by(slug, shared=shared)}
    if wanted and wanted not in found:
        raise Http404
    return found.get(wanted or (plan.online if plan else "")) or next(iter(found.values()), None)


def _before(plan: Plan | None, online: OnlineService | None) -> Plan | None:
    """What the page begins with: what was planned, else how it is."""
    if online is None or (plan and plan.online == online.slug):
        return plan
    facts = (online.trust_level, online.retention_days, online.parameters, online.slug)
    return Plan(online.department.slug, "", "", *facts)


def _shown(plan: Plan | None, rates: Mapping[str, Parameter]) -> dict[str, str]:
    if plan is None:
        return {"leistung": NEW, "niveau": "0", "tage": "", "thema": "", "amt": ""}
    told = {"leistung": plan.service or NEW, "amt": plan.department, "thema": plan.topic}
    told |= {"niveau": str(plan.trust_level), "tage": str(plan.retention_days)}
    known = {name: value for name, value in plan.parameters.items() if name in rates}
    return told | {f"satz.{name}": _written(rates[name], value) for name, value in known.items()}


def _written(rate: Parameter, value: Any) -> str:
    """A rate as an editor types it."""
    if rate.type == "options":
        return "\n".join(one["label"]["de"] for one in value)
    if rate.type == "money":
        return write_decimal(value, 2, "de")
    return str(value).replace(".", ",")


def _plan(
    typed: Typed,
    services: set[str],
    departments: set[str],
    rates: Mapping[str, Parameter],
    online: OnlineService | None,
) -> Plan:
    service = topic = ""
    if online is None:
        sentence = _("Wählen Sie bitte, zu welcher Leistung das Formular gehört.")
        service = typed.choice("leistung", services | {NEW}, sentence)
    if service == NEW:
        topic = typed.choice("thema", topics(), _("Wählen Sie bitte, unter welchem Thema die neue Leistung steht."))
    department = typed.choice("amt", departments, _("Wählen Sie bitte das Amt, das die Anträge bearbeitet."))
    sentence = _("Wählen Sie bitte aus, wie sicher das Amt wissen muss, wer den Antrag stellt.")
    level = typed.choice("niveau", [str(int(one)) for one in TrustLevel], sentence)
    stated = typed.line("tage", longest=6)
    days = int(stated) if stated.isdecimal() and stated.isascii() else 0
    if not 0 < days <= MOST_DAYS:
        typed.refuse("tage", _("Geben Sie bitte an, nach wie vielen Tagen gelöscht wird, zum Beispiel 365."))
    found = {name: _rate(typed, name, rate) for name, rate in rates.items()}
    named = online.slug if online else ""
    return Plan(department, "" if service == NEW else service, topic, int(level or 0), days, found, named)


def _rate(typed: Typed, name: str, rate: Parameter) -> Any:
    """A rate as the form reads it; cents for money."""
    control, needed = f"satz.{name}", _("Ohne diese Angabe kann niemand das Formular ausfüllen.")
    if rate.type == "options":
        taken: set[str] = set()
        options = []
        for line in filter(None, map(str.strip, typed.text(control, needed).splitlines())):
            value = option_value(line, taken)
            taken.add(value)
            options.append({"value": value, "label": {"de": line[:200]}})
        return options
    stated = typed.line(control, needed)
    if rate.type == "text" or not stated:
        return stated
    units = read_decimal(stated.replace("€", "").strip(), 2)
    if units is None:
        typed.refuse(control, _("Das ist keine Zahl. Schreiben Sie zum Beispiel 12,50."))
        return 0
    if rate.type == "money":
        return units
    return units // 100 if units % 100 == 0 else units / 100
