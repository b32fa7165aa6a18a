"""The test database: migrated by its owner, filled with the demo district once, used as the application role.

The filled template serves all processes and later runs, until a source changes. A session clones it:
`db` (pytest-django's) rolls back what a test wrote; `committing_database` is a clone of its own for tests with threads
or real commits. Nothing is ever truncated.
"""

import fcntl
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from drehscheibe.config import schema
from drehscheibe.config.database import APP_ROLE
from drehscheibe.demo.seed import seed
from drehscheibe.kernel import clock
from drehscheibe.kernel.embedded_postgres import OWNER

FOUNDED = datetime(2026, 11, 26, 12, tzinfo=clock.BERLIN)  # on every day the same, and before the cast's
NAME = f"test_{os.getpid()}"
VAR = settings.DREHSCHEIBE_VAR  # tests give it other values
SOURCE = Path(__file__).resolve().parents[1] / "src" / "drehscheibe"
KEPT = 3  # templates of other states of the source: other runs may be using them
_numbers = count(1)
_settings = connection.settings_dict
_maintenance = _settings["NAME"] if "DATABASE_URL" in os.environ else "postgres"


def owner(database: str) -> psycopg.Connection[Any]:
    """A connection as the owner of the tables, who sees all rows."""
    _use(database, as_owner=True)
    parameters = {k: v for k, v in connection.get_connection_params().items() if k not in {"cursor_factory", "context"}}
    _use(database)
    return psycopg.connect(**parameters, autocommit=True)


@contextmanager
def as_owner() -> Iterator[None]:
    """Django's connection logs in as the owner of the tables, as some of the operator's commands do."""
    name = _settings["NAME"]
    _use(name, as_owner=True)
    try:
        yield
    finally:
        _use(name)


def _use(database: str, *, as_owner: bool = False) -> None:
    connection.close()
    _settings["NAME"] = database
    if "DATABASE_URL" in os.environ:
        _settings["OPTIONS"].pop("options", None)
        if not as_owner:
            _settings["OPTIONS"]["options"] = f"-c role={APP_ROLE}"
    else:
        _settings["USER"] = OWNER if as_owner else APP_ROLE


def _order(statement: str, *names: str) -> None:
    with owner(_maintenance) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def _clone(name: str) -> Iterator[None]:
    _order("CREATE DATABASE {} TEMPLATE {}", name, _template())
    _use(name)
    yield
    connection.close()
    _end_other_sessions()
    _order("DROP DATABASE {}", name)


def _end_other_sessions() -> None:
    """What threads of a test may have left open, of our own role (the owner may not end another role's)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
    connection.close()


@cache
def _template() -> str:
    """The name of the filled database of this state of the source; whoever comes first makes it."""
    with (VAR / "template.lock").open("w") as turnstile:
        fcntl.flock(turnstile, fcntl.LOCK_EX)
        _drop_leftovers()
        state = _state()
        known = sorted(name for name in _databases() if name.startswith("test_template_"))
        for name in known:
            if name.endswith(state):
                return name
        for name in known[:-KEPT]:
            _order("DROP DATABASE IF EXISTS {}", name)
        made, name = f"{NAME}_template", f"test_template_{clock.now():%y%m%d%H%M%S}_{state}"
        _order("CREATE DATABASE {}", made)
        _fill(made)
        _order("ALTER DATABASE {} RENAME TO {}", made, name)
        return name


def _fill(database: str) -> None:
    _use(database, as_owner=True)
    call_command("migrate", verbosity=0, interactive=False)
    schema.grant()
    _use(database)
    seed(now=FOUNDED, say=lambda _step: None)
    connection.close()


def _state() -> str:
    """A short hash of everything a template follows from: programs and content, the installation's keys."""
    unseen = {"__pycache__", "assets", "locale", "templates"}
    sources = [path for path in SOURCE.rglob("*") if path.is_file() and not unseen & set(path.parts)]
    sum_of_all = hashlib.sha256()
    for path in [*sorted(sources), Path(__file__), VAR / "keys" / "installation.key"]:
        sum_of_all.update(path.name.encode() + b"\0" + path.read_bytes())
    return sum_of_all.hexdigest()[:12]


def _databases() -> list[str]:
    with owner(_maintenance) as server:
        return [name for (name,) in server.execute("SELECT datname FROM pg_database")]


def _drop_leftovers() -> None:
    """Databases of test runs on this machine that were killed."""
    if "DATABASE_URL" in os.environ:
        return
    for name in [name for name in _databases() if re.match(r"test_\d", name)]:
        try:
            os.kill(int(name.split("_")[1]), 0)
        except ProcessLookupError:
            _order("DROP DATABASE IF EXISTS {}", name)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), _clone(NAME):
        yield


@pytest.fixture
def committing_database(django_db_setup, django_db_blocker) -> Iterator[Callable[[], psycopg.Connection[Any]]]:
    """A database of the test's own where everything commits; the value opens connections to it as its owner."""
    name = f"{NAME}_{next(_numbers)}"
    with django_db_blocker.unblock():
        connection.close()
        with _clone(name):
            yield lambda: owner(name)
        _use(NAME)


def at_once(times: int, work: Callable[[int], Any]) -> list[Any]:
    """Run `work(0)`, `work(1)`, ... in as many threads, each with its own connection; returns results or exceptions."""

    def run(number: int) -> Any:
        try:
            return work(number)
        except Exception as error:  # noqa: BLE001  the test looks at it
            return error
        finally:
            with suppress(Exception):
                connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))
