"""Figures for the operator's monitoring: right, cheap, and for nobody else."""

import ipaddress
import os
import re
import subprocess
import sys
from datetime import datetime

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from drehscheibe.kernel import clock
from drehscheibe.tenants.operations import work_as
from tests.cases import filled_draft, send
from tests.cast import MUSTERSTADT, tenant


class Away:
    """A database that does not answer."""

    @staticmethod
    def cursor():
        raise OperationalError

    @staticmethod
    def close() -> None:
        """Nothing to close."""


FORWARDED = "X-Forwarded-For"


def figures(client, **options) -> dict[str, float]:
    """Name and labels -> value."""
    answer = client.get("/metrics", **options)
    assert answer.status_code == 200
    lines = [line for line in answer.content.decode().splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def status(client, address: str = "127.0.0.1", **headers: str) -> int:
    return client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code


def test_requests_are_counted_by_pattern_and_status(guest, full_case):
    visitor = guest()
    name = 'drehscheibe_request_seconds_count{method="GET",route="/vorgang/<str:reference>/",status="404"}'
    before = figures(visitor).get(name, 0)
    visitor.get(f"/vorgang/{full_case.reference}/")
    visitor.get("/vorgang/ABC-1234-5678-9/")
    after = figures(visitor)
    assert after[name] == before + 2
    assert not any(full_case.reference in key for key in after)


def test_what_happened_is_counted_by_portal_when_it_is_committed(committing_database, stopped_clock):
    visitor, town = Client(HTTP_HOST=MUSTERSTADT), tenant("musterstadt")
    submitted = 'drehscheibe_events_total{event="submitted",portal="musterstadt"}'
    before = figures(visitor)
    with work_as(town):
        send(*filled_draft("mitteilung", town))
        transaction.set_rollback(True)
    with work_as(town):
        send(*filled_draft("mitteilung", town))
    after = figures(visitor)
    assert after[submitted] == before.get(submitted, 0) + 1
    assert after['drehscheibe_jobs{status="waiting"}'] == 1
    assert after["drehscheibe_database_up"] == 1


def test_the_age_of_the_oldest_waiting_job_is_told(guest, application, musterstadt):
    application("mitteilung", musterstadt)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '20 minutes'")
    assert 1200 <= figures(guest())["drehscheibe_jobs_oldest_seconds"] < 1300


def test_a_job_that_waits_for_its_next_try_is_not_late(guest, application, musterstadt):
    application("mitteilung", musterstadt)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '20 minutes'")
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 minute'")
    assert figures(guest())["drehscheibe_jobs_oldest_seconds"] == 0


def test_sessions_are_counted(guest, client_for, alice, stopped_clock):
    stopped_clock.moment = datetime.now(clock.BERLIN)  # sessions end by the machine's clock
    visitor = guest()
    before = figures(visitor)["drehscheibe_sessions"]
    client_for(alice)
    assert figures(visitor)["drehscheibe_sessions"] == before + 1


def test_figures_come_without_a_database(guest, monkeypatch):
    monkeypatch.setattr("drehscheibe.kernel.job_queue.connection", Away)
    monkeypatch.setattr("drehscheibe.front.views.metrics.connection", Away)
    told = figures(guest())
    assert told["drehscheibe_database_up"] == 0
    assert any(name.startswith("drehscheibe_request_seconds_count") for name in told)


@pytest.mark.parametrize(
    ("address", "headers", "expected"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.5", {}, 404),
        ("127.0.0.1", {FORWARDED: "203.0.113.5"}, 404),
        ("127.0.0.1", {FORWARDED: "127.0.0.1, 203.0.113.5"}, 404),
        ("203.0.113.5", {FORWARDED: "127.0.0.1"}, 404),
        ("127.0.0.1", {FORWARDED: "203.0.113.5, 127.0.0.1"}, 200),
        ("", {}, 404),
        ("203.0.113.5", {"Authorization": "Bearer "}, 404),
        ("203.0.113.5", {"Authorization": "Bearer wrong"}, 404),
    ],
)
def test_nobody_outside_reads_the_figures(guest, address, headers, expected):
    assert status(guest(), address, **headers) == expected


def test_the_token_opens_from_anywhere(guest, settings):
    settings.METRICS_TOKEN = "a-token-of-the-test"  # noqa: S105  of the test alone
    headers = {"Authorization": "Bearer a-token-of-the-test", FORWARDED: "203.0.113.5"}
    assert status(guest(), "203.0.113.5", **headers) == 200
    assert status(guest(), "203.0.113.5", Authorization="Bearer a-token-of-the-tesT") == 404


def test_the_operators_network_may_be_named(guest, settings):
    settings.METRICS_NETWORKS = [ipaddress.ip_network("10.1.0.0/16")]
    assert [status(guest(), address) for address in ("10.1.2.3", "10.2.2.3", "127.0.0.1")] == [200, 404, 404]


def test_several_processes_count_together(tmp_path):
    """Two processes count, one of them is killed; whoever asks tells the sum, until the server starts anew."""
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    count = "from drehscheibe.kernel import measures as m; m.notices.labels('sent').inc(); "
    for ending in ("", "import os; os.kill(os.getpid(), 9)"):
        subprocess.run([sys.executable, "-c", count + ending], env=environment, check=False)
    read = "from prometheus_client import generate_latest; print(generate_latest(m.registry()).decode())"
    asked = [
        subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True)
        for program in (count + read, count + "m.forget_the_dead(); " + read)
    ]
    found = [re.findall(r'drehscheibe_mails_total{outcome="sent"} (\S+)', done.stdout) for done in asked]
    assert found == [["3.0"], ["1.0"]]
