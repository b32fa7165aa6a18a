"""Jobs that have failed for good: look at them, and try one again."""

from dataclasses import dataclass
from datetime import datetime

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from drehscheibe.kernel.models import JobFailure

MOST_LISTED = 200


class NotFailedError(LookupError):
    """There is no such job, or it has not failed (any more): somebody has started it again already."""


@dataclass(frozen=True)
class FailedJob:
    """A job and why it failed last; `at` and `reason` are missing when it never began to run."""

    id: int
    task: str
    tenant_id: int | None
    attempts: int
    at: datetime | None
    reason: str


def failed() -> list[FailedJob]:
    """The failed jobs of the installation, the latest first, at most two hundred."""
    jobs = list(ProcrastinateJob.objects.filter(status="failed").order_by("-pk")[:MOST_LISTED])
    failures = {failure.job_id: failure for failure in JobFailure.objects.filter(job_id__in=[job.pk for job in jobs])}
    return [_described(job, failures.get(job.pk)) for job in jobs]


def _described(job: ProcrastinateJob, failure: JobFailure | None) -> FailedJob:
    return FailedJob(
        id=job.pk,
        task=job.task_name,
        tenant_id=job.args.get("tenant_id"),
        attempts=job.attempts,
        at=failure.at if failure else None,
        reason=failure.reason if failure else "",
    )


def count() -> int:
    """How many jobs have failed."""
    return ProcrastinateJob.objects.filter(status="failed").count()


def retry(*, job_id: int, now: datetime) -> None:
    """Let a failed job run once more, when the caller's transaction commits. Raises NotFailedError."""
    failed_one = ProcrastinateJob.objects.select_for_update().filter(pk=job_id, status="failed").first()
    if failed_one is None:
        raise NotFailedError(job_id)
    app.job_manager.retry_job_by_id(job_id=job_id, retry_at=now)
    JobFailure.objects.filter(job_id=job_id).delete()
