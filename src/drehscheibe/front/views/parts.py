"""The part of an invited person: opened by link and code, filled in like any form, signed, and followed afterwards."""

import hmac
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from drehscheibe.applications import participants, queries
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations import participating
from drehscheibe.applications.operations.submit import blocks_of, sections
from drehscheibe.applications.participation import Participation
from drehscheibe.catalogue.online import offer_as_answered
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.participants import digest, own_part, shared
from drehscheibe.front import browser
from drehscheibe.front.drafts import Held, has_page_token
from drehscheibe.front.login.session import see_other
from drehscheibe.front.views.errors import trouble
from drehscheibe.front.views.filling import answer_step
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import attempts, clock, references

LONGEST_NAME = 100
Answer = Callable[[Held], HttpResponse]


def _within(request: Any, body: str, part_id: uuid.UUID, answer: Answer) -> HttpResponse:
    """Answer for the part, if this browser has opened it with the code or the page sent carries its token.

    Who has not opened it is asked for the code; for a link that leads nowhere (any more) there is a sentence.
    """
    body_id = queries.body_of(body)
    if body_id is None:
        return _gone(request)
    posting = request.method == "POST"
    with queries.responsible_body(body_id):
        one = participants.find(part_id)
        if one is None:
            return _gone(request)
        has_token = posting and has_page_token(request, one.pk)
        if posting and not has_token:
            return _ask(request, one, tampered="seite" in request.POST, status=403)
        if not has_token and str(one.pk) not in browser.opened(request):
            return _ask(request, one, status=404)
        found = _held(one, lock=posting)
        if found is None:
            return _gone(request)
        response = _sent(request, one, found) if isinstance(found, Application) else answer(found)
        browser.note_opened(request, response, one)
        return response


def _held(one: Participation, *, lock: bool) -> Held | Application | None:
    """The draft that the part belongs to (locked, with the part), or the application it has become."""
    draft = queries.draft_of(one.key_id, lock=lock)
    if draft is None:
        return queries.application(one.key_id)
    offer = offer_as_answered(draft.online_service_id, draft.form_version_id)
    people = participants.of_case(draft)
    own = next((other for other in people if other.pk == one.pk), None)  # taken back while this waited for the lock
    return Held(draft, offer, "", is_key_new=False, people=people, part=own) if own else None


def _gone(request: Any) -> HttpResponse:
    return trouble(
        request,
        404,
        _("Diese Einladung gibt es nicht mehr"),
        _(
            "Vielleicht wurde sie zurückgenommen, der Antrag wurde gelöscht, oder im Link fehlt ein Stück. "
            "Fragen Sie die Person, die Sie eingeladen hat."
        ),
    )


def _ask(
    request: Any, one: Participation, *, problem: str = "", tampered: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "address": participants.part_address(one),
        "problem": problem,
        "errors": [("f-code", problem)] if problem else [],
        "tampered": tampered,
    }
    return render(request, "front/part_enter.html", context, status=status)


@access(Access.HOLDER)
def enter(request: Any, body: str, part_id: uuid.UUID) -> HttpResponse:
    """GET asks for the code, or tells who has typed it what to do; POST opens the part."""
    if request.method == "POST":
        return _open(request, body, part_id)
    body_id = queries.body_of(body)
    if body_id is None:
        return _gone(request)
    with queries.responsible_body(body_id):
        one = participants.find(part_id)
        if one is not None and str(one.pk) not in browser.opened(request):
            return _ask(request, one)
    return _within(request, body, part_id, lambda held: _overview(request, held))


def _open(request: Any, body: str, part_id: uuid.UUID) -> HttpResponse:
    body_id = queries.body_of(body)
    if body_id is None:
        return _gone(request)
    with queries.responsible_body(body_id):
        one = participants.find(part_id)
        if one is None:
            return _gone(request)
        guesser = f"part code {browser.address(request)} {one.pk}"
        if attempts.is_blocked(guesser, request.now):
            problem = _(
                "Das waren zu viele Versuche. Warten Sie bitte 15 Minuten und versuchen Sie es dann noch einmal."
            )
            return _ask(request, one, problem=problem, status=429)
        typed = references.code_digest(request.POST.get("code", "")[:60])
        if not hmac.compare_digest(typed, references.code_digest(references.access_code(one.pk))):
            attempts.count(guesser, request.now)
            problem = _("Dieser Code passt nicht. Prüfen Sie ihn, oder fragen Sie die Person, die Sie eingeladen hat.")
            return _ask(request, one, problem=problem, status=422)
        participating.open_part(one=one, now=request.now)
        response = see_other(participants.part_address(one))
        browser.note_opened(request, response, one)
        return response


