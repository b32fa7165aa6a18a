"""The lead's and the operator's page: how much lies on which department, in figures alone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drehscheibe.applications import worklist
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock


@access(Access.CONTROL)
@require_safe
def page(request: Any) -> HttpResponse:
    return render(request, "desk/control_room.html", {"loads": worklist.loads(clock.day(request.now))})
