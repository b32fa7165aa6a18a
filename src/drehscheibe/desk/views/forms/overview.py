"""The list of forms, and one form: its state, its versions, its steps; begin to edit it, or throw the changes away."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drehscheibe.catalogue.form_uses import surroundings, uses_of
from drehscheibe.catalogue.offering import applications_by, is_offered
from drehscheibe.desk.seeing import go_on, seen, who
from drehscheibe.desk.views.forms.found import ADDRESS, copy_of, form_of, shown
from drehscheibe.forms import editing
from drehscheibe.forms.models import FormVersion, WorkingCopy
from drehscheibe.forms.queries import own_form
from drehscheibe.forms.review import review
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor
from drehscheibe.kernel import scope
from drehscheibe.kernel.revisions import ChangedMeanwhileError


@access(Access.FORMS)
@require_safe
def forms(request: Any) -> HttpResponse:
    """All forms of the body with their state, and those it uses from bodies above it."""
    facts = ("form__slug", "number", "published", "document__title", "tenant_id")
    newest = FormVersion.objects.order_by("form", "-number").distinct("form").values_list(*facts)
    copies = {copy.slug: copy for copy in WorkingCopy.objects.defer("report")}
    own_id = scope.current().tenant_id
    own = {slug: (title, number, day) for slug, number, day, title, tenant in newest if tenant == own_id}
    rows = [(slug, *facts, copies.get(slug)) for slug, facts in own.items()]
    rows += [(slug, copy.document["title"], 0, None, copy) for slug, copy in copies.items() if slug not in own]
    shared = [(slug, title, number, day) for slug, number, day, title, tenant in newest if tenant != own_id]
    context = {
        "rows": sorted(rows, key=lambda row: row[1].get("de", "").casefold()),
        "shared": sorted((row for row in shared if row[0] not in own), key=lambda row: row[1].get("de", "").casefold()),
        "done": request.GET.get("erledigt", ""),
    }
    return render(request, "desk/forms/list.html", context)


@access(Access.FORMS)
@require_safe
def form(request: Any, slug: str) -> HttpResponse:
    """One form: where it stands, what can be done with it."""
    found = shown(slug)
    own = own_form(slug)
    uses = uses_of(own) if own else []
    remarks = review(found.document, surroundings(uses[0] if uses else None))
    context = {
        "found": found,
        "versions": list(FormVersion.objects.filter(form=own).defer("document").order_by("-number")) if own else [],
        "uses": uses,
        "shared_offers": [] if found.is_own else list(applications_by(slug, shared=True)),
        "may_plan": not is_offered(slug) or applications_by(slug).exists(),
        "counted": {weight: sum(one.weight.value == weight for one in remarks) for weight in ("error", "warning")},
        "editor": who(found.copy.edited_by) if found.copy else "",
        "done": request.GET.get("erledigt", ""),
    }
    return render(request, "desk/forms/form.html", context)


@access(Access.FORM_EDITING)
def beginning(request: Any, slug: str) -> HttpResponse:
    """POST makes a working copy of the newest version."""
    found = form_of(slug)
    if request.method == "POST":
        editing.begin(form=found, by=actor(request.account), now=request.now)
    return go_on(f"{ADDRESS}{slug}/")


@access(Access.FORM_EDITING)
def discarding(request: Any, slug: str) -> HttpResponse:
    """The question whether to throw the working copy away; POST does it."""
    copy = copy_of(slug)
    if request.method == "POST":
        try:
            editing.discard(slug=slug, seen=seen(request), by=actor(request.account), now=request.now)
        except ChangedMeanwhileError as changed:
            context = {"copy": changed.copy, "meanwhile": who(changed.copy.edited_by)}
            return render(request, "desk/forms/discarding.html", context, status=409)
        return go_on(ADDRESS, "verworfen")
    return render(request, "desk/forms/discarding.html", {"copy": copy, "meanwhile": ""})
