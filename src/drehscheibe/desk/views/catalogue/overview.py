"""The list of services with their states, one service, a new one; begin to edit it, or throw the changes away."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drehscheibe.catalogue import base_text, classification, editing, translating
from drehscheibe.catalogue.listing import FILTERS, listed
from drehscheibe.catalogue.models import ServiceComment, ServiceVersion
from drehscheibe.catalogue.parts import LOCAL_PAGES, PAGES, at
from drehscheibe.catalogue.rules import easy_is_stale
from drehscheibe.desk.inputs import Typed
from drehscheibe.desk.seeing import form_context, go_on, seen, who
from drehscheibe.desk.views.catalogue.found import ADDRESS, called, found, ways
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor, names
from drehscheibe.identity.models import Role
from drehscheibe.kernel import clock
from drehscheibe.kernel.revisions import ChangedMeanwhileError
from drehscheibe.tenants.queries import own_departments

PAGE = 50


@access(Access.SERVICES)
@require_safe
def services(request: Any) -> HttpResponse:
    """The services that the visitor edits or publishes, filtered by words, state and department."""
    wanted = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "zustand", "amt")}
    rows = listed(
        request.standing,
        typed=wanted["q"],
        state=wanted["zustand"],
        department=wanted["amt"],
        today=clock.day(request.now),
    )
    number = request.GET.get("seite", "1")
    page = max(int(number[:4]), 1) if number.isdecimal() and number.isascii() else 1
    context = {
        "rows": rows[(page - 1) * PAGE : page * PAGE],
        "count": len(rows),
        "page": page,
        "pages": -(-len(rows) // PAGE),
        "wanted": wanted,
        "filters": [(name, _(label)) for name, label in FILTERS.items()],
        "departments": own_departments(),
        "done": request.GET.get("erledigt", ""),
    }
    return render(request, "desk/catalogue/list.html", context)


@access(Access.SERVICES)
@require_safe
def service(request: Any, slug: str) -> HttpResponse:
    """One service: where it stands, what can be done with it, what was said about it, its versions."""
    one = found(request, slug)
    comments = list(ServiceComment.objects.filter(service=one.service).order_by("-at", "-pk")[:50])
    versions = list(ServiceVersion.objects.filter(service=one.service).defer("document").order_by("-number"))
    outdated = one.document.get("translated", {})
    acted = [comment.by for comment in comments] + [version.published_by for version in versions]
    context = {
        "found": one,
        "pages": PAGES if one.is_own else list(LOCAL_PAGES.values()),
        "filled": filled(one),
        "ways": ways(one),
        "comments": comments,
        "versions": versions,
        "names": names([*acted, one.draft.edited_by if one.draft else "system"]),
        "outdated": [_(translating.NAMES[path]) for path in outdated if path in translating.NAMES],
        "untranslated": {page.name for page in PAGES for entry in page.entries if entry.path in outdated},
        "easy_is_stale": one.is_own and easy_is_stale(one.service),
        "base_changed": [] if one.is_own else base_text.changed(one.service),
        "is_due": one.service.review_on and one.service.review_on <= clock.day(request.now),
        "done": request.GET.get("erledigt", ""),
    }
    return render(request, "desk/catalogue/service.html", context)


def filled(one: Any) -> set[str]:
    """The pages on which something stands."""
    pages = PAGES if one.is_own else LOCAL_PAGES.values()
    return {page.name for page in pages if any(at(one.document, entry.path) for entry in page.entries)}


@access(Access.SERVICE_EDITING)
def creation(request: Any) -> HttpResponse:
    """A new service, in a department of the visitor's."""
    allowed = request.standing.departments(frozenset({str(Role.EDITOR)}))
    departments = {one.slug: one for one in own_departments() if allowed is None or one.pk in allowed}
    typed = Typed(request.POST) if request.method == "POST" else None
    if typed is not None:
        name = typed.line("name", _("Schreiben Sie bitte, wie die Leistung heißt."))
        department = typed.choice("amt", departments, _("Wählen Sie bitte das Amt, das zuständig ist."))
        topic = typed.choice("thema", classification.topics(), _("Wählen Sie bitte ein Themenfeld."))
        if not typed.errors:
            try:
                draft = editing.create(
                    name=name,
                    department=departments[department],
                    topic=topic,
                    by=actor(request.account),
                    now=request.now,
                )
            except editing.UnusableNameError:
                typed.refuse("name", _("Der Name braucht Buchstaben oder Ziffern."))
            else:
                return go_on(f"{ADDRESS}{draft.service.slug}/", "angelegt")
    known = called()
    context = {
        **form_context(request, typed, {"name": "", "amt": "", "thema": ""}),
        "departments": [{"value": slug, "label": known[slug]} for slug in departments],
        "topics": [{"value": slug, "label": known[slug]} for slug in classification.topics()],
    }
    return render(request, "desk/catalogue/creation.html", context, status=422 if typed else 200)


@access(Access.SERVICE_EDITING)
def beginning(request: Any, slug: str) -> HttpResponse:
    """POST makes a working copy of what is public."""
    one = found(request, slug, to_edit=True)
    if request.method == "POST":
        editing.begin(service=one.service, by=actor(request.account), now=request.now)
    return go_on(one.base)


@access(Access.SERVICE_EDITING)
def discarding(request: Any, slug: str) -> HttpResponse:
    """The question whether to throw the working copy away; POST does it."""
    one = found(request, slug, to_edit=True)
    if one.draft is None:
        return go_on(one.base)
    meanwhile = ""
    if request.method == "POST":
        try:
            editing.discard(service=one.service, seen=seen(request), by=actor(request.account), now=request.now)
        except ChangedMeanwhileError as changed:
            meanwhile = who(changed.copy.edited_by)
        else:
            return go_on(ADDRESS, "verworfen")
    context = {"found": one, "meanwhile": meanwhile}
    return render(request, "desk/catalogue/discarding.html", context, status=409 if meanwhile else 200)
