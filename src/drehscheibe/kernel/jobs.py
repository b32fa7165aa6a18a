"""Jobs: rows in the transaction of the caller. An operation emits an event, `config.subscriptions` names its tasks."""

import logging
import traceback
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache, partial, wraps
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils.module_loading import import_string
from procrastinate import BaseRetryStrategy, RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job
from procrastinate.tasks import Task

from drehscheibe.kernel import bursts, clock, logs, measures, scope
from drehscheibe.kernel.models import JobFailure

log = logging.getLogger(__name__)
ATTEMPTS = 5
IN_A_ROW = "in_a_row"  # told to the queue's worker: a job that is done goes on with the next
_PAUSES_OF_MAIL = (10, 60, 300, 900)  # seconds, then an hour each
_TRIES_OF_MAIL = 5 * 24  # about five days, as mail servers do among themselves (RFC 5321, 4.5.4.1)


class JobFailedError(RuntimeError):
    """What the queue logs of a failed job: kind and place of its error."""


@lru_cache(maxsize=1)
def _subscriptions() -> Mapping[type, tuple[Any, ...]]:
    return import_string(settings.DREHSCHEIBE_SUBSCRIPTIONS)  # type: ignore[no-any-return]


def emit(event: Any) -> None:
    """Write one job row per subscriber of the event's class, in the transaction and scope of the caller.

    `event` is a frozen dataclass of ids and plain values; the jobs carry the tenant and what it may read.
    """
    entered = scope.current()
    payload = {name: str(value) if isinstance(value, uuid.UUID) else value for name, value in asdict(event).items()}
    for task in _subscriptions()[type(event)]:
        task.defer(tenant_id=entered.tenant_id, readable=list(entered.readable), **payload)
    count = measures.events.labels(entered.tenant_id, type(event).__name__).inc
    transaction.on_commit(count)


class MailRetry(BaseRetryStrategy):
    """A mail server may be away for days: mails are tried for five days, hourly after the first few tries."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002
        if job.attempts >= _TRIES_OF_MAIL:
            return None
        pauses = (*_PAUSES_OF_MAIL, 3600)
        return RetryDecision(retry_in={"seconds": pauses[min(job.attempts, len(pauses) - 1)]})


SOON = RetryStrategy(max_attempts=ATTEMPTS - 1, exponential_wait=3)
MAIL = MailRetry()


def mail_tasks() -> list[str]:
    """The names of the tasks that send mail."""
    return [name for name, known in app.tasks.items() if known.retry_strategy is MAIL]


def task(name: str, retry: BaseRetryStrategy = SOON) -> Callable[[Callable[..., None]], Task[Any, Any, Any]]:
    """Make a function a job: it runs in a transaction within its tenant's scope and gets `now` beside its payload.

    A job is tried five times with growing pauses, then it is listed as failed with the kind of its error. One that does
    nothing but send a mail takes `retry=MAIL`.
    It may run more than once (a killed worker leaves that open), so it must be idempotent.
    """

    def decorate(work: Callable[..., None]) -> Task[Any, Any, Any]:
        def do(*, tenant_id: int, readable: list[int], **payload: Any) -> None:
            with scope.enter(tenant_id, readable):
                work(now=clock.now(), **payload)

        @wraps(work)
        def run(context: JobContext, *, tenant_id: int, readable: list[int], **payload: Any) -> None:
            measured = _measured(name, context, tenant=tenant_id, readable=readable)
            with measured, transaction.atomic():
                do(tenant_id=tenant_id, readable=readable, **payload)
            if IN_A_ROW in context.additional_context:
                bursts.go_on(_kinds)

        _kinds[name] = partial(_do_taken, do)
        return app.task(name=name, pass_context=True, retry=retry)(run)  # type: ignore[arg-type]  # wraps() forgets keywords

    return decorate


_kinds: dict[str, bursts.Run] = {}


def _do_taken(do: Callable[..., None], taken: bursts.Taken) -> None:
    """Do a job that is taken off the queue in the open transaction."""
    started = perf_counter()
    do(**taken.payload)
    told = {"task": taken.task, "job": taken.id, "attempt": 1, "tenant": taken.payload["tenant_id"]}
    transaction.on_commit(lambda: _tell(logging.INFO, "done", perf_counter() - started, **told))


def every(cron: str, name: str) -> Callable[[Callable[[datetime], object]], Task[Any, Any, Any]]:
    """Make a function a job that runs for the whole installation when `cron` says (UTC); it enters scopes itself."""

    def decorate(work: Callable[[datetime], object]) -> Task[Any, Any, Any]:
        @wraps(work)
        def run(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  the interface's: when it was due
            with _measured(name, context):
                work(clock.now())

        return app.periodic(cron=cron)(app.task(name=name, queueing_lock=name, pass_context=True)(run))

    return decorate


every_hour = partial(every, "7 * * * *")


@contextmanager
def _measured(
    name: str, context: JobContext, *, tenant: int | None = None, readable: Sequence[int] = ()
) -> Iterator[None]:
    """Each run of a job leaves one line in the log and one count. Raises JobFailedError for whatever it raises."""
    _drop_dead_connection()
    started = perf_counter()
    told = {"task": name, "job": context.job.id, "attempt": context.job.attempts + 1, "tenant": tenant}
    try:
        yield
    except Exception as error:  # noqa: BLE001  whatever it was, it is noted and raised again without its message
        reason = _note_failure(context, name, error, readable)
        _tell(logging.WARNING, "failed", perf_counter() - started, reason=reason, **told)
        raise JobFailedError(reason) from None
    else:
        _tell(logging.INFO, "done", perf_counter() - started, **told)
    finally:
        _drop_dead_connection()


def _tell(level: int, outcome: str, seconds: float, **told: Any) -> None:
    measures.jobs.labels(told["task"], outcome).observe(seconds)
    logs.tell(log, level, f"job {outcome}", **told, ms=round(seconds * 1000, 1))


def _drop_dead_connection() -> None:
    """As Django does around a request; a caller's open transaction is left alone."""
    if not connection.in_atomic_block:
        close_old_connections()


def _note_failure(context: JobContext, name: str, error: Exception, readable: Sequence[int]) -> str:
    """Keep and return kind and place of the error. Its message stays out: it could carry personal data."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    reason = f"{type(error).__name__} in {place.name} ({place.filename.rsplit('/', 1)[-1]}:{place.lineno})"
    try:
        JobFailure.objects.update_or_create(
            job_id=context.job.id or 0,
            defaults={"task": name, "reason": reason, "readable": list(readable), "at": clock.now()},
        )
    except DatabaseError as away:
        logs.tell(log, logging.WARNING, "failure not stored", job=context.job.id, error=type(away).__name__)
    return reason
