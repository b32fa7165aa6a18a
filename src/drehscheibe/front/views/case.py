"""The status of a case, with reference and access code or by the browser that sent it."""

import uuid
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications import history, queries
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations import answering
from drehscheibe.front import browser, uploads
from drehscheibe.front.cases import by_code, opened
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import attempts, files, references
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.queries import conversation
from drehscheibe.ui.downloads import download, pdf

LONGEST_ANSWER = 5000


@access(Access.PUBLIC)
def enter(request: Any) -> HttpResponse:
    """Ask for reference and access code; POST opens the case."""
    if request.method != "POST":
        return render(request, "front/enter.html", {"typed": request.GET.get("nummer", "")[:40]})
    typed = request.POST.get("nummer", "")[:40]
    guesser = f"case code {browser.address(request)} {references.read_reference(typed)}"
    if attempts.is_blocked(guesser, request.now):
        problem = _("Das waren zu viele Versuche. Warten Sie bitte 15 Minuten und versuchen Sie es dann noch einmal.")
        return _enter_again(request, typed, problem, 429)
    found = by_code(typed, request.POST.get("code", "")[:60])
    if found is None:
        attempts.count(guesser, request.now)
        problem = _("Vorgangsnummer und Zugangscode passen nicht zusammen. Beide stehen auf Ihrer Eingangsbestätigung.")
        return _enter_again(request, typed, problem, 422)
    response = HttpResponseRedirect(f"/vorgang/{found.reference}/")
    response.status_code = 303
    browser.note_opened(request, response, found)
    return response


def _enter_again(request: Any, typed: str, problem: str, status: int) -> HttpResponse:
    context = {"typed": typed, "problem": problem, "errors": [("f-nummer", problem)]}
    return render(request, "front/enter.html", context, status=status)


@access(Access.HOLDER)
def page(request: Any, reference: str) -> HttpResponse:
    with opened(request, reference) as application:
        return _page(request, application)


def _page(
    request: Any, application: Application, *, problem: str = "", typed: str = "", at: str = "f-text", status: int = 200
) -> HttpResponse:
    messages = conversation(application.key)
    entries, is_unbroken = history.told(application.pk, request.language)
    context = {
        "application": application,
        "declaration": queries.declaration(application),
        "messages": [message for message in messages if message.kind != Kind.RECEIPT],
        "history": entries,
        "is_unbroken": is_unbroken,
        "problem": problem,
        "problem_at": at,
        "typed": typed,
        "errors": [(at, problem)] if problem else [],
        "decision": getattr(application, "decision", None),
    }
    return render(request, "front/case.html", context, status=status)


@access(Access.HOLDER)
def answer(request: Any, reference: str) -> HttpResponse:
    """Answer the office's question, with attachments."""
    with opened(request, reference) as application:
        if request.method != "POST":
            return HttpResponseRedirect(f"/vorgang/{application.reference}/")
        text = request.POST.get("text", "").replace("\0", "").strip()
        if not text or len(text) > LONGEST_ANSWER:
            problem = (
                _("Schreiben Sie bitte Ihre Antwort in das Feld.")
                if not text
                else _("Ihre Antwort ist zu lang. Kürzen Sie sie bitte auf höchstens 5.000 Zeichen.")
            )
            return _page(request, application, problem=problem, typed=text, status=422)
        try:
            attached = uploads.take(application.key, request.FILES.getlist("dateien"), (), 0, request.now)
        except uploads.RefusedFileError as refusal:
            return _page(request, application, problem=str(refusal), typed=text, at="f-dateien", status=422)
        with suppress(answering.NoOpenQuestionError):  # answered already, by an earlier press: the page shows it
            answering.answer(
                application=application, text=text, attached=attached, by=request.account or None, now=request.now
            )
        response = HttpResponseRedirect(f"/vorgang/{application.reference}/")
        response.status_code = 303
        return response


@access(Access.HOLDER)
def decision(request: Any, reference: str) -> HttpResponse:
    with opened(request, reference) as application:
        decided = getattr(application, "decision", None)
        if decided is None:
            raise Http404
        return pdf(files.read(decided.document), f"Bescheid-{application.reference}.pdf")


@access(Access.HOLDER)
def file(request: Any, reference: str, file_id: uuid.UUID) -> HttpResponse:
    """A file of the case: what the applicant uploaded."""
    with opened(request, reference) as application:
        stored = files.of_case(application.key, file_id)
        if stored is None:
            raise Http404
        return download(files.read(stored), stored.media_type, str(stored.pk))
