"""Acts of the office on pages of their own: ask for documents, write down a call, record a withdrawal."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications.acts import Channel, Todo
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations import casework, timing
from drehscheibe.applications.operations.answering import withdraw
from drehscheibe.applications.operations.requesting import (
    MOST_ITEMS,
    USUAL_DAYS,
    NoOpenRequestError,
    RequestOpenError,
    do_without,
    request_documents,
)
from drehscheibe.applications.operations.state import ChangedMeanwhileError, ClosedError
from drehscheibe.desk.cases import see_case, visible
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.standing import overtaken
from drehscheibe.desk.views.case import LONGEST_MESSAGE
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock, deadlines

SHOWN_ITEMS = 6


@access(Access.CASEWORK)
def documents(request: Any, reference: str) -> HttpResponse:
    """GET shows what can be asked for; POST asks."""
    application = visible(request, reference)
    if not application.is_open or application.missing:
        return see_case(application)
    land, today = timing.land_of(application), clock.day(request.now)
    if request.method != "POST":
        usual = deadlines.next_working_day(deadlines.after_days(today, USUAL_DAYS), land)
        return _page(request, application, "documents", {"bis": usual.isoformat()}, [], first_items=SHOWN_ITEMS)
    typed = Typed(request.POST)
    items = [typed.line(f"unterlage.{number}", longest=120) for number in range(1, MOST_ITEMS + 1)]
    text = typed.text("text", longest=LONGEST_MESSAGE)
    until = typed.date("bis", _("Geben Sie bitte ein Datum ein, zum Beispiel 14.06.2027."))
    if not any(items):
        typed.refuse("unterlage.1", _("Schreiben Sie bitte mindestens eine Unterlage auf."))
    if until and not today < until <= today + timedelta(days=366):
        typed.refuse("bis", _("Wählen Sie bitte einen Tag in der Zukunft, höchstens in einem Jahr."))
    if typed.errors or until is None:
        return _page(request, application, "documents", typed.values, typed.errors, first_items=MOST_ITEMS)
    try:
        request_documents(
            application=application,
            titles=[item for item in items if item],
            text=text or _("Bitte reichen Sie diese Unterlagen nach. Sie können sie hier hochladen:"),
            reply_by=until,
            by=request.account,
            now=request.now,
            seen=request.POST.get("gesehen", ""),
        )
    except (RequestOpenError, ClosedError):
        return see_case(application)
    except ChangedMeanwhileError:
        return _overtaken(request, application, "documents", typed.values, first_items=MOST_ITEMS)
    return see_case(application, "unterlagen")


@access(Access.CASEWORK)
def doing_without(request: Any, reference: str) -> HttpResponse:
    """POST: the office no longer needs what is missing. A second press changes nothing."""
    application = visible(request, reference)
    if request.method == "POST":
        try:
            do_without(application=application, by=request.account, now=request.now)
        except NoOpenRequestError:
            return see_case(application)
    return see_case(application, "verzicht" if request.method == "POST" else "")


@access(Access.CASEWORK)
def call(request: Any, reference: str) -> HttpResponse:
    """GET asks what was said on the phone; POST keeps it, for the office and the applicant to read."""
    application = visible(request, reference)
    if request.method != "POST" or not application.is_open:
        return _page(request, application, "call", {}, []) if application.is_open else see_case(application)
    typed = Typed(request.POST)
    text = typed.text("text", _("Schreiben Sie bitte auf, was Sie besprochen haben."), LONGEST_MESSAGE)
    if typed.errors:
        return _page(request, application, "call", typed.values, typed.errors)
    once = request.POST.get("einmal", "")[:40]
    casework.record_call(application=application, text=text, by=request.account, now=request.now, once=once)
    return see_case(application, "telefonat")


@access(Access.CASEWORK)
def withdrawal(request: Any, reference: str) -> HttpResponse:
    """GET asks how the applicant took the application back; POST records it."""
    application = visible(request, reference)
    if request.method != "POST" or not application.is_open:
        return _page(request, application, "withdrawal", {}, []) if application.is_open else see_case(application)
    typed = Typed(request.POST)
    ways = {channel.value for channel in Channel} - {Channel.ONLINE}
    way = typed.choice("weg", ways, _("Wählen Sie bitte, wie die Person es Ihnen gesagt hat."))
    text = typed.text("text", longest=LONGEST_MESSAGE)
    if typed.errors:
        return _page(request, application, "withdrawal", typed.values, typed.errors)
    try:
        withdraw(
            application=application,
            reason=text,
            by=request.account,
            now=request.now,
            channel=Channel(way),
            seen=request.POST.get("gesehen", ""),
        )
    except ChangedMeanwhileError:
        return _overtaken(request, application, "withdrawal", typed.values)
    except ClosedError:
        return see_case(application)
    return see_case(application, "ruecknahme")


@access(Access.CASEWORK)
def todo(request: Any, reference: str, todo_id: int) -> HttpResponse:
    """POST: somebody has looked after it."""
    application = visible(request, reference)
    found = Todo.objects.filter(pk=todo_id, application=application).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        timing.tick_off(todo=found, by=request.account, now=request.now)
    return see_case(application)


def _overtaken(request: Any, application: Application, name: str, values: dict[str, str], **more: Any) -> HttpResponse:
    current = visible(request, application.reference)
    told = overtaken(current, request.POST.get("gesehen", ""), request.language)
    return _page(request, current, name, values, [], refusal=told, status=409, **more)


def _page(
    request: Any,
    application: Application,
    name: str,
    values: dict[str, str],
    errors: list[tuple[str, str]],
    *,
    refusal: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "application": application,
        "values": values,
        "errors": errors,
        "refusal": refusal,
        "stand": application.mark,
        "longest": LONGEST_MESSAGE,
        **more,
    }
    return render(request, f"desk/acts/{name}.html", context, status=422 if errors else status)
