"""What staff does to a case: take it, ask, write, decide. A second press of the same button does nothing more."""

from collections.abc import Container
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications import uploads
from drehscheibe.applications.models import Application, Outcome, Status
from drehscheibe.applications.operations import casework
from drehscheibe.applications.operations.state import ChangedMeanwhileError, ClosedError
from drehscheibe.desk.cases import see_case, visible
from drehscheibe.desk.standing import overtaken
from drehscheibe.desk.views.case import LONGEST_DECISION, LONGEST_MESSAGE, outcomes, show
from drehscheibe.forms.fields.cleaning import clean_lines
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import typeset
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.operations import AlreadyLeftError
from drehscheibe.mailbox.queries import conversation


@access(Access.CASEWORK)
def assignment(request: Any, reference: str) -> HttpResponse:
    """POST takes the case."""
    application = visible(request, reference)
    if request.method != "POST":
        return see_case(application)
    try:
        casework.take(application=application, by=request.account, now=request.now)
    except casework.AlreadyTakenError:
        found = visible(request, reference)
        sentence = _("{name} hat diesen Vorgang schon übernommen. Wählen Sie bitte einen anderen aus dem Eingang.")
        name = found.assignee.name if found.assignee else ""
        return show(request, found, refusal=sentence.format(name=name), status=409)
    except ClosedError:
        return _closed(request, reference, {})
    return see_case(application, "zuweisung")


@access(Access.CASEWORK)
def question(request: Any, reference: str) -> HttpResponse:
    """POST asks the applicant."""
    application = visible(request, reference)
    if request.method != "POST":
        return see_case(application)
    text = clean_lines(request.POST.get("text", ""))
    typed = {"question": text}
    attached, errors = _written(request, application, "f-rueckfrage", _("Schreiben Sie bitte Ihre Frage in das Feld."))
    if errors:
        return show(request, application, errors=errors, typed=typed, status=422)
    try:
        casework.ask(
            application=application,
            text=text,
            attached=attached,
            by=request.account,
            now=request.now,
            seen=request.POST.get("gesehen", ""),
        )
    except (casework.QuestionOpenError, ChangedMeanwhileError, ClosedError) as error:
        uploads.drop(application.key, attached)
        return _not_asked(request, application, typed, error)
    return see_case(application, "rueckfrage")


def _not_asked(request: Any, application: Application, typed: dict[str, str], error: Exception) -> HttpResponse:
    if isinstance(error, ClosedError):
        return _closed(request, application.reference, typed)
    if _is_last_said(application, Kind.QUESTION, typed["question"]):
        return see_case(application, "rueckfrage")
    if isinstance(error, ChangedMeanwhileError):
        return _overtaken(request, application.reference, typed)
    sentence = _(
        "Eine Rückfrage ist schon gestellt und noch nicht beantwortet. Ihre neue Frage wurde deshalb nicht "
        "gesendet. Warten Sie bitte die Antwort ab."
    )
    return show(request, visible(request, application.reference), refusal=sentence, typed=typed, status=409)


@access(Access.CASEWORK)
def message(request: Any, reference: str) -> HttpResponse:
    """POST writes to the applicant what needs no answer."""
    application = visible(request, reference)
    if request.method != "POST":
        return see_case(application)
    text = clean_lines(request.POST.get("text", ""))
    typed = {"message": text}
    attached, errors = _written(
        request, application, "f-nachricht", _("Schreiben Sie bitte Ihre Nachricht in das Feld.")
    )
    if errors:
        return show(request, application, errors=errors, typed=typed, status=422)
    once = request.POST.get("einmal", "")[:40]
    try:
        casework.inform(
            application=application, text=text, attached=attached, by=request.account, now=request.now, once=once
        )
    except AlreadyLeftError:  # an earlier press of the same button
        uploads.drop(application.key, attached)
    except ClosedError:
        uploads.drop(application.key, attached)
        return _closed(request, reference, typed)
    return see_case(application, "nachricht")


