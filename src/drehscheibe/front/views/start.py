"""The start of an online service: what it is about, running drafts, a new draft, going on with a code."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.applications import participants
from drehscheibe.applications.acts import Channel
from drehscheibe.applications.models import Draft
from drehscheibe.applications.operations.drafts import open_answers, start_draft
from drehscheibe.applications.queries import CASEWORKERS, draft_by_code, drafts_of, has_begun, responsible_body
from drehscheibe.catalogue import online
from drehscheibe.catalogue.online import Offer
from drehscheibe.forms import journey
from drehscheibe.forms.fields.account import from_account
from drehscheibe.forms.suggesting import suggested
from drehscheibe.front import browser, tickets
from drehscheibe.front.login import session
from drehscheibe.front.prefilled import prefilled
from drehscheibe.front.views.finding import gone
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import attempts, clock, references, waiting


def offered(slug: str) -> Offer:
    """The online service of this address, or 404."""
    offer = online.offer(slug)
    if offer is None:
        raise Http404
    return offer


def step_address(slug: str, draft: Draft, step: str | None) -> str:
    """Where a draft goes on; None is the check page."""
    return f"/antrag/{slug}/{draft.pk}/{step or 'pruefen'}/"


def _going_on(request: Any, offer: Offer, draft: Draft) -> str:
    """The first open step of a draft."""
    answered = online.offer_as_answered(draft.online_service_id, draft.form_version_id)
    is_shared = participants.shares(answered.document, draft)
    walk = participants.walk if is_shared else participants.walk_all
    walked = walk(answered, open_answers(draft), clock.day(request.now))
    after = "beteiligte" if is_shared else None
    return step_address(offer.online_service.slug, draft, walked.first_open or after)


def _from_the_start(request: Any, offer: Offer) -> journey.Journey:
    return participants.walk(offer, {}, clock.day(request.now))


@access(Access.PUBLIC)
def begin(request: Any, slug: str) -> HttpResponse:
    """GET tells what comes and offers existing drafts; POST starts a new one."""
    offer = offered(slug)
    service = offer.online_service.service
    if not service.is_published and not offer.online_service.is_contact:
        return gone(request, service.slug)
    with responsible_body(offer.body_id):
        if request.method == "POST":
            return _start(request, offer)
        return _page(request, offer)


def shows_another_holder(request: Any) -> bool:
    """Whether the posted page was shown while the visitor acted for somebody else (switched in another window)."""
    shown = request.POST.get("fuer")
    return bool(shown and request.holder and shown != str(request.holder.pk))


def _start(request: Any, offer: Offer) -> HttpResponse:
    if shows_another_holder(request):
        return _page(request, offer, changed_holder=True, status=409)
    if _channel(request, offer) is not Channel.ONLINE:
        return let_in(request, offer)
    number = tickets.number(request, offer)
    if number is not None and not has_begun(tickets.draft_id(offer, number)):
        return session.see_other(f"/antrag/{offer.online_service.slug}/warten/")
    if waiting.may_enter(request.now):
        return let_in(request, offer)
    return tickets.take(request, offer)


def let_in(request: Any, offer: Offer, draft_id: uuid.UUID | None = None) -> HttpResponse:
    """Start a draft and go to its first step; who is not known surely enough is led to sign in."""
    channel = _channel(request, offer)
    if offer.online_service.trust_level > session.trust_level(request) and channel is Channel.ONLINE:
        return session.way_up(request, f"/antrag/{offer.online_service.slug}/")
    known = request.COOKIES.get(browser.KEY_COOKIE, "")
    key = known if len(known) >= 22 else browser.new_key()
    draft = start_draft(
        offer=offer,
        portal=request.portal,
        browser=browser.hashed(key),
        account=request.holder or None if channel is Channel.ONLINE else None,
        language=request.language,
        now=request.now,
        raw={
            **{name: [value] for name, value in prefilled(offer.document, request.POST).items()},
            **(_known(request, offer) if channel is Channel.ONLINE else {}),
        },
        draft_id=draft_id,
        channel=channel,
        recorded_by=None if channel is Channel.ONLINE else request.account,
    )
    response = HttpResponseRedirect(step_address(offer.online_service.slug, draft, offer.document.steps[0].id))
    response.status_code = 303
    browser.set_key(response, key)
    return response


def _channel(request: Any, offer: Offer) -> Channel:
    """How the application comes in: online, unless staff of its department takes it in for somebody (`eingang`)."""
    way = request.POST.get("eingang", "")
    if way not in {Channel.PAPER, Channel.COUNTER, Channel.PHONE} or offer.body_id != request.portal.pk:
        return Channel.ONLINE
    departments = request.standing.departments(CASEWORKERS) if request.standing else ()
    own = departments is None or offer.online_service.department_id in departments
    return Channel(way) if own else Channel.ONLINE


def _known(request: Any, offer: Offer) -> dict[str, list[str]]:
    """What the account knows of who fills in the form, as answers and as suggestions; nothing of guests."""
    if not request.account:
        return {}
    holder = request.holder or request.account
    facts = {"name": request.account.name, "email": request.account.email or ""}
    acts_for = {"organization": holder.name} if holder.is_organisation else {}
    known = from_account(offer.document, {**facts, "name": holder.name})
    return {**known, **suggested(offer.document, {**facts, **acts_for})}


def _page(
    request: Any, offer: Offer, *, error: str = "", changed_holder: bool = False, status: int = 200
) -> HttpResponse:
    key = browser.key(request)
    slug = offer.online_service.slug
    drafts = drafts_of(slug, key or b"", request.holder or None, request.now) if key or request.holder else []
    context = {
        "offer": offer,
        "service": offer.online_service.service,
        "drafts": [(draft, _going_on(request, offer, draft)) for draft in drafts],
        "pages": sum(step.visible for step in _from_the_start(request, offer).steps),
        "participants": offer.document.participants,
        "claimable": [
            (draft, references.access_code(draft.pk))
            for draft in drafts
            if request.account and draft.account_id is None
        ],
        "prefilled": prefilled(offer.document, request.POST or request.GET),
        "code_error": error,
        "changed_holder": changed_holder,
        "errors": [("f-code", error)] if error else [],
    }
    return render(request, "front/start.html", context, status=status)


@access(Access.PUBLIC)
def resume(request: Any, slug: str) -> HttpResponse:
    """Go on with a draft by its access code, on any device."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/antrag/{slug}/")
    offer = offered(slug)
    with responsible_body(offer.body_id):
        guesser = f"draft code {browser.address(request)}"
        if attempts.is_blocked(guesser, request.now):
            error = _("Das waren zu viele Versuche. Warten Sie bitte 15 Minuten und versuchen Sie es dann noch einmal.")
            return _page(request, offer, error=error, status=429)
        draft = draft_by_code(slug, request.POST.get("code", ""), request.now)
        if draft is None:
            attempts.count(guesser, request.now)
            error = _("Zu diesem Code gibt es keinen begonnenen Antrag. Prüfen Sie bitte, ob Sie sich vertippt haben.")
            return _page(request, offer, error=error, status=422)
        return _take_over(request, offer, draft)


def _take_over(request: Any, offer: Offer, draft: Draft) -> HttpResponse:
    """The browser that knows the code holds the draft from now on."""
    known = request.COOKIES.get(browser.KEY_COOKIE, "")
    key = known if len(known) >= 22 else browser.new_key()
    Draft.objects.filter(pk=draft.pk).update(browser=browser.hashed(key))
    response = HttpResponseRedirect(_going_on(request, offer, draft))
    response.status_code = 303
    browser.set_key(response, key)
    return response