def _overview(request: Any, held: Held) -> HttpResponse:
    return render(request, "front/part.html", _context(request, held))


def _context(request: Any, held: Held) -> dict[str, Any]:
    participant = next(one for one in held.offer.document.participants if one.id == held.role)
    raw = held.answers()
    walked = participants.walk_all(held.offer, raw, clock.day(request.now))
    own = own_part(held.offer.document, walked, held.role)
    seats = participants.seats(held.offer, walked, held.people)
    visible = [state for state in own.steps if state.visible]
    part = held.part
    return {
        "offer": held.offer,
        "service": held.offer.online_service.service,
        "participant": participant,
        "part": part,
        "shared": blocks_of(shared(held.offer.document, walked, participant, request.language)),
        "seat": next((seat for seat in seats if seat.participant.id == held.role), None),
        "steps": visible,
        "begin": held.address(own.first_open or (visible[0].id if visible else None)),
        "open_step": None if own.is_complete else held.address(own.first_open),
        "start": held.start,
        "back": held.address(visible[-1].id) if visible else held.start,
        "total": len(visible) + 1,
        "token": browser.page_token(part.pk) if part else "",
        "stand": digest(held.offer.document, walked, participant),
        "signer": participants.signer(part) if part else "",
        "walked": walked,
        "kept_days": held.days_left(request.now),
    }


@access(Access.HOLDER)
@csrf_exempt  # the page's own token does more: it also survives a lost cookie (front.drafts)
def step(request: Any, body: str, part_id: uuid.UUID, step: str, row: str = "") -> HttpResponse:
    """As a step of any form (`filling.step`), for those that the invited person answers."""
    return _within(request, body, part_id, lambda held: answer_step(request, held, step, row))


@access(Access.HOLDER)
@csrf_exempt
def check(request: Any, body: str, part_id: uuid.UUID) -> HttpResponse:
    """GET shows the whole part; POST puts a name under it."""
    return _within(request, body, part_id, lambda held: _check(request, held))


def _check(request: Any, held: Held) -> HttpResponse:
    if request.method != "POST" or held.part is None:
        return _check_page(request, held)
    name = clean_line(request.POST.get("name", ""))[:LONGEST_NAME]
    errors = [] if name else [("f-name", _("Schreiben Sie Ihren Namen. Damit unterschreiben Sie Ihren Teil."))]
    if request.POST.get("richtig") != "ja":
        errors.append(("f-richtig", _("Setzen Sie ein Häkchen, wenn Ihre Angaben richtig und vollständig sind.")))
    if errors:
        return _check_page(request, held, errors=errors, typed=name, status=422)
    try:
        participating.sign(
            draft=held.draft,
            offer=held.offer,
            one=held.part,
            raw=held.answers(),
            seen=request.POST.get("stand", ""),
            name=name,
            now=request.now,
        )
    except participating.IncompleteError as missing:
        return see_other(held.address(missing.step))
    except participating.ChangedMeanwhileError:
        return _check_page(request, held, changed=True, typed=name, status=409)
    return see_other(f"{held.start}?erledigt=unterschrift")


def _check_page(
    request: Any,
    held: Held,
    *,
    errors: list[tuple[str, str]] | None = None,
    typed: str = "",
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = _context(request, held)
    own = [{"role": held.role, "label": context["participant"].label, "signer": ""}]
    told = sections(held.offer, context["walked"], request.language, own)
    context |= {
        "sections": [
            {**section, "change": held.address(section["step"])} for section in told if section.get("role") == held.role
        ],
        "errors": errors or [],
        "typed": typed,
        "changed": changed,
    }
    return render(request, "front/part_check.html", context, status=status)


def _sent(request: Any, one: Participation, application: Application) -> HttpResponse:
    """After sending: their own part as it was sent, and how far the case is. What is sent too late is not taken."""
    declared = queries.declaration(application)
    told = declared.sections.get(request.language) or declared.sections["de"]
    offer = offer_as_answered(application.online_service_id, application.form_version_id)
    context = {
        "application": application,
        "participant": next(known for known in offer.document.participants if known.id == one.role),
        "person": next((person for person in declared.people if person["role"] == one.role), None),
        "sections": [section for section in told if section.get("role") == one.role],
        "service": application.online_service.service,
        "too_late": request.method == "POST",
    }
    return render(request, "front/part_sent.html", context, status=409 if request.method == "POST" else 200)
