"""The figures of one's departments: how much comes in, how long it takes. None of them is about a person."""

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drehscheibe.applications import figures, tallies
from drehscheibe.applications.queries import CASEWORKERS
from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock


@access(Access.CASEWORK)
@require_safe
def page(request: Any) -> HttpResponse:
    departments = request.standing.departments(CASEWORKERS)
    found = list(figures.of(departments))
    open_now = tallies.by_department(clock.day(request.now))
    context = {
        "departments": [
            (department, list(rows), open_now.get(department.pk, (0, 0, 0, 0)))
            for department, rows in groupby(found, lambda row: row.department)
        ],
        "at": found[0].at if found else None,
    }
    return render(request, "desk/figures.html", context)
