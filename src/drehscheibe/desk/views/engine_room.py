"""The operators' page: what they have to look at, jobs that have failed for good, and another try for each."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import failed_jobs
from drehscheibe.tenants.queries import directory
from drehscheibe.upkeep.alarms import alarms

ADDRESS = "/amt/betrieb/"


@access(Access.OPERATOR)
@require_safe
def page(request: Any) -> HttpResponse:
    return _page(request, restarted=request.GET.get("wiederholt", ""))


def _page(request: Any, *, restarted: str = "", is_gone: bool = False, status: int = 200) -> HttpResponse:
    tenants = directory().tenants
    jobs = [(job, tenants.get(job.tenant_id) if job.tenant_id else None) for job in failed_jobs.failed()]
    raised = alarms(request.now)
    context = {
        "jobs": jobs,
        "alarms": raised,
        "restarted": restarted if restarted.isdigit() else "",
        "is_gone": is_gone,
    }
    return render(request, "desk/engine_room.html", {**context, "most": failed_jobs.MOST_LISTED}, status=status)


@access(Access.OPERATOR)
def retry(request: Any, job_id: int) -> HttpResponse:
    """POST lets a failed job run again."""
    if request.method == "POST":
        try:
            failed_jobs.retry(job_id=job_id, now=request.now)
        except failed_jobs.NotFailedError:
            return _page(request, is_gone=True, status=409)
    response = HttpResponseRedirect(f"{ADDRESS}?wiederholt={job_id}" if request.method == "POST" else ADDRESS)
    response.status_code = 303
    return response
