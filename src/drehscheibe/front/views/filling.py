"""A step of a form: show it, keep what was typed, go on."""

import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from drehscheibe.applications import uploads
from drehscheibe.applications.models import Application
from drehscheibe.applications.queries import responsible_body
from drehscheibe.forms import answers, journey, pages
from drehscheibe.forms.answers import Kept
from drehscheibe.forms.controls import Control, StepView, anchor
from drehscheibe.forms.faults import UnknownStep
from drehscheibe.forms.fields.kind import Invalid
from drehscheibe.forms.presentation import view_step
from drehscheibe.forms.schema import text
from drehscheibe.front import browser, drafts
from drehscheibe.front.drafts import Held
from drehscheibe.front.login import session
from drehscheibe.front.login.session import see_other
from drehscheibe.front.views.errors import not_found
from drehscheibe.front.views.start import offered
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock, files, references
from drehscheibe.kernel.models import StoredFile

Errors = Sequence[tuple[str, str]]


class Where(NamedTuple):
    """Which page of the form: a step's, or that of a row (see `forms.pages`)."""

    step: str
    row: str


@access(Access.HOLDER)
@csrf_exempt  # the page's own token does more: it also survives a lost cookie (front.drafts)
def step(request: Any, slug: str, draft_id: uuid.UUID, step: str, row: str = "") -> HttpResponse:
    """GET shows a page with what was typed and what is wrong; POST saves it and goes on when it is complete.

    The page is that of a step, or of a `row` that has one of its own (`kinder.1`).
    """
    offer = offered(slug)
    with responsible_body(offer.body_id):
        held = drafts.find(request, offer, draft_id)
        if held is None:
            return drafts.not_held(request, offer, draft_id)
        if isinstance(held, Application):
            return drafts.already_sent(request, held)
        answer = answer_step(request, held, step, row)
        if not held.draft.recorded_by_id and session.trust_level(request) < held.offer.online_service.trust_level:
            answer = session.way_up(request, answer.get("Location", request.path))
        return held.keep_browser(answer)


def answer_step(request: Any, held: Held, step: str, row: str) -> HttpResponse:
    """The page of a step or row of the visitor's part."""
    try:
        return (_save if request.method == "POST" else _show)(request, held, Where(step, row))
    except UnknownStep:
        return _gone(request, held, step, row)


def _gone(request: Any, held: Held, step: str, row: str) -> HttpResponse:
    """No such page. Who had the page of a row that was removed in another window comes to the step."""
    if row and any(known.id == step for known in held.offer.document.steps):
        return see_other(held.address(step))
    return not_found(request)


def _show(request: Any, held: Held, where: Where) -> HttpResponse:
    raw = held.answers()
    walked = held.walk(raw, request.now)
    state = walked.step(where.step)
    if not state.reachable:
        return see_other(held.address(walked.first_open))
    return _page(request, held, where, raw, walked, errors=walked.errors(where.step, request.language))


def _save(request: Any, held: Held, where: Where) -> HttpResponse:
    document, before = held.offer.document, held.answers()
    if held.is_shared and document.step(where.step).participant != held.role:
        return not_found(request)
    posted = {name: values for name, values in request.POST.lists() if name != "seite"}
    today, parameters = clock.day(request.now), held.offer.parameters
    try:
        raw = answers.accept(document, where.step, before, posted, parameters=parameters, today=today, row=where.row)
    except Invalid as invalid:
        walked = held.walk(before, request.now)
        said = text(invalid.message, request.language).text
        return _page(request, held, where, before, walked, errors=[("", said)], status=413)
    walked = held.walk(raw, request.now)
    refused: list[tuple[str, str]] = []
    if request.FILES:
        raw, refused = _take_files(request, held, raw, walked, where)
        walked = held.walk(raw, request.now)
    _drop_detached(held, before, raw)
    held.save(raw, request.now)
    if "_save" in posted:
        return HttpResponse(status=204)
    refreshes = "_refresh" in posted
    if refused or refreshes:
        errors = refused if refreshes else [*refused, *walked.errors(where.step, request.language)]
        return _page(request, held, where, raw, walked, errors=errors, status=200 if refreshes else 422)
    return see_other(_onward(held, where, posted, walked))


