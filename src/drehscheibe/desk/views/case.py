"""One case: what was declared, the conversation, the history, and what to do next. Showing it is an audit event."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.applications import history, queries, viewing, worklist
from drehscheibe.applications.applicants import applicant
from drehscheibe.applications.involved import involved
from drehscheibe.applications.models import Application, Outcome
from drehscheibe.applications.operations import casework
from drehscheibe.applications.operations.linking import linked
from drehscheibe.applications.operations.noting import notes
from drehscheibe.catalogue.online import offer_as_answered
from drehscheibe.desk.cases import visible
from drehscheibe.desk.rows import side_by_side
from drehscheibe.desk.standing import acts
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import files
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.operations import note_reading
from drehscheibe.mailbox.queries import conversation
from drehscheibe.ui.downloads import download, pdf, within_page

LONGEST_MESSAGE = 5_000
LONGEST_DECISION = 20_000


@access(Access.CASEWORK)
@require_safe
def page(request: Any, reference: str) -> HttpResponse:
    return show(request, visible(request, reference), done=request.GET.get("erledigt", ""))


def show(
    request: Any,
    application: Application,
    *,
    status: int = 200,
    done: str = "",
    refusal: str = "",
    errors: Sequence[tuple[str, str]] = (),
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page of the case. `refusal`: why a verb was not done; `errors`: (control id, sentence); `typed`: is kept."""
    casework.note_opening(application=application, by=request.account, now=request.now, purpose=request.purpose)
    if application.assignee_id is None:
        viewing.keep(application=application, account=request.account, chosen=request.purpose, now=request.now)
    new = set()
    if application.applicant_message_id:
        new = note_reading(key=application.key, by=request.account, of_office=False, now=request.now)
    entries, is_unbroken = history.told(application, request.language)
    declared = queries.declaration(application)
    organisation = applicant(application)
    answered = offer_as_answered(application.online_service_id, application.form_version_id)
    context = {
        "application": application,
        "declaration": declared,
        "applicant": organisation,
        "involved": list(involved(application, declared, organisation, getattr(application, "deputy", None) or "")),
        "has_xml": bool(answered.document.fim_id),
        "sections": [(part, list(side_by_side(part["blocks"]))) for part in declared.sections["de"]],
        "messages": [message for message in conversation(application.key) if message.kind != Kind.RECEIPT],
        "new": new,
        "history": entries,
        "is_unbroken": is_unbroken,
        "decision": getattr(application, "decision", None),
        "is_mine": application.assignee_id in worklist.people(request.standing, request.account),
        "notes": notes(application) if getattr(application, "has_notes", True) else [],
        "linked": list(linked(application, request.standing)) if getattr(application, "has_links", True) else [],
        "shown": next((file for file in declared.files if file["file"] == request.GET.get("datei")), None),
        "outcomes": outcomes(application),
        "longest_message": LONGEST_MESSAGE,
        "acts": acts(application),
        "once": secrets.token_urlsafe(12),
        "longest_decision": LONGEST_DECISION,
        "done": done,
        "refusal": refusal,
        "errors": errors,
        "typed": typed or {},
    }
    return render(request, "desk/case.html", context, status=status)


def outcomes(application: Application) -> list[dict[str, str]]:
    """How the case can be decided: what to choose, and what it is called afterwards. A message is answered."""
    if application.online_service.is_contact:
        return [{"value": Outcome.ANSWERED.value, "label": _("Beantworten"), "done": _("Beantwortet")}]
    return decisions()


def decisions() -> list[dict[str, str]]:
    """What can be decided on an application: its key, what to choose, and what it is called afterwards."""
    words = {
        Outcome.GRANTED: (_("Bewilligen"), _("Bewilligt")),
        Outcome.PARTLY: (_("Teilweise bewilligen"), _("Teilweise bewilligt")),
        Outcome.REJECTED: (_("Ablehnen"), _("Abgelehnt")),
        Outcome.FORWARDED: (_("An eine andere Behörde weiterleiten"), _("Weitergeleitet")),
        Outcome.CLOSED: (_("Ohne Bescheid abschließen"), _("Ohne Bescheid abgeschlossen")),
    }
    return [{"value": key.value, "label": choice, "done": done} for key, (choice, done) in words.items()]


@access(Access.CASEWORK)
@require_safe
def decision(request: Any, reference: str) -> HttpResponse:
    """The decision's document."""
    application = visible(request, reference)
    decided = getattr(application, "decision", None)
    if decided is None:
        raise Http404
    casework.note_opening(application=application, by=request.account, now=request.now, purpose=request.purpose)
    return pdf(files.read(decided.document), f"Bescheid-{application.reference}.pdf")


@access(Access.CASEWORK)
@require_safe
def file(request: Any, reference: str, file_id: uuid.UUID) -> HttpResponse:
    """A file of the case, under the name that the applicant gave it."""
    return download(*opened(request, reference, file_id))


@access(Access.CASEWORK)
@require_safe
def viewer(request: Any, reference: str, file_id: uuid.UUID) -> HttpResponse:
    """The same file for the frame within the case's page."""
    return within_page(*opened(request, reference, file_id))


def opened(request: Any, reference: str, file_id: uuid.UUID) -> tuple[bytes, str, str]:
    """Content, media type and name of a file of a case; that somebody opens it is noted. Raises Http404."""
    application = visible(request, reference)
    stored = files.of_case(application.key, file_id)
    if stored is None:
        raise Http404
    casework.note_opening(application=application, by=request.account, now=request.now, purpose=request.purpose)
    name = queries.file_names(application).get(str(file_id), application.reference)
    return files.read(stored), stored.media_type, name
