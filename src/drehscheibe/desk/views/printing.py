"""Letters that wait to be printed, batches, and when they were handed to the post."""

from contextlib import suppress
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.applications.delivery import Letter, PrintRun
from drehscheibe.applications.operations.announcement import (
    PostedError,
    address_letter,
    address_lines,
    print_letters,
    record_posting,
)
from drehscheibe.applications.printing import batch
from drehscheibe.applications.queries import visible_to
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import go_on
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock
from drehscheibe.ui.downloads import pdf

SHOWN_RUNS = 20
AT_ONCE = 200  # letters in one batch


def _letters(request: Any) -> "QuerySet[Letter]":
    """The letters of the departments that this person works for."""
    cases = visible_to(request.standing).order_by().values("pk")
    rows = Letter.objects.filter(announcement__application__in=cases)
    return rows.select_related("announcement__application__key", "announcement__application__department")


def _run(request: Any, run_id: int) -> PrintRun:
    found = PrintRun.objects.filter(pk=run_id, letters__in=_letters(request)).distinct().first()
    if found is None:
        raise Http404
    return found


@access(Access.CASEWORK)
@require_safe
def page(request: Any) -> HttpResponse:
    return _page(request)


def _page(request: Any, errors: list[tuple[str, str]] | None = None, values: Any = None) -> HttpResponse:
    waiting = list(_letters(request).filter(run=None).order_by("queued", "pk")[:AT_ONCE])
    runs = PrintRun.objects.filter(letters__in=_letters(request)).annotate(count=Count("letters", distinct=True))
    context = {
        "letters": [(letter, address_lines(letter)) for letter in waiting],
        "runs": list(runs.order_by("-pk")[:SHOWN_RUNS]),
        "today": clock.day(request.now).isoformat(),
        "errors": errors or [],
        "values": values or {},
    }
    return render(request, "desk/printing.html", context, status=422 if errors else 200)


@access(Access.CASEWORK)
def run(request: Any) -> HttpResponse:
    """POST puts what waits into a batch."""
    if request.method == "POST":
        waiting = list(_letters(request).filter(run=None).order_by("queued", "pk")[:AT_ONCE])
        print_letters(letters=waiting, by=request.account, now=request.now)
    return go_on("/amt/druck/")


@access(Access.CASEWORK)
@require_safe
def file(request: Any, run_id: int) -> HttpResponse:
    """The batch as one PDF."""
    found = _run(request, run_id)
    return pdf(batch(found), f"Briefe-{clock.day(found.at):%Y-%m-%d}-{found.pk}.pdf")


@access(Access.CASEWORK)
def posting(request: Any, run_id: int) -> HttpResponse:
    """POST records when the batch was handed to the post."""
    found = _run(request, run_id)
    if request.method != "POST":
        return go_on("/amt/druck/")
    typed = Typed(request.POST)
    day = typed.date(f"am.{found.pk}", _("Geben Sie bitte ein Datum ein, zum Beispiel 14.06.2027."))
    if day and not clock.day(found.at) <= day <= clock.day(request.now):
        typed.refuse(f"am.{found.pk}", _("Der Tag liegt vor dem Druck oder in der Zukunft. Prüfen Sie ihn bitte."))
    if typed.errors or day is None:
        return _page(request, typed.errors, typed.values)
    with suppress(PostedError):  # an earlier press of the same button, or a colleague's
        record_posting(run=found, posted=day, by=request.account, now=request.now)
    return go_on("/amt/druck/")


@access(Access.CASEWORK)
def address(request: Any, letter_id: int) -> HttpResponse:
    """POST says where a letter goes."""
    letter = _letters(request).filter(pk=letter_id).first()
    if letter is None:
        raise Http404
    if request.method != "POST":
        return go_on("/amt/druck/")
    typed = Typed(request.POST)
    lines = [line.strip() for line in typed.text(f"anschrift.{letter.pk}", longest=400).split("\n") if line.strip()]
    if not 3 <= len(lines) <= 6:
        typed.refuse(f"anschrift.{letter.pk}", _("Schreiben Sie bitte Name, Straße und Ort in drei bis sechs Zeilen."))
        return _page(request, typed.errors, typed.values)
    with suppress(PostedError):
        address_letter(letter=letter, lines=lines, by=request.account, now=request.now)
    return go_on("/amt/druck/")
