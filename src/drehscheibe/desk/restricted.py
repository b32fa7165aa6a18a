"""A case whose processing is restricted: whoever comes to it learns that, and nothing of its contents."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications.models import Application
from drehscheibe.applications.operations.restricting import reason_of, restriction_of
from drehscheibe.applications.retention import Ground
from drehscheibe.identity.models import Role


class RestrictedCaseError(Exception):
    """Somebody comes to a case that must not be worked on."""

    def __init__(self, application: Application) -> None:
        super().__init__(str(application.pk))
        self.application = application


def grounds() -> dict[str, str]:
    """Why a case may be restricted: key and what to choose."""
    return {
        Ground.ACCURACY.value: _("Die Person bestreitet, dass die Daten stimmen"),
        Ground.UNLAWFUL.value: _("Die Person will die Einschränkung statt der Löschung"),
        Ground.CLAIMS.value: _("Die Person braucht die Daten, um Rechte geltend zu machen"),
        Ground.OBJECTION.value: _("Die Person hat widersprochen, und das wird noch geprüft"),
        Ground.LEGAL_HOLD.value: _("Ein Gericht oder eine Prüfung braucht den Vorgang"),
    }


def show_restricted(request: Any, application: Application, done: str = "") -> HttpResponse:
    """The page in place of the case. Who leads its department reads the reason and may end the restriction."""
    found = restriction_of(application)
    leads = request.standing.departments(frozenset({Role.LEAD.value}))
    is_lead = leads is None or application.department_id in leads
    context = {
        "application": application,
        "restriction": found,
        "ground": grounds()[found.ground] if found else "",
        "reason": reason_of(found, application) if found and is_lead else "",
        "is_lead": is_lead,
        "done": done,
    }
    return render(request, "desk/restricted.html", context, status=200 if done or request.method == "GET" else 409)
