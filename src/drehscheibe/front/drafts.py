"""Find the draft that a request is about, and whether this browser may open it."""

import hmac
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from drehscheibe.applications import participants, queries
from drehscheibe.applications.models import Application, Draft
from drehscheibe.applications.operations.drafts import save_answers
from drehscheibe.applications.operations.participating import save_part
from drehscheibe.applications.participants import part_address
from drehscheibe.applications.participation import Participation
from drehscheibe.catalogue.online import Offer, offer_as_answered
from drehscheibe.forms.answers import Kept
from drehscheibe.forms.journey import Journey, Raw
from drehscheibe.forms.participants import own_answers
from drehscheibe.front import browser
from drehscheibe.kernel import clock


@dataclass
class Held:
    """A draft with the form version it answers. `key` is the browser's key, to be set when it was lost.

    `people` were invited to answer a part of it; `part` is that of the visitor, None for the applicant.
    """

    draft: Draft
    offer: Offer
    key: str
    is_key_new: bool
    people: list[Participation] = field(default_factory=list)
    part: Participation | None = None

    @property
    def start(self) -> str:
        """The address before the steps."""
        if self.part:
            return part_address(self.part)
        return f"/antrag/{self.offer.online_service.slug}/{self.draft.pk}/"

    def address(self, step: str | None) -> str:
        """Where the visitor goes on; None is what comes after the last step."""
        invites = self.part is None and self.is_shared
        return f"{self.start}{step or ('beteiligte' if invites else 'pruefen')}/"

    @property
    def is_shared(self) -> bool:
        """Whether others answer and sign parts of it."""
        return participants.shares(self.offer.document, self.draft)

    def days_left(self, now: datetime) -> int:
        """How many days the draft is still kept, today not counted."""
        return (clock.day(self.draft.expires) - clock.day(now)).days

    @property
    def role(self) -> str | None:
        return self.part.role if self.part else None

    def answers(self) -> Kept:
        """What all have typed so far."""
        return participants.together(self.offer.document, self.draft, self.people)

    def walk(self, raw: Raw, now: datetime) -> Journey:
        """The journey of the visitor through the form with these answers, today."""
        if not self.is_shared:
            return participants.walk_all(self.offer, raw, clock.day(now))
        return participants.walk(self.offer, raw, clock.day(now), self.role)

    def save(self, raw: Raw, now: datetime) -> None:
        """Keep what the visitor has typed; of `raw`, the answers of all, only their own can have changed."""
        if self.is_shared:
            raw = own_answers(self.offer.document, raw, self.role)
        if self.part:
            save_part(draft=self.draft, one=self.part, raw=raw, now=now)
        else:
            save_answers(draft=self.draft, raw=raw, browser=browser.hashed(self.key), now=now)

    def keep_browser(self, response: HttpResponse) -> HttpResponse:
        if self.is_key_new:
            browser.set_key(response, self.key)
        return response


def has_page_token(request: Any, opened_id: uuid.UUID) -> bool:
    """Whether the posted page carries the token of this draft, or of this part of one."""
    return hmac.compare_digest(request.POST.get("seite", "").encode(), browser.page_token(opened_id).encode())


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
    people = participants.of_case(found) if answered.document.participants else []
    if key is None:
        return Held(found, answered, browser.new_key(), is_key_new=True, people=people)
    return Held(found, answered, request.COOKIES[browser.KEY_COOKIE], is_key_new=False, people=people)


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
