"""Find the draft that a request is about, and whether this browser may open it."""

import hmac
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from drehscheibe.applications import queries
from drehscheibe.applications.models import Application, Draft
from drehscheibe.catalogue.online import Offer, offer_as_answered
from drehscheibe.front import browser


@dataclass
class Held:
    """A draft with the form version it answers. `key` is the browser's key, to be set when it was lost."""

    draft: Draft
    offer: Offer
    key: str
    is_key_new: bool

    def keep_browser(self, response: HttpResponse) -> HttpResponse:
        if self.is_key_new:
            browser.set_key(response, self.key)
        return response


def has_page_token(request: Any, draft_id: uuid.UUID) -> bool:
    """Whether the posted page carries the draft's token."""
    return hmac.compare_digest(request.POST.get("seite", "").encode(), browser.page_token(draft_id).encode())


def find(request: Any, offer: Offer, draft_id: uuid.UUID) -> Held | Application | None:
    """The draft if this browser holds it (locked on POST), the application it has become, or None.

    A POST needs the page's token; with it, a lost browser key is replaced and nothing typed is lost. Somebody signed in
    who is no member (any more) of the organisation that holds the draft is not helped by the token.
    """
    posting = request.method == "POST"
    by_token = posting and has_page_token(request, draft_id)
    if posting and not by_token:
        return None
    slug = offer.online_service.slug
    draft = queries.draft(draft_id, slug, lock=posting)
    key = browser.key(request)
    found = draft or queries.application(draft_id)
    if found is None:
        return None
    account = request.account or None
    if queries.belongs_to_organisation(found):  # nothing typed is lost, but only a member learns of it
        by_token = by_token and account is None and isinstance(found, Draft)
    if not (by_token or queries.holds(found, key, account)):
        return None
    if isinstance(found, Application):
        return found
    answered = offer_as_answered(found.online_service_id, found.form_version_id)
    if key is None:
        return Held(found, answered, browser.new_key(), is_key_new=True)
    return Held(found, answered, request.COOKIES[browser.KEY_COOKIE], is_key_new=False)


def not_held(request: Any, offer: Offer, draft_id: uuid.UUID) -> HttpResponse:
    """What everybody sees who does not hold the draft, whether it exists or not: a way in by the access code."""
    tampered = request.method == "POST" and "seite" in request.POST
    context = {"offer": offer, "service": offer.online_service.service, "tampered": tampered, "draft_id": draft_id}
    return render(request, "front/locked.html", context, status=403 if tampered else 404)


def already_sent(request: Any, application: Application) -> HttpResponse:
    """A draft that is an application by now: lead to its receipt; a page sent again says so."""
    if request.method == "POST":
        return render(request, "front/already_sent.html", {"application": application}, status=409)
    return HttpResponseRedirect(f"/eingang/{application.reference}/")
