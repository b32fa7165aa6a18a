"""What the applicant says to the office: answers to its questions, and messages of their own, with attachments."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from drehscheibe.applications import uploads
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations.answering import NoOpenQuestionError, write
from drehscheibe.applications.operations.answering import answer as answer_question
from drehscheibe.applications.operations.state import ClosedError
from drehscheibe.forms.fields.cleaning import clean_lines
from drehscheibe.front.cases import opened, see_case
from drehscheibe.front.views.case import LONGEST_MESSAGE, show
from drehscheibe.identity.access import Access, access
from drehscheibe.mailbox.operations import AlreadyLeftError

Say = Callable[..., None]


@access(Access.HOLDER)
def answer(request: Any, reference: str) -> HttpResponse:
    """POST answers the open question. Without one, what was typed is a message: nothing is lost."""
    with opened(request, reference) as application:
        return _said(request, application, _answer_or_write, "antwort")


@access(Access.HOLDER)
def message(request: Any, reference: str) -> HttpResponse:
    """POST writes to the office, at any time while the case is open."""
    with opened(request, reference) as application:
        return _said(request, application, write, "nachricht")


def _answer_or_write(**said: Any) -> None:
    try:
        answer_question(**said)
    except NoOpenQuestionError:
        write(**said)


def _said(request: Any, application: Application, say: Say, done: str) -> HttpResponse:
    if request.method != "POST":
        return see_case(application)
    text = clean_lines(request.POST.get("text", ""))
    typed = {"text": text}
    problem = _problem(text)
    if problem:
        return show(request, application, errors=[("f-text", problem)], typed=typed, status=422)
    try:
        attached = uploads.take(application.key, request.FILES.getlist("dateien"), (), 0, request.now)
    except uploads.RefusedFileError as refusal:
        return show(request, application, errors=[("f-dateien", str(refusal))], typed=typed, status=422)
    try:
        say(
            application=application,
            text=text,
            attached=attached,
            by=request.account or None,
            now=request.now,
            once=request.POST.get("einmal", "")[:40],
        )
    except AlreadyLeftError:  # an earlier press of the same button: the page shows what it has done
        uploads.drop(application.key, attached)
    except ClosedError:
        uploads.drop(application.key, attached)
        too_late = _("Der Vorgang ist inzwischen abgeschlossen. Ihr Text wurde nicht gesendet, er steht noch unten.")
        return show(request, application, refusal=too_late, typed=typed, status=409)
    return see_case(application, done)


def _problem(text: str) -> str:
    if not text:
        return _("Schreiben Sie bitte Ihre Nachricht in das Feld.")
    if len(text) > LONGEST_MESSAGE:
        return _("Ihr Text ist zu lang. Kürzen Sie ihn bitte auf höchstens 5.000 Zeichen.")
    return ""
