"""All data about one person for the office's answer to a request (Art. 15 DSGVO): find the cases, tick, take them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications.casefile import TooLargeError
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import form_context
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock
from drehscheibe.privacy.disclosure import MOST_CASES, Purpose, cases_of, package
from drehscheibe.ui.downloads import download


def _purposes() -> dict[str, str]:
    return {
        Purpose.ACCESS.value: _("Die Person will wissen, was gespeichert ist (Artikel 15 DSGVO)"),
        Purpose.PORTABILITY.value: _("Die Person will ihre Daten mitnehmen (Artikel 20 DSGVO)"),
        Purpose.COURT.value: _("Ein Gericht oder eine Aufsicht verlangt Auskunft"),
    }


@access(Access.LEADING)
def page(request: Any) -> HttpResponse:
    """POST with a name or an e-mail address shows the person's cases; with ticked ones it gives the package."""
    if request.method != "POST":
        return _show(request)
    typed = Typed(request.POST)
    wanted = typed.line("person", _("Geben Sie bitte eine E-Mail-Adresse oder einen Namen ein."), 120)
    purpose = typed.choice("zweck", _purposes(), _("Wählen Sie bitte aus, wofür Sie die Daten brauchen."))
    if typed.errors:
        return _show(request, typed)
    found = cases_of(wanted, request.standing)
    if len(found) > MOST_CASES:
        typed.refuse(
            "person", _("Das sind mehr als 50 Vorgänge. Geben Sie bitte den ganzen Namen oder die Adresse ein.")
        )
        return _show(request, typed)
    if "vorgang" not in request.POST:
        return _show(request, typed, found=found)
    ticked = set(request.POST.getlist("vorgang"))
    cases = [one for one in found if one.reference in ticked]
    try:
        content = package(cases=cases, purpose=Purpose(purpose), by=request.account, now=request.now)
    except TooLargeError:
        typed.refuse("person", _("Die Dokumente sind zusammen zu groß. Wählen Sie bitte weniger Vorgänge auf einmal."))
        return _show(request, typed, found=found)
    return download(content, "application/zip", f"Auskunft-{clock.day(request.now).isoformat()}.zip")


def _show(request: Any, typed: Typed | None = None, found: Any = None) -> HttpResponse:
    context = {"options": [{"value": key, "label": label} for key, label in _purposes().items()], "found": found}
    context |= form_context(request, typed, {"person": "", "zweck": ""})
    return render(request, "desk/disclosing.html", context, status=422 if context["errors"] else 200)
