"""Ask what for before a case is shown that is not one's own."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications import viewing
from drehscheibe.applications.models import Application
from drehscheibe.applications.office import ViewingPurpose
from drehscheibe.desk.restricted import RestrictedCaseError, show_restricted


class PurposeMissingError(Exception):
    """Somebody opens a case that is not theirs and has not said what for."""

    def __init__(self, application: Application) -> None:
        super().__init__(str(application.pk))
        self.application = application


class PurposeFirst:
    """Middleware: whatever a view would have shown of the case, the question comes first, and that it is restricted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Any, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RestrictedCaseError):
            return show_restricted(request, exception.application)
        return ask(request, exception.application) if isinstance(exception, PurposeMissingError) else None


def ask(request: Any, application: Application, problem: str = "") -> HttpResponse:
    """The page with the question; it shows nothing of what was declared."""
    words = {
        ViewingPurpose.INQUIRY: _("Jemand fragt nach dem Stand"),
        ViewingPurpose.CONSULTATION: _("Wir stimmen uns fachlich ab"),
        ViewingPurpose.SUBSTITUTION: _("Ich vertrete die zuständige Person"),
        ViewingPurpose.SUPERVISION: _("Ich habe die Aufsicht oder leite das Amt"),
    }
    context = {
        "application": application,
        "options": [{"value": purpose.value, "label": words[purpose]} for purpose in viewing.CHOICES],
        "onward": request.path if request.method == "GET" and not request.path.endswith("/zweck/") else "",
        "problem": problem,
        "errors": [("f-zweck", problem)] if problem else [],
    }
    return render(request, "desk/purpose.html", context, status=422 if problem else 200)
