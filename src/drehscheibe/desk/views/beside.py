"""What stands beside a case: internal notes, linked cases, the complete file."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.applications import casefile
from drehscheibe.applications.operations import casework, linking
from drehscheibe.applications.operations.noting import note
from drehscheibe.desk.cases import in_sight, see_case, visible
from drehscheibe.desk.views.case import show
from drehscheibe.forms.fields.cleaning import clean_lines
from drehscheibe.identity.access import Access, access
from drehscheibe.ui.downloads import download, pdf

LONGEST_NOTE = 5_000


@access(Access.CASEWORK)
def noting(request: Any, reference: str) -> HttpResponse:
    """POST keeps an internal note."""
    application = visible(request, reference)
    if request.method != "POST":
        return see_case(application)
    typed = clean_lines(request.POST.get("text", ""))
    if not typed or len(typed) > LONGEST_NOTE:
        sentence = _("Schreiben Sie bitte den Vermerk in das Feld, höchstens 5.000 Zeichen.")
        return show(request, application, errors=[("f-vermerk", sentence)], typed={"note": typed}, status=422)
    note(application=application, text=typed, by=request.account, now=request.now)
    return see_case(application, "vermerk")


@access(Access.CASEWORK)
def connecting(request: Any, reference: str) -> HttpResponse:
    """POST links the case with another one that the member of staff may see, or takes the link away (`loesen`)."""
    application = visible(request, reference)
    if request.method != "POST":
        return see_case(application)
    acting = {"by": request.account, "now": request.now}
    try:
        if "loesen" in request.POST:
            linking.unlink(application=application, other=in_sight(request, request.POST["loesen"]), **acting)
            return see_case(application, "geloest")
        other = in_sight(request, request.POST.get("nummer", "")[:40])
        linking.link(application=application, other=other, **acting)
    except (Http404, linking.SameCaseError):
        sentence = _("Zu dieser Nummer gibt es in Ihren Ämtern keinen anderen Vorgang.")
        typed = {"linked": request.POST.get("nummer", "")[:40]}
        return show(request, application, errors=[("f-verknuepft", sentence)], typed=typed, status=422)
    return see_case(application, "verknuepft")


@access(Access.CASEWORK)
@require_safe
def file_of(request: Any, reference: str, ending: str) -> HttpResponse:
    """The complete file as `pdf` or `zip`."""
    application = visible(request, reference)
    make = casefile.paper if ending == "pdf" else casefile.bundle
    try:
        content = make(application=application, now=request.now)
    except casefile.TooLargeError:
        sentence = _("Die Dokumente sind zusammen zu groß für eine Datei. Laden Sie sie bitte einzeln herunter.")
        return show(request, application, refusal=sentence, status=409)
    casework.note_opening(application=application, by=request.account, now=request.now, purpose=request.purpose)
    name = f"Akte-{application.reference}.{ending}"
    return pdf(content, name) if ending == "pdf" else download(content, "application/zip", name)