def _written(
    request: Any, application: Application, control: str, if_empty: str
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """The files that came with a text, stored; or what is wrong with text or files, and nothing is stored."""
    problem = _problem(clean_lines(request.POST.get("text", "")), LONGEST_MESSAGE, if_empty)
    if problem:
        return [], [(control, problem)]
    try:
        return uploads.take(application.key, request.FILES.getlist("dateien"), (), 0, request.now), []
    except uploads.RefusedFileError as refusal:
        return [], [(f"{control}-dateien", str(refusal))]


@access(Access.CASEWORK)
def decision(request: Any, reference: str) -> HttpResponse:
    """POST shows the decision to be checked; with `geprueft` it is made, with `aendern` it goes back to writing."""
    application = visible(request, reference)
    if request.method != "POST":
        return see_case(application)
    outcome, text = request.POST.get("outcome", ""), clean_lines(request.POST.get("text", ""))
    typed = {"outcome": outcome, "decision": text}
    if not application.is_open:
        return _closed(request, reference, typed)
    choices = outcomes(application)
    errors = _decision_errors(outcome, text, {choice["value"] for choice in choices})
    if errors or "aendern" in request.POST:
        return show(request, application, errors=errors, typed=typed, status=422 if errors else 200)
    if "geprueft" not in request.POST:
        seen = request.POST.get("gesehen", "")
        context = {"application": application, "outcome": outcome, "text": text, "outcomes": choices, "stand": seen}
        return render(request, "desk/decide.html", context)
    try:
        casework.decide(
            application=application,
            outcome=Outcome(outcome),
            text=text,
            by=request.account,
            now=request.now,
            seen=request.POST.get("gesehen", ""),
        )
    except (ChangedMeanwhileError, ClosedError, typeset.TypesettingError) as error:
        return not_decided(request, reference, typed, error)
    return see_case(application, "entscheidung")


def not_decided(request: Any, reference: str, typed: dict[str, str], error: Exception) -> HttpResponse:
    """Why a decision was not made: the case stays as it was, and the page says so."""
    current = visible(request, reference)
    if not current.is_open:
        return _closed(request, reference, typed)
    if isinstance(error, ChangedMeanwhileError):
        return _overtaken(request, reference, typed)
    unset = _("Der Bescheid ließ sich nicht als PDF setzen. Er ist nicht gesendet, der Vorgang ist weiter offen.")
    return show(request, current, refusal=unset, typed=typed, status=422)


def _decision_errors(outcome: str, text: str, choices: Container[str]) -> list[tuple[str, str]]:
    errors = []
    if outcome not in choices:
        errors.append(("f-outcome", _("Wählen Sie bitte aus, wie Sie entscheiden.")))
    problem = _problem(text, LONGEST_DECISION, _("Schreiben Sie bitte die Begründung in das Feld."))
    if not problem and not typeset.can_show(text):
        problem = _("Löschen Sie bitte Emojis und Zeichen, die sich im Bescheid nicht drucken lassen.")
    if problem:
        errors.append(("f-bescheid", problem))
    return errors


def _problem(text: str, longest: int, if_empty: str) -> str:
    if not text:
        return if_empty
    if len(text) > longest:
        sentence = _("Der Text ist zu lang. Kürzen Sie ihn bitte auf höchstens {longest} Zeichen.")
        return sentence.format(longest=f"{longest:,}".replace(",", "."))
    return ""


def _closed(request: Any, reference: str, typed: dict[str, str]) -> HttpResponse:
    """A second press of the button that decided leads on to the case; everybody else learns that it is too late."""
    application = visible(request, reference)
    if application.status == Status.WITHDRAWN:
        sentence = _("Die antragstellende Person hat den Antrag zurückgezogen. Es hat sich nichts geändert.")
        return show(request, application, refusal=sentence, typed=typed, status=409)
    decided = getattr(application, "decision", None)
    is_same = decided is not None and decided.by_id == request.account.pk and decided.outcome == typed.get("outcome")
    if is_same and _is_last_said(application, Kind.DECISION, typed["decision"]):
        return see_case(application, "entscheidung")
    sentence = _("Über diesen Vorgang ist schon entschieden. Es hat sich nichts geändert: Der Bescheid unten gilt.")
    return show(request, application, refusal=sentence, typed=typed, status=409)


def _overtaken(request: Any, reference: str, typed: dict[str, str]) -> HttpResponse:
    """Somebody else, or the applicant, was faster: nothing is done, and the page says what happened."""
    application = visible(request, reference)
    told = overtaken(application, request.POST.get("gesehen", ""), request.language)
    return show(request, application, refusal=told, typed=typed, status=409)


def _is_last_said(application: Application, kind: Kind, text: str) -> bool:
    """Whether an earlier press of the same button has said exactly this."""
    said = [message.text for message in conversation(application.key) if message.kind == kind]
    return said[-1:] == [text]
