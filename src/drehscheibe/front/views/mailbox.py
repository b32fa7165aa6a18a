"""The Postkorb: one list over all tenants of the installation, with what needs the reader on top."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drehscheibe.applications import holdings
from drehscheibe.applications.models import Draft
from drehscheibe.front.mailbox import held
from drehscheibe.front.views.start import step_address
from drehscheibe.identity.access import Access, access
from drehscheibe.tenants.queries import directory


@access(Access.ACCOUNT)
@require_safe
def page(request: Any) -> HttpResponse:
    mark = holdings.read_mark(request.GET.get("nach", ""))
    with held(request) as accounts:
        found = holdings.page(reader=request.account, after=mark)
        drafts = [] if mark else holdings.drafts(now=request.now)
    organisations = {account.pk: account.name for account in accounts[1:]}
    context = {
        "found": found,
        "drafts": [(draft, _address(request, draft)) for draft in drafts],
        "organisations": organisations,
        "is_first": mark is None,
        "older": f"?nach={found.after}" if found.after else None,
    }
    return render(request, "front/mailbox.html", context)


def _address(request: Any, draft: Draft) -> str:
    """Where a draft goes on: on the portal where it was begun, because only that one offers its form for sure."""
    path = step_address(draft.online_service.slug, draft, None)
    if draft.portal_id == request.portal.pk:
        return path
    return f"{request.scheme}://{directory().primary[draft.portal_id]}{settings.PORT_SHOWN}{path}"
