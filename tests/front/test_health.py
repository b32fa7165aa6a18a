"""What machines ask: alive as long as the process answers, ready only when everything that is needed is there."""

import pytest
from django.db import connection

from tests.config.test_metrics import Away


def worker(age: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '{age}')")


def readiness(guest) -> tuple[int, dict]:
    answer = guest("unknown.example").get("/readyz")
    return answer.status_code, answer.json()


def test_alive_needs_nothing(guest, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert guest("unknown.example").get("/healthz").content == b"ok"


def test_ready_with_database_tables_and_a_worker(guest):
    worker("2 seconds")
    assert readiness(guest) == (200, {"ready": True, "missing": []})


@pytest.mark.parametrize("age", ["11 seconds", "3 days"])
def test_a_silent_worker_is_missed(guest, age):
    worker(age)
    assert readiness(guest) == (503, {"ready": False, "missing": ["worker"]})


def test_one_live_worker_among_dead_ones_is_enough(guest):
    worker("3 days")
    worker("1 second")
    assert readiness(guest)[0] == 200


def test_a_missing_migration_is_named(guest, monkeypatch):
    worker("1 second")
    health = "drehscheibe.front.views.health._wanted_migrations"
    monkeypatch.setattr(health, lambda: frozenset({"kernel.0001_initial", "kernel.0999_tomorrow"}))
    assert readiness(guest) == (503, {"ready": False, "missing": ["migrations"]})


def test_a_lost_database_is_named(guest, monkeypatch):
    monkeypatch.setattr("drehscheibe.front.views.health.connection", Away)
    assert readiness(guest) == (503, {"ready": False, "missing": ["database"]})
