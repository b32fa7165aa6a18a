"""Review and publication with four eyes, comments, older versions and going back to one; the text of a body above."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from pydantic import ValidationError

from drehscheibe.catalogue import base_text, differing, editing, going_live
from drehscheibe.catalogue.going_live import SEEN_PARTS, SlugTakenError, UnknownDepartmentError
from drehscheibe.catalogue.models import LocalAddition, ServiceVersion
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import go_on, seen, who
from drehscheibe.desk.views.catalogue.found import Found, called, found
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor
from drehscheibe.kernel import clock
from drehscheibe.kernel.revisions import ChangedMeanwhileError, SameEyesError


@access(Access.SERVICES)
def publication(request: Any, slug: str) -> HttpResponse:
    """Everything to look at before publishing; POST publishes or schedules, by a publisher who did not edit last."""
    one = found(request, slug)
    if one.draft is None:
        raise Http404
    if request.method != "POST":
        return _page(request, one)
    at = _moment(str(request.POST.get("tag", "")), str(request.POST.get("uhrzeit", "")))
    refusal = _publish(request, one, at)
    if refusal:
        return _page(request, found(request, slug), refusal)
    slug_now = one.document.get("slug", slug) if not at else slug
    return go_on(f"/amt/redaktion/{slug_now}/", "geplant" if at and at > request.now else "veroeffentlicht")


def _moment(day: str, time: str) -> datetime | str | None:
    """When to publish: None for now, "time" for what is no moment."""
    if not day.strip():
        return None
    for form in ("%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M"):
        try:
            return datetime.strptime(f"{day.strip()} {time.strip() or '06:00'}", form).replace(tzinfo=clock.BERLIN)
        except ValueError:
            continue
    return "time"


def _publish(request: Any, one: Found, at: Any) -> str:
    """Publish it; else why not, in a word for the page."""
    if not one.may_publish:
        return "role"
    if at == "time" or (at is not None and at <= request.now):
        return "time"
    refusals: tuple[tuple[type[Exception], str], ...] = (
        (SameEyesError, "eyes"),
        (editing.NotInReviewError, "review"),
        (ChangedMeanwhileError, "meanwhile"),
        (SlugTakenError, "slug"),
        (UnknownDepartmentError, "department"),
        (ValidationError, "faults"),
    )
    try:
        editing.publish(service=one.service, seen=seen(request), by=actor(request.account), now=request.now, at=at)
    except tuple(kind for kind, _ in refusals) as error:
        return next(word for kind, word in refusals if isinstance(error, kind))
    return ""


def _page(request: Any, one: Found, refusal: str = "") -> HttpResponse:
    draft = one.draft
    if draft is None:
        raise Http404
    is_editor = draft.edited_by == actor(request.account)
    context = {
        "found": one,
        "refusal": refusal,
        "editor": who(draft.edited_by),
        "is_own_edit": is_editor,
        "may_publish": one.may_publish and not is_editor and draft.state != "draft",
        "is_new": one.is_own and not one.service.is_published,
        "differences": differing.compare(going_live.live(one.service), one.document, names=called()),
    }
    return render(request, "desk/catalogue/publication.html", context, status=409 if refusal else 200)


@access(Access.SERVICE_EDITING)
def handing_in(request: Any, slug: str) -> HttpResponse:
    """POST asks for review."""
    one = found(request, slug, to_edit=True)
    return _turn(request, one, editing.hand_in, "abgegeben")


@access(Access.SERVICES)
def giving_back(request: Any, slug: str) -> HttpResponse:
    """POST gives the working copy back to the editors, with a reason; also takes a planned publication back."""
    one = found(request, slug)
    if request.method == "POST" and not (one.may_edit or one.may_publish):
        raise Http404
    reason = Typed(request.POST).text("grund", "", 4_000)
    return _turn(request, one, editing.give_back, "zurueckgegeben", reason=reason)


def _turn(request: Any, one: Found, verb: Any, done: str, **facts: Any) -> HttpResponse:
    if request.method != "POST" or one.draft is None:
        return go_on(one.base)
    try:
        verb(service=one.service, seen=seen(request), by=actor(request.account), now=request.now, **facts)
    except ChangedMeanwhileError:
        return go_on(one.base, "inzwischen")
    return go_on(one.base, done)


@access(Access.SERVICES)
def commenting(request: Any, slug: str) -> HttpResponse:
    """POST says something to the colleagues."""
    one = found(request, slug)
    if request.method == "POST":
        text = Typed(request.POST).text("text", "", 4_000)[:4_000]
        if text:
            editing.comment(service=one.service, text=text, by=actor(request.account), now=request.now)
            return go_on(f"{one.base}#kommentare")
    return go_on(one.base)


def _version(one: Found, number: int) -> ServiceVersion:
    version = ServiceVersion.objects.filter(service=one.service, number=number).first()
    if version is None:
        raise Http404
    return version


@access(Access.SERVICES)
@require_safe
def version(request: Any, slug: str, number: int) -> HttpResponse:
    """A published version: what was different from the one before it."""
    one = found(request, slug)
    shown = _version(one, number)
    before = ServiceVersion.objects.filter(service=one.service, number__lt=number).order_by("number").last()
    context = {
        "found": one,
        "version": shown,
        "before": before,
        "publisher": who(shown.published_by),
        "editor": who(one.draft.edited_by) if one.draft else "",
        "differences": differing.compare(before.document, shown.document, names=called()) if before else [],
    }
    return render(request, "desk/catalogue/version.html", context)


@access(Access.SERVICE_EDITING)
def restoration(request: Any, slug: str, number: int) -> HttpResponse:
    """POST makes a version the working copy again."""
    one = found(request, slug, to_edit=True)
    shown = _version(one, number)
    if request.method != "POST":
        return go_on(f"{one.base}fassungen/{number}/")
    by, now = actor(request.account), request.now
    try:
        editing.restore(service=one.service, version=shown, seen=seen(request), by=by, now=now)
    except ChangedMeanwhileError:
        return go_on(one.base, "inzwischen")
    return go_on(one.base, "wiederhergestellt")


@access(Access.SERVICES)
def base(request: Any, slug: str) -> HttpResponse:
    """What the body above changed since, part by part; POST (`baustein`) says that it has been looked at."""
    one = found(request, slug)
    if one.is_own or not LocalAddition.objects.filter(service=one.service).exists():
        raise Http404
    if request.method == "POST":
        part = str(request.POST.get("baustein", ""))
        if not one.may_edit or part not in SEEN_PARTS:
            raise Http404
        editing.acknowledge(service=one.service, part=part, by=actor(request.account), now=request.now)
        return go_on(f"{one.base}grundtext/", "gesehen")
    context = {"found": one, "changed": base_text.changed(one.service), "done": request.GET.get("erledigt", "")}
    return render(request, "desk/catalogue/base.html", context)
