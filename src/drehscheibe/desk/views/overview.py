"""The staff's first page: what there is to do, according to one's roles."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drehscheibe.applications import worklist
from drehscheibe.applications.queries import CASEWORKERS
from drehscheibe.identity.access import ROLES, Access, access
from drehscheibe.kernel import clock, failed_jobs


@access(Access.STAFF)
@require_safe
def page(request: Any) -> HttpResponse:
    context: dict[str, Any] = {}
    if request.standing.roles & CASEWORKERS:
        context["numbers"] = worklist.numbers(
            standing=request.standing, account=request.account, today=clock.day(request.now)
        )
    if request.standing.roles & ROLES[Access.OPERATOR]:
        context["failed"] = failed_jobs.count()
    return render(request, "desk/overview.html", context)
