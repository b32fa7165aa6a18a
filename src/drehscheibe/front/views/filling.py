"""A step of a form: show it, keep what was typed, go on."""

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from drehscheibe.applications import uploads
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations.drafts import open_answers, save_answers
from drehscheibe.applications.queries import responsible_body
from drehscheibe.forms import answers, journey
from drehscheibe.forms.answers import Kept
from drehscheibe.forms.controls import Control, StepView, anchor
from drehscheibe.forms.fields.kind import Invalid
from drehscheibe.forms.presentation import view_step
from drehscheibe.forms.schema import UnknownStep, text
from drehscheibe.front import browser, drafts
from drehscheibe.front.drafts import Held
from drehscheibe.front.login import session
from drehscheibe.front.login.session import see_other
from drehscheibe.front.views.errors import not_found
from drehscheibe.front.views.start import offered, step_address
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock, files, references
from drehscheibe.kernel.models import StoredFile

Errors = Sequence[tuple[str, str]]


@access(Access.HOLDER)
@csrf_exempt  # the page's own token does more: it also survives a lost cookie (front.drafts)
def step(request: Any, slug: str, draft_id: uuid.UUID, step: str) -> HttpResponse:
    """GET shows the step with what was typed and what is wrong; POST saves it and goes on when it is complete."""
    offer = offered(slug)
    with responsible_body(offer.body_id):
        held = drafts.find(request, offer, draft_id)
        if held is None:
            return drafts.not_held(request, offer, draft_id)
        if isinstance(held, Application):
            return drafts.already_sent(request, held)
        try:
            held.offer.document.step(step)
        except UnknownStep:
            return not_found(request)
        answer = _save(request, held, step) if request.method == "POST" else _show(request, held, step)
        if session.trust_level(request) < held.offer.online_service.trust_level:
            answer = session.way_up(request, answer.get("Location", request.path))
        return held.keep_browser(answer)


def walk(request: Any, held: Held, raw: Kept) -> journey.Journey:
    """The journey through the form with these answers, today."""
    today = clock.day(request.now)
    return journey.compute(held.offer.document, raw, parameters=held.offer.parameters, today=today)


def _show(request: Any, held: Held, step: str) -> HttpResponse:
    raw = open_answers(held.draft)
    walked = walk(request, held, raw)
    state = walked.step(step)
    if not state.reachable:
        return see_other(step_address(held.offer.online_service.slug, held.draft, walked.first_open))
    return _page(request, held, step, raw, walked, errors=walked.errors(step, request.language))


def _save(request: Any, held: Held, step: str) -> HttpResponse:
    document, before = held.offer.document, open_answers(held.draft)
    posted = {name: values for name, values in request.POST.lists() if name != "seite"}
    today = clock.day(request.now)
    try:
        raw = answers.accept(document, step, before, posted, parameters=held.offer.parameters, today=today)
    except Invalid as invalid:
        walked = walk(request, held, before)
        said = text(invalid.message, request.language).text
        return _page(request, held, step, before, walked, errors=[("", said)], status=413)
    walked = walk(request, held, raw)
    refused: list[tuple[str, str]] = []
    if request.FILES:
        raw, refused = _take_files(request, held, raw, walked, step)
        walked = walk(request, held, raw)
    _drop_detached(held, before, raw)
    key = browser.hashed(held.key)
    save_answers(draft=held.draft, raw=raw, browser=key, now=request.now)
    if refused:
        errors = [*refused, *walked.errors(step, request.language)]
        return _page(request, held, step, raw, walked, errors=errors, status=422)
    if "_refresh" in posted:
        return _page(request, held, step, raw, walked, errors=[])
    slug = held.offer.online_service.slug
    pressed = next((name for name in ("add", "remove", "detach", "stay") if posted.get(name)), None)
    if pressed:
        name = posted[pressed][0].split("/")[0]
        place = anchor(name if pressed == "stay" else name.split(".")[0])
        return see_other(f"{step_address(slug, held.draft, step)}#{quote(place)}")
    if not walked.step(step).complete:
        return see_other(step_address(slug, held.draft, step))
    return see_other(step_address(slug, held.draft, walked.next_after(step)))


def _take_files(
    request: Any, held: Held, raw: Kept, walked: journey.Journey, step: str
) -> tuple[Kept, list[tuple[str, str]]]:
    """Store the page's uploads; what does not fit is told at its control, the rest is kept."""
    refused = []
    view = view_step(held.offer.document, walked, step, raw, lang=request.language)
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
    fields = [field for block in view.blocks for row in block.rows for field in row.fields]
    return [control for field in fields for control in field.controls if control.kind == "file"]


def _questions(view: StepView) -> int:
    """How many fields and groups the page has people fill in; what it only tells them does not count."""
    fields = [field for block in view.blocks for row in block.rows for field in row.fields]
    asked = [field for field in fields if field.controls[0].kind not in {"output", "info"}]
    return len(asked) + sum(block.group for block in view.blocks)


def _drop_detached(held: Held, before: Kept, after: Kept) -> None:
    document = held.offer.document
    gone = {file["file"] for file in answers.files(document, before)} - {
        file["file"] for file in answers.files(document, after)
    }
    if gone:
        for file in StoredFile.objects.filter(pk__in=gone, key=held.draft.key):
            files.delete(file)


def _page(
    request: Any, held: Held, step: str, raw: Kept, walked: journey.Journey, *, errors: Errors, status: int = 200
) -> HttpResponse:
    view: StepView = view_step(held.offer.document, walked, step, raw, lang=request.language, errors=errors)
    visible = [state for state in walked.steps if state.visible]
    place = next((number for number, state in enumerate(visible, start=1) if state.id == step), 1)
    slug = held.offer.online_service.slug
    previous = walked.previous_before(step)
    state = walked.step(step)
    context = {
        "offer": held.offer,
        "service": held.offer.online_service.service,
        "view": view,
        "place": place,
        "total": len(visible) + 1,
        "back": step_address(slug, held.draft, previous) if previous else f"/antrag/{slug}/",
        "token": browser.page_token(held.draft),
        "code": references.access_code(held.draft.pk),
        "errors": [(error.href, error.message) for error in view.errors],
        "asks_more": bool(state.unasked) and not state.problems and len(state.unasked) < _questions(view),
        "kept_days": (held.draft.expires - request.now).days,
    }
    return render(request, "front/step.html", context, status=status)
