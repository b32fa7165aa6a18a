"""One case for who holds it or knows its code: what it waits for, the conversation, the decision, who looked."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications import casefile, history, queries, takeout
from drehscheibe.applications.delivery import Announcement
from drehscheibe.applications.models import Application, Question
from drehscheibe.applications.operations.announcement import note_retrieval
from drehscheibe.applications.operations.requesting import items_of, open_request
from drehscheibe.front import browser
from drehscheibe.front.cases import by_code, opened, see_case
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import attempts, files, references
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.operations import note_reading
from drehscheibe.mailbox.queries import conversation
from drehscheibe.ui.downloads import download, pdf

LONGEST_MESSAGE = 5000


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
    response = see_case(found)
    browser.note_opened(request, response, found)
    return response


def _enter_again(request: Any, typed: str, problem: str, status: int) -> HttpResponse:
    context = {"typed": typed, "problem": problem, "errors": [("f-nummer", problem)]}
    return render(request, "front/enter.html", context, status=status)


@access(Access.HOLDER)
def page(request: Any, reference: str) -> HttpResponse:
    with opened(request, reference) as application:
        return show(request, application, done=request.GET.get("erledigt", ""))


def show(
    request: Any,
    application: Application,
    *,
    errors: Sequence[tuple[str, str]] = (),
    typed: Mapping[str, str] | None = None,
    refusal: str = "",
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of the case. `refusal`: why a verb was not done; `errors`: (control id, sentence); `typed`: is kept."""
    new: set[uuid.UUID] = set()
    if request.account:
        new = note_reading(key=application.key, by=request.account, of_office=True, now=request.now)
    entries, is_unbroken = history.told(application, request.language)
    request_for = open_request(application) if application.missing else None
    context = {
        "items": items_of(request_for, application) if request_for else [],
        "has_question": Question.objects.filter(application=application, answer=None).exists(),
        "announcement": Announcement.objects.filter(application=application).order_by("-pk").first(),
        "corrections": list(application.corrections.order_by("-at")),
        "application": application,
        "declaration": queries.declaration(application),
        "messages": [message for message in conversation(application.key) if message.kind != Kind.RECEIPT],
        "new": new,
        "history": history.grouped(entries),
        "is_unbroken": is_unbroken,
        "decision": getattr(application, "decision", None),
        "once": secrets.token_urlsafe(12),
        "longest": LONGEST_MESSAGE,
        "errors": errors,
        "typed": typed or {},
        "refusal": refusal,
        "done": done,
    }
    return render(request, "front/case.html", context, status=status)


@access(Access.HOLDER)
def decision(request: Any, reference: str) -> HttpResponse:
    with opened(request, reference) as application:
        decided = getattr(application, "decision", None)
        if decided is None:
            raise Http404
        content = files.read(decided.document)
        note_retrieval(application=application, document=decided.document, by=request.account or None, now=request.now)
        return pdf(content, f"Bescheid-{application.reference}.pdf")


@access(Access.HOLDER)
def former_decision(request: Any, reference: str, number: int) -> HttpResponse:
    """A decision that another has replaced; the first is number 1."""
    with opened(request, reference) as application:
        former = list(
            application.corrections.select_related("document__key").order_by("at")[max(number - 1, 0) : number]
        )
        if not former or number < 1:
            raise Http404
        return pdf(files.read(former[0].document), f"Bescheid-{application.reference}-{number}.pdf")


@access(Access.HOLDER)
def everything(request: Any, reference: str) -> HttpResponse:
    """All that the applicant may see of the case as one ZIP. With the decision in it, that counts as retrieved."""
    with opened(request, reference) as application:
        made = f"takeout {application.pk}"
        if attempts.is_blocked(made, request.now):
            problem = _("Das waren viele Downloads hintereinander. Warten Sie bitte eine halbe Stunde.")
            return show(request, application, refusal=problem, status=429)
        attempts.count(made, request.now)
        try:
            content = takeout.bundle(application=application, language=request.language, now=request.now)
        except casefile.TooLargeError:
            problem = _("Die Dateien sind zusammen zu groß. Laden Sie sie bitte unten einzeln herunter.")
            return show(request, application, refusal=problem, status=409)
        decided = getattr(application, "decision", None)
        if decided:
            note_retrieval(
                application=application, document=decided.document, by=request.account or None, now=request.now
            )
        return download(content, "application/zip", f"Vorgang-{application.reference}.zip")


@access(Access.HOLDER)
def file(request: Any, reference: str, file_id: uuid.UUID) -> HttpResponse:
    """A file of the case: uploaded with the form, or attached to a message of either side."""
    with opened(request, reference) as application:
        stored = files.of_case(application.key, file_id)
        if stored is None:
            raise Http404
        name = queries.file_names(application).get(str(file_id), application.reference)
        return download(files.read(stored), stored.media_type, name)
