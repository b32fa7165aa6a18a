"""The installation's figures for the operator's monitoring (Prometheus text format)."""

from collections.abc import Iterator
from typing import Any

from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.http import HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock, job_queue, measures
from drehscheibe.tenants.queries import directory
from drehscheibe.upkeep import alarms, balance

BALANCED = {
    "difference": "Cases that the latest daily balances miss",
    "received": "Cases received, by the latest daily balances",
    "open": "Open cases, by the latest daily balances",
    "due": "Cases that will be erased within thirty days",
}
EVENTS = "drehscheibe_events"


def _counted() -> Iterator[Metric]:
    """What the processes counted."""
    return (metric for metric in measures.registry().collect() if metric.name != EVENTS)


def _happened() -> Iterator[Metric]:
    """What happened to applications, with the portal's name in place of the body's number."""
    tenants = directory().tenants
    named = CounterMetricFamily(EVENTS, "What happened to applications", labels=["portal", "event"])
    for metric in measures.registry().collect():
        for sample in metric.samples if metric.name == EVENTS else []:
            tenant = tenants.get(int(sample.labels["tenant"]))
            if tenant and sample.name.endswith("_total"):
                named.add_metric([tenant.slug, sample.labels["event"].lower()], sample.value)
    yield named


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"drehscheibe_{name}", text, value=value)


def _stored() -> Iterator[Metric]:
    """What the database knows."""
    queue = job_queue.figures()
    jobs = GaugeMetricFamily("drehscheibe_jobs", "Jobs in the queue", labels=["status"])
    for status in ("waiting", "doing", "failed"):
        jobs.add_metric([status], getattr(queue, status))
    yield jobs
    yield _gauge("jobs_oldest_seconds", "How long the oldest job that is due has waited", queue.oldest)
    if queue.heartbeat is not None:
        yield _gauge("worker_heartbeat_seconds", "Age of the last sign of a worker", queue.heartbeat)
    count = Session.objects.filter(expire_date__gt=clock.now()).count()
    yield _gauge("sessions", "Sessions that have not ended", count)


def _watched() -> Iterator[Metric]:
    """What the operator's rounds know."""
    now = clock.now()
    raised = {alarm.kind for alarm in alarms.alarms(now)}
    alarm = GaugeMetricFamily("drehscheibe_alarm", "Whether somebody has to look at it", labels=["kind"])
    for kind in alarms.Kind:
        alarm.add_metric([kind], int(kind in raised))
    yield alarm
    latest = balance.latest()
    for name, text in BALANCED.items():
        yield _gauge(f"balance_{name}", text, sum(getattr(found, name) for found in latest))
    yield _gauge("disk_free_ratio", "Free part of the disk that holds the files of cases", alarms.free_space())
    age = alarms.backup_age(now)
    if age is not None:
        yield _gauge("backup_age_seconds", "Age of the last backup", age.total_seconds())


class _Found(Collector):
    def __init__(self, metrics: list[Metric]) -> None:
        self.metrics = metrics

    def collect(self) -> list[Metric]:
        return self.metrics


@access(Access.MONITORING)
def page(_request: Any) -> HttpResponse:
    """All figures; while the database is away, those that the processes hold themselves."""
    found = list(_counted())
    try:
        found += [*_happened(), *_stored(), *_watched()]
        is_up = 1
    except DatabaseError:
        connection.close()
        is_up = 0
    found.append(_gauge("database_up", "Whether the database answers", is_up))
    whole = CollectorRegistry()
    whole.register(_Found(found))
    return HttpResponse(generate_latest(whole), content_type=CONTENT_TYPE_LATEST)
