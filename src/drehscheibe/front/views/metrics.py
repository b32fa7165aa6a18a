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
        found += [*_happened(), *_stored()]
        is_up = 1
    except DatabaseError:
        connection.close()
        is_up = 0
    found.append(_gauge("database_up", "Whether the database answers", is_up))
    whole = CollectorRegistry()
    whole.register(_Found(found))
    return HttpResponse(generate_latest(whole), content_type=CONTENT_TYPE_LATEST)
