"""How the queue of jobs is doing: what waits, since when, and whether somebody works on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

_FIGURES = """
SELECT
    count(*) FILTER (WHERE j.status = 'todo'),
    count(*) FILTER (WHERE j.status = 'doing'),
    count(*) FILTER (WHERE j.status = 'failed'),
    extract(epoch FROM now() - min(coalesce(j.scheduled_at, e.at)) FILTER (
        WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())))::float,
    (SELECT extract(epoch FROM clock_timestamp() - max(last_heartbeat))::float FROM procrastinate_workers)
FROM procrastinate_jobs j
LEFT JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
"""


@dataclass(frozen=True)
class Figures:
    """Counts of jobs; `oldest` and `heartbeat` in seconds, by the database's clock: how long the first one that is due
    has waited, and how long ago a worker gave a sign of life (None: never).
    """

    waiting: int
    doing: int
    failed: int
    oldest: float
    heartbeat: float | None


def figures() -> Figures:
    """The queue as it is now, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES)
        waiting, doing, failed, oldest, heartbeat = cursor.fetchone() or (0, 0, 0, None, None)
    return Figures(waiting, doing, failed, max(oldest or 0.0, 0.0), heartbeat)


def failing(tasks: Sequence[str], tries: int) -> int:
    """How many jobs of these tasks still wait after at least `tries` failed ones."""
    return ProcrastinateJob.objects.filter(status="todo", task_name__in=tasks, attempts__gte=tries).count()
