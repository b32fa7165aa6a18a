"""Take in what comes on paper, at the counter or on the phone: the same form as online, on behalf of a person."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drehscheibe.applications.queries import CASEWORKERS
from drehscheibe.catalogue.models import OnlineService
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import scope


@access(Access.CASEWORK)
@require_safe
def page(request: Any) -> HttpResponse:
    """The forms of the departments that this person works for."""
    departments = request.standing.departments(CASEWORKERS)
    rows = OnlineService.objects.select_related("service", "department").filter(tenant_id=scope.current().tenant_id)
    if departments is not None:
        rows = rows.filter(department__in=departments)
    return render(request, "desk/intake.html", {"services": list(rows.order_by("service__sort_key", "is_contact"))})
