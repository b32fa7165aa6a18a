"""What the linter says, what is different, and publication with four eyes; older versions, and going back to one."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from drehscheibe.catalogue import offering
from drehscheibe.catalogue.form_uses import surroundings, uses_of
from drehscheibe.desk.seeing import go_on, seen, who
from drehscheibe.desk.views.forms import offering as planning
from drehscheibe.desk.views.forms.found import ADDRESS, Shown, form_of, shown
from drehscheibe.forms import differences, editing
from drehscheibe.forms.faults import FormError
from drehscheibe.forms.logic import check, telling
from drehscheibe.forms.models import FormVersion, WorkingCopy
from drehscheibe.forms.queries import newest_version, own_form
from drehscheibe.forms.review import review
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor
from drehscheibe.kernel.revisions import ChangedMeanwhileError, Difference, SameEyesError


@access(Access.FORMS)
@require_safe
def remarks(request: Any, slug: str) -> HttpResponse:
    """What the linter finds, every rule of the form as a sentence, the official ones, and what an import has told."""
    found = shown(slug)
    own = own_form(slug)
    uses = uses_of(own) if own else []
    context = {
        "found": found,
        "remarks": review(found.document, surroundings(uses[0] if uses else None)),
        "sentences": telling.sentences(found.document, get_language() or "de"),
        "rules": [rule for rule in found.document.rules if rule.sentence],
        "report": found.copy.report if found.copy else [],
        "done": request.GET.get("erledigt", ""),
    }
    return render(request, "desk/forms/remarks.html", context)


def _different(old: FormVersion | None, new: FormVersion | WorkingCopy) -> list[Difference]:
    if old is None:
        return []
    return differences.compare(editing.document_of(old), editing.document_of(new))


@access(Access.FORMS)
def publication(request: Any, slug: str) -> HttpResponse:
    """Everything to look at before publishing; POST publishes, by a publisher who did not edit last."""
    found = shown(slug)
    if found.copy is None:
        return _shared(request, found)
    if request.method != "POST":
        return _page(request, found)
    refusal = _publish(request, slug)
    return _page(request, shown(slug), refusal) if refusal else go_on(f"{ADDRESS}{slug}/", "veroeffentlicht")


def _shared(request: Any, found: Shown) -> HttpResponse:
    """A plan for an online service whose form a body above keeps. Raises Http404 where nothing is planned."""
    planned = [one for one in offering.applications_by(found.slug, shared=True) if one.planned]
    if not planned:
        raise Http404
    online, refusal = planned[0], ""
    if request.method == "POST":
        by, now = actor(request.account), request.now
        refusal = _tried(request, lambda: offering.publish_change(online=online, seen=seen(request), by=by, now=now))
        if not refusal:
            return go_on(f"{ADDRESS}{found.slug}/", "geaendert")
    online.refresh_from_db()
    copy = planning.SharedCopy(found.slug, {"title": found.document.title}, offering.planned_change(online))
    return _show(request, found, copy, refusal, is_shared=True, is_offered=True)


_REFUSED: dict[type[Exception], str] = {
    SameEyesError: "eyes",
    editing.TrialsFailedError: "trials",
    ChangedMeanwhileError: "meanwhile",
    offering.CannotOfferError: "offer",
    FormError: "faults",
}


def _tried(request: Any, publish: Callable[[], object]) -> str:
    """Publish; else why not, in a word for the page."""
    if "publisher" not in request.standing.roles:
        return "role"
    try:
        publish()
    except tuple(_REFUSED) as error:
        return next(word for kind, word in _REFUSED.items() if isinstance(error, kind))
    return ""


def _publish(request: Any, slug: str) -> str:
    by, now = actor(request.account), request.now
    return _tried(request, lambda: offering.publish_copy(slug=slug, seen=seen(request), by=by, now=now))


def _page(request: Any, found: Shown, refusal: str = "") -> HttpResponse:
    copy = found.copy
    if copy is None:
        raise Http404
    own = own_form(found.slug)
    facts = {
        "faults": check(found.document),
        "failed": editing.failing(found.slug, found.document),
        "differences": _different(newest_version(own) if own else None, copy),
        "is_new": own is None,
        "is_offered": offering.is_offered(found.slug),
    }
    return _show(request, found, copy, refusal, **facts)


def _show(
    request: Any, found: Shown, copy: WorkingCopy | planning.SharedCopy, refusal: str, **facts: Any
) -> HttpResponse:
    """What is to be published, who may, and why it was refused."""
    is_editor = copy.edited_by == actor(request.account)
    context = {
        "found": found,
        "copy": copy,
        "editor": who(copy.edited_by),
        "refusal": refusal,
        "is_own_edit": is_editor,
        "may_publish": "publisher" in request.standing.roles and not is_editor,
        "plan": planning.in_words(copy, found.document.parameters),
        **facts,
    }
    return render(request, "desk/forms/publication.html", context, status=409 if refusal else 200)


def _version(slug: str, number: int) -> FormVersion:
    found = FormVersion.objects.select_related("form").filter(form=form_of(slug), number=number).first()
    if found is None:
        raise Http404
    return found


@access(Access.FORMS)
@require_safe
def version(request: Any, slug: str, number: int) -> HttpResponse:
    """A published version: what was different from the one before it."""
    found = _version(slug, number)
    before = FormVersion.objects.filter(form=found.form, number__lt=number).order_by("number").last()
    copy = WorkingCopy.objects.filter(slug=slug).first()
    context = {
        "version": found,
        "before": before,
        "slug": slug,
        "differences": _different(before, found),
        "revision": copy.revision if copy else 0,
        "copy": copy,
        "editor": who(copy.edited_by) if copy else "",
    }
    return render(request, "desk/forms/version.html", context)


@access(Access.FORM_EDITING)
def restoration(request: Any, slug: str, number: int) -> HttpResponse:
    """POST makes a version the working copy again."""
    found = _version(slug, number)
    if request.method != "POST":
        return go_on(f"{ADDRESS}{slug}/fassungen/{number}/")
    try:
        editing.restore(version=found, seen=seen(request), by=actor(request.account), now=request.now)
    except ChangedMeanwhileError:
        return go_on(f"{ADDRESS}{slug}/", "inzwischen")
    return go_on(f"{ADDRESS}{slug}/", "wiederhergestellt")
