"""Do jobs in a row: who has done a job takes the next one at once, and the one after it.

The queue's own way takes three commits a job beside the work's (fetched, done, deleted) and a detour over its event
loop. Here one transaction takes a job off the queue, works and commits. If the work fails or the process dies, the
transaction is rolled back and the job waits as if nothing had been: the queue's own way counts its tries then.
"""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db import connection, transaction

LONGEST = 1.0  # seconds: then the queue looks whether the worker shall end
_REST = 60.0  # seconds during which a kind of job that failed goes the queue's own way
_TAKE = """
DELETE FROM procrastinate_jobs WHERE id = (
    SELECT id FROM procrastinate_jobs
    WHERE status = 'todo' AND attempts = 0 AND scheduled_at IS NULL AND lock IS NULL AND queueing_lock IS NULL
      AND task_name = ANY(%s)
    ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id, task_name, args
"""


class Taken(NamedTuple):
    """A job off the queue, as long as the transaction holds."""

    id: int
    task: str
    payload: dict[str, Any]


Run = Callable[[Taken], None]
_resting: dict[str, float] = {}


def go_on(kinds: Mapping[str, Run]) -> None:
    """Do waiting jobs of these kinds, the first first, until none is left, one fails or the time is over.

    Each runs in a transaction of its own.
    """
    end = time.monotonic() + LONGEST
    while (now := time.monotonic()) < end and _next([kind for kind in kinds if _resting.get(kind, 0) <= now], kinds):
        pass


def _next(wanted: list[str], kinds: Mapping[str, Run]) -> bool:
    """Whether there was a job and it is done."""
    taken = None
    try:
        with transaction.atomic():
            taken = _take(wanted)
            if taken is not None:
                kinds[taken.task](taken)
    except Exception:  # noqa: BLE001  the queue's own way runs it again, and tells what is wrong
        if taken is not None:
            _resting[taken.task] = time.monotonic() + _REST
        return False
    return taken is not None


def _take(kinds: list[str]) -> Taken | None:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [kinds])
        row = cursor.fetchone()
    return Taken(row[0], row[1], json.loads(row[2]) if isinstance(row[2], str) else row[2]) if row else None