def _onward(held: Held, where: Where, posted: journey.Raw, walked: journey.Journey) -> str:
    """Where a sent page leads: to what was changed on it, to what is missing on this page, the next, or the step's."""
    document, here = held.offer.document, held.address(where.step)
    pressed = next((name for name in ("add", "remove", "detach", "stay") if posted.get(name)), None)
    if pressed:
        name = posted[pressed][0].split("/")[0]
        group = name.rpartition(".")[0] if pressed == "remove" else name
        added = f"{group}.{walked.rows[group][-1]}" if pressed == "add" and walked.rows.get(group) else ""
        if added and pages.has_page(document, added):
            return f"{here}{added}/"
        page = pages.row_of(document, group)
        return f"{here}{page + '/' if page else ''}#{quote(anchor(group))}"
    if walked.step(where.step).complete and not where.row:
        return held.address(walked.next_after(where.step))
    inside = pages.open_row(document, walked, where.step, within=where.row)
    if where.row and inside != where.row and (following := pages.page_after(document, where.row)):
        return f"{here}{following}/"
    page = pages.row_of(document, where.row) if inside is None else inside
    return f"{here}{page}/" if page else here


def _take_files(
    request: Any, held: Held, raw: Kept, walked: journey.Journey, where: Where
) -> tuple[Kept, list[tuple[str, str]]]:
    """Store the page's uploads; what does not fit is told at its control, the rest is kept."""
    refused = []
    view = view_step(held.offer.document, walked, where.step, raw, lang=request.language, row=where.row)
    for control in _file_controls(view):
        name = control.name
        try:
            taken = uploads.take(
                held.draft.key, request.FILES.getlist(name), control.accept, control.max_size, request.now
            )
        except uploads.RefusedFileError as refusal:
            refused.append((name, str(refusal)))
            continue
        for file in taken:
            raw = answers.attach(held.offer.document, walked, raw, name, file)
    return raw, refused


def _file_controls(view: StepView) -> list[Control]:
    return [control for field in view.fields() for control in field.controls if control.kind == "file"]


def _questions(view: StepView) -> int:
    """How many fields and groups the page has people fill in; what it only tells them does not count."""
    asked = [field for field in view.fields() if field.controls[0].kind not in {"output", "info"}]
    return len(asked) + len(list(view.groups()))


def _drop_detached(held: Held, before: Kept, after: Kept) -> None:
    document = held.offer.document
    gone = {file["file"] for file in answers.files(document, before)} - {
        file["file"] for file in answers.files(document, after)
    }
    if gone:
        for file in StoredFile.objects.filter(pk__in=gone, key=held.draft.key):
            files.delete(file)


def _page(
    request: Any,
    held: Held,
    where: Where,
    raw: Kept,
    walked: journey.Journey,
    *,
    errors: Errors,
    status: int = 200,
) -> HttpResponse:
    document = held.offer.document
    view: StepView = view_step(document, walked, where.step, raw, lang=request.language, errors=errors, row=where.row)
    visible = [state for state in walked.steps if state.visible]
    place = next((number for number, state in enumerate(visible, start=1) if state.id == where.step), 1)
    state = walked.step(where.step)
    unasked = [name for name in state.unasked if pages.row_of(document, name) == where.row]
    brought_up = all(pages.follows_up(document, name) for name in unasked)
    asks_more = (
        bool(unasked) and brought_up and not view.errors and not state.problems and len(unasked) < _questions(view)
    )
    context = {
        "offer": held.offer,
        "service": held.offer.online_service.service,
        "view": view,
        "place": place,
        "total": len(visible) + 1 + bool(held.is_shared and not held.part),
        "base": held.address(where.step),
        "back": _back(held, walked, where),
        "token": browser.page_token(held.part.pk if held.part else held.draft),
        "code": None if held.part else references.access_code(held.draft.pk),
        "part": held.part,
        "invites": held.start + "beteiligte/" if held.is_shared and not held.part else None,
        "errors": [(error.href, error.message) for error in view.errors],
        "asks_more": asks_more,
        "kept_days": held.days_left(request.now),
    }
    return render(request, "front/step.html", context, status=status)


def _back(held: Held, walked: journey.Journey, where: Where) -> str:
    """The page before: of the same row, else that which lists the row, else of the step before, else the start."""
    if where.row:
        page = pages.page_before(where.row) or pages.row_of(held.offer.document, where.row)
        return held.address(where.step) + (f"{page}/" if page else "")
    previous = walked.previous_before(where.step)
    if previous:
        return held.address(previous)
    return held.start if held.part else f"/antrag/{held.offer.online_service.slug}/"
