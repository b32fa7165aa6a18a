"""The check page: the complete declaration before sending (§ 9a OZG), and sending once."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from drehscheibe.applications import participants
from drehscheibe.applications.delivery import Way
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations.submit import (
    ChangedMeanwhileError,
    IncompleteError,
    UnsignedError,
    digest,
    sections,
    submit,
)
from drehscheibe.applications.queries import belongs_to_organisation, responsible_body
from drehscheibe.forms.participants import own_part
from drehscheibe.front import browser, drafts
from drehscheibe.front.drafts import Held
from drehscheibe.front.login import session
from drehscheibe.front.login.session import see_other
from drehscheibe.front.views.errors import signed_out
from drehscheibe.front.views.start import offered
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock, references


@access(Access.HOLDER)
@csrf_exempt  # the page's own token does more: it also survives a lost cookie (front.drafts)
def check(request: Any, slug: str, draft_id: uuid.UUID) -> HttpResponse:
    """GET shows everything that would be declared; POST sends it, once, however often it is pressed."""
    offer = offered(slug)
    with responsible_body(offer.body_id):
        held = drafts.find(request, offer, draft_id)
        if held is None:
            return drafts.not_held(request, offer, draft_id)
        if isinstance(held, Application):
            return _sent_before(request, held)
        if not held.draft.recorded_by_id and session.trust_level(request) < held.offer.online_service.trust_level:
            return session.way_up(request, request.path)
        if request.method == "POST":
            return held.keep_browser(_send(request, held))
        return _page(request, held)


def _sent_before(request: Any, application: Application) -> HttpResponse:
    """The same declaration again leads to the same receipt; another one is refused (409)."""
    if request.method == "POST" and request.POST.get("stand") != application.answers_digest:
        return drafts.already_sent(request, application)
    response = see_other(f"/eingang/{application.reference}/")
    browser.note_opened(request, response, application)  # the page's token proves it, though the key may be lost
    return response


def _send(request: Any, held: Held) -> HttpResponse:
    held.draft.browser = browser.hashed(held.key)
    seen = request.POST.get("stand", "")
    if belongs_to_organisation(held.draft) and not request.account:
        return signed_out(request)
    try:
        application = submit(
            draft=held.draft,
            offer=held.offer,
            seen=seen,
            by=request.account or None,
            holder=request.holder or None,
            now=request.now,
            way=Way.RETRIEVAL if request.POST.get("bescheid") == Way.RETRIEVAL else Way.LETTER,
        )
    except IncompleteError as missing:
        return see_other(held.address(missing.step))
    except UnsignedError:
        return see_other(held.address(None))
    except ChangedMeanwhileError:
        return _page(request, held, changed=True)
    response = see_other(f"/eingang/{application.reference}/")
    if held.draft.recorded_by_id:
        browser.note_opened(request, response, application)  # the receipt has the code that the person gets
    return response


def _page(request: Any, held: Held, *, changed: bool = False) -> HttpResponse:
    raw = held.answers()
    walked = participants.walk_all(held.offer, raw, clock.day(request.now))
    own = own_part(held.offer.document, walked, None) if held.is_shared else walked
    seats = participants.seats(held.offer, walked, held.people) if held.is_shared else []
    told = participants.told(seats) if held.is_shared else None
    visible = [state for state in own.steps if state.visible]
    context = {
        "offer": held.offer,
        "service": held.offer.online_service.service,
        "body": held.offer.online_service.tenant,
        "sections": [
            {**section, "change": None if section.get("by") else held.address(section["step"])}
            for section in sections(held.offer, walked, request.language, told)
        ],
        "open_step": None if own.is_complete else held.address(own.first_open),
        "waits_for": [seat for seat in seats if seat.state != participants.SIGNED],
        "people": told,
        "invites": held.address(None),
        "back": held.address(None if seats else visible[-1].id),
        "total": len(visible) + 1 + held.is_shared,
        "token": browser.page_token(held.draft),
        "code": references.access_code(held.draft.pk),
        "seen": digest(raw),
        "changed": changed,
        "way": request.POST.get("bescheid")
        or (Way.RETRIEVAL if request.account and not held.draft.recorded_by_id else Way.LETTER),
        "kept_days": held.days_left(request.now),
    }
    return render(request, "front/check.html", context, status=409 if changed else 200)
