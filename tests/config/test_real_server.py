"""A real PostgreSQL server by DATABASE_URL, where its `initdb` is on the machine: tables, walls, and an application."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

PROJECT = Path(__file__).resolve().parents[2]
SEED = """
from drehscheibe.demo.seed import seed
from drehscheibe.kernel import clock
seed(now=clock.now(), say=lambda _step: None)
"""
INITDB = shutil.which("initdb")
pytestmark = pytest.mark.skipif(INITDB is None, reason="no PostgreSQL server on this machine")


def run_as(user: str | None, *command: object) -> None:
    words = [str(word) for word in command]
    subprocess.run(words, check=True, user=user, group=user, capture_output=True, timeout=300)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The socket folder of a server with password-free logins, as the machine's own PostgreSQL."""
    assert INITDB
    binaries = Path(INITDB).resolve().parent
    folder = Path(
        subprocess.run(["mktemp", "-d", "-t", "pgXXXXXX"], capture_output=True, text=True, check=True).stdout.strip()
    )
    user = None
    if os.geteuid() == 0:
        user = "postgres"
        shutil.chown(folder, user)
    data = folder / "data"
    run_as(
        user, binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"
    )
    options = f"-c listen_addresses='' -k {folder} -c fsync=off"
    run_as(user, binaries / "pg_ctl", "-w", "-D", data, "-l", folder / "log", "-o", options, "start")
    with psycopg.connect(host=str(folder), user="postgres", dbname="postgres", autocommit=True) as connection:
        for statement in (
            "CREATE ROLE town_owner LOGIN CREATEROLE BYPASSRLS",
            "CREATE ROLE drehscheibe_app LOGIN NOBYPASSRLS",
            "CREATE DATABASE two_logins OWNER town_owner",
            "CREATE DATABASE one_login",
        ):
            connection.execute(statement)
    yield str(folder)
    run_as(user, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(folder)


def drehscheibe(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("DREHSCHEIBE_", "DJANGO_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-m", "drehscheibe", *arguments],
        env={**inherited, **environment},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


@pytest.mark.parametrize("logins", ["two_logins", "one_login"])
def test_an_application_is_sent_behind_the_walls(server: str, logins: str, tmp_path: Path) -> None:
    def url(user: str) -> str:
        return f"postgresql://{user}@/{logins}?host={server}"

    environment = {"DREHSCHEIBE_VAR": str(tmp_path), "DREHSCHEIBE_MODE": "demo", "DATABASE_URL": url("postgres")}
    if logins == "two_logins":
        environment |= {"DATABASE_URL": url("drehscheibe_app"), "DATABASE_OWNER_URL": url("town_owner")}
    for arguments in (["migrate"], ["shell", "-c", SEED]):
        done = drehscheibe(environment, *arguments)
        assert done.returncode == 0, done.stderr
    done = drehscheibe(environment, "shell", "-c", "from tests.journeys.ready import send_one; send_one()")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told == {"version": 15, "sent": 1, "without_scope": 0, "user": "drehscheibe_app"}
    assert not (tmp_path / "postgres").exists()


def test_serving_with_a_login_that_bypasses_the_walls_is_refused(server: str, tmp_path: Path) -> None:
    url = f"postgresql://postgres@/two_logins?host={server}"
    environment = {"DREHSCHEIBE_VAR": str(tmp_path), "DATABASE_URL": url, "DATABASE_OWNER_URL": url}
    drehscheibe(environment, "migrate")
    done = drehscheibe(environment, "serve", "--port", "1")
    assert done.returncode == 1
    assert "row-level security" in done.stderr
