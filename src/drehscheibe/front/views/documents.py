"""What the applicant brings in place: missing documents, one by one; and how they want the decision."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from drehscheibe.applications import uploads
from drehscheibe.applications.delivery import Way
from drehscheibe.applications.operations.announcement import choose_way
from drehscheibe.applications.operations.requesting import (
    Brought,
    NoOpenRequestError,
    bring_documents,
    items_of,
    open_request,
)
from drehscheibe.forms.fields.cleaning import clean_lines
from drehscheibe.front.cases import opened, see_case
from drehscheibe.front.views.case import show
from drehscheibe.identity.access import Access, access
from drehscheibe.mailbox.operations import AlreadyLeftError

LONGEST_REASON = 500


@access(Access.HOLDER)
def documents(request: Any, reference: str) -> HttpResponse:
    """POST brings what is there of the documents that are asked for; what does not fit is said, the rest is kept."""
    with opened(request, reference) as application:
        asked = open_request(application)
        if request.method != "POST" or asked is None:
            return see_case(application)
        brought: dict[int, Brought] = {}
        errors: list[tuple[str, str]] = []
        typed: dict[str, str] = {}
        for item in [one for one in items_of(asked, application) if not one.answered]:
            reason = typed[f"grund.{item.id}"] = clean_lines(request.POST.get(f"grund.{item.id}", ""))[:LONGEST_REASON]
            try:
                files = uploads.take(application.key, request.FILES.getlist(f"datei.{item.id}"), (), 0, request.now)
            except uploads.RefusedFileError as refusal:
                errors.append((f"f-datei-{item.id}", str(refusal)))
                continue
            if files or reason:
                brought[item.id] = Brought(files, reason)
        if not brought and not errors:
            first = next(iter(typed), "").removeprefix("grund.")
            problem = _("Wählen Sie bitte mindestens eine Datei aus, oder schreiben Sie, warum es sie nicht gibt.")
            errors.append((f"f-datei-{first}", problem))
        if brought:
            once = request.POST.get("einmal", "")[:40]
            try:
                bring_documents(
                    application=application, brought=brought, by=request.account or None, now=request.now, once=once
                )
            except (AlreadyLeftError, NoOpenRequestError):  # an earlier press, or the office needs them no more
                uploads.drop(application.key, [file for one in brought.values() for file in one.files])
        if errors:
            return show(request, application, errors=errors, typed=typed, status=422)
        return see_case(application, "unterlagen")


@access(Access.HOLDER)
def delivery(request: Any, reference: str) -> HttpResponse:
    """POST chooses between retrieval here and a letter, while nothing is decided."""
    with opened(request, reference) as application:
        way = request.POST.get("bescheid", "")
        if request.method != "POST" or way not in Way.values:
            return see_case(application)
        choose_way(application=application, way=Way(way), by=request.account or None, now=request.now)
        return see_case(application, "zustellung")
