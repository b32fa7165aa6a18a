"""The page of a draft on which the applicant invites others to their parts, sees how far they are, and reminds them."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications import participants
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations import participating
from drehscheibe.applications.participants import NOBODY, SIGNED, Seat
from drehscheibe.applications.queries import responsible_body
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.participants import labels
from drehscheibe.front import browser, drafts
from drehscheibe.front.drafts import Held
from drehscheibe.front.login.session import see_other
from drehscheibe.front.views.start import offered
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.mails import origin
from drehscheibe.kernel import attempts, clock, references

LONGEST_NAME, LONGEST_EMAIL = 100, 254


class _AnsweredError(Exception):
    """The draft is not open to this browser, or sent: the answer says so."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


@contextmanager
def _held(request: Any, slug: str, draft_id: uuid.UUID) -> Iterator[Held]:
    offer = offered(slug)
    with responsible_body(offer.body_id):
        held = drafts.find(request, offer, draft_id)
        if held is None:
            raise _AnsweredError(drafts.not_held(request, offer, draft_id))
        if isinstance(held, Application):
            raise _AnsweredError(drafts.already_sent(request, held))
        if not held.is_shared:
            raise Http404
        yield held


def _seats(request: Any, held: Held) -> list[Seat]:
    walked = participants.walk_all(held.offer, held.answers(), clock.day(request.now))
    return participants.seats(held.offer, walked, held.people)


@access(Access.HOLDER)
def page(request: Any, slug: str, draft_id: uuid.UUID) -> HttpResponse:
    """GET shows who takes part and how far they are."""
    try:
        with _held(request, slug, draft_id) as held:
            return held.keep_browser(_page(request, held))
    except _AnsweredError as answered:
        return answered.response


def _page(
    request: Any,
    held: Held,
    *,
    role: str = "",
    errors: Sequence[tuple[str, str]] = (),
    typed: Mapping[str, str] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    seats = _seats(request, held)
    own = held.walk(held.answers(), request.now)
    visible = [state for state in own.steps if state.visible]
    start = origin(held.draft.portal_id)
    context = {
        "offer": held.offer,
        "service": held.offer.online_service.service,
        "seats": [
            {
                "seat": seat,
                "role": seat.participant.id,
                "is_free": seat.state == NOBODY,
                "sees": labels(held.offer.document, seat.participant, request.language),
                "link": start + participants.part_address(seat.participation) if seat.participation else "",
                "code": references.access_code(seat.participation.pk) if seat.participation else "",
            }
            for seat in seats
        ],
        "is_ready": all(seat.state == SIGNED for seat in seats),
        "onward": f"{held.start}pruefen/" if own.is_complete else held.address(own.first_open),
        "own_is_complete": own.is_complete,
        "start": held.start,
        "back": held.address(visible[-1].id),
        "place": len(visible) + 1,
        "total": len(visible) + 2,
        "token": browser.page_token(held.draft),
        "code": references.access_code(held.draft.pk),
        "kept_days": held.days_left(request.now),
        "chosen": role,
        "errors": errors,
        "typed": typed or {},
        "refusal": refusal,
        "done": request.GET.get("erledigt", ""),
    }
    return render(request, "front/people.html", context, status=status)


@contextmanager
def _at(request: Any, slug: str, draft_id: uuid.UUID, role: str) -> Iterator[tuple[Held, Seat]]:
    with _held(request, slug, draft_id) as held:
        seat = next((one for one in _seats(request, held) if one.participant.id == role), None)
        if seat is None:
            raise Http404
        if request.method != "POST":
            raise _AnsweredError(see_other(f"{held.start}beteiligte/"))
        yield held, seat


def _done(held: Held, verb: str, role: str) -> HttpResponse:
    return held.keep_browser(see_other(f"{held.start}beteiligte/?erledigt={verb}#teil-{role}"))


@access(Access.HOLDER)
def invitation(request: Any, slug: str, draft_id: uuid.UUID, role: str) -> HttpResponse:
    """POST invites a person to the part."""
    try:
        with _at(request, slug, draft_id, role) as (held, seat):
            return _invite(request, held, seat, role)
    except _AnsweredError as answered:
        return answered.response


def _invite(request: Any, held: Held, seat: Seat, role: str) -> HttpResponse:
    typed = {"name": clean_line(request.POST.get("name", "")), "email": clean_line(request.POST.get("email", ""))}
    errors = list(_problems(**typed))
    if errors:
        named = [(f"f-{field}-{role}", said) for field, said in errors]
        return _page(request, held, role=role, errors=named, typed=typed, status=422)
    if not attempts.take(f"invitations {browser.address(request)}", request.now):
        refusal = _("Das waren viele Einladungen hintereinander. Warten Sie bitte eine halbe Stunde.")
        return _page(request, held, role=role, typed=typed, refusal=refusal, status=429)
    try:
        participating.invite(
            draft=held.draft,
            participant=seat.participant,
            language=request.language,
            by=request.account or None,
            now=request.now,
            **typed,
        )
    except participating.TakenError:  # an earlier press of the button, or another window
        return _done(held, "schon", role)
    return _done(held, "einladung", role)


def _problems(*, name: str, email: str) -> Iterator[tuple[str, str]]:
    if not name:
        yield "name", _("Geben Sie den Namen der Person ein, die Sie einladen.")
    elif len(name) > LONGEST_NAME:
        yield "name", _("Der Name ist zu lang. Kürzen Sie ihn bitte auf höchstens 100 Zeichen.")
    try:
        validate_email(email[:LONGEST_EMAIL])
    except ValidationError:
        yield "email", _("Geben Sie die E-Mail-Adresse vollständig ein, zum Beispiel name@beispiel.de.")


@access(Access.HOLDER)
def reminder(request: Any, slug: str, draft_id: uuid.UUID, role: str) -> HttpResponse:
    """POST sends the invitation once more."""
    try:
        with _at(request, slug, draft_id, role) as (held, seat):
            if seat.participation is None or seat.state == SIGNED:
                return _done(held, "", role)
            try:
                participating.remind(one=seat.participation, by=request.account or None, now=request.now)
            except participating.TooSoonError:
                refusal = _("Die letzte E-Mail ist keine Stunde alt. Warten Sie bitte etwas, oder rufen Sie an.")
                return _page(request, held, role=role, refusal=refusal, status=409)
            return _done(held, "erinnerung", role)
    except _AnsweredError as answered:
        return answered.response


@access(Access.HOLDER)
def taking_back(request: Any, slug: str, draft_id: uuid.UUID, role: str) -> HttpResponse:
    """POST takes the invitation back; then somebody else can be invited."""
    try:
        with _at(request, slug, draft_id, role) as (held, seat):
            if seat.participation is None:
                return _done(held, "ruecknahme", role)
            if request.POST.get("sicher") != "ja":
                said = _("Bestätigen Sie bitte, dass Sie die Einladung zurücknehmen wollen.")
                return _page(request, held, role=role, errors=[(f"f-sicher-{role}", said)], status=422)
            participating.take_back(
                draft=held.draft, offer=held.offer, one=seat.participation, by=request.account or None, now=request.now
            )
            return _done(held, "ruecknahme", role)
    except _AnsweredError as answered:
        return answered.response
