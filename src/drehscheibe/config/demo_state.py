"""Which state of the source has filled the demo's database: where nothing has changed since, it starts at once.

Without Django, which takes a while to load; the row is written by `demonstration.fill` when all the rest is there.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg.errors import UndefinedTable

from drehscheibe.kernel import embedded_postgres

PROJECT = Path(__file__).resolve().parents[3]
NO_MATTER = {"__pycache__", "assets", "locale", "templates"}  # to the database


def state() -> str:
    """A hash over programs, content and the versions of what they are built on (which has migrations, too)."""
    source = PROJECT.joinpath("src", "drehscheibe").rglob("*")
    files = [file for file in source if file.is_file() and not NO_MATTER.intersection(file.parts)]
    digest = hashlib.sha256()
    for file in sorted([*files, *PROJECT.joinpath("requirements").glob("*.txt")]):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(PROJECT)} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def connect(server: embedded_postgres.Server | None) -> psycopg.Connection[Any]:
    """A connection as the application's role: to the embedded server, or to where DATABASE_URL says."""
    if server is None:
        return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, connect_timeout=5)
    return psycopg.connect(
        host=server.host,
        port=server.port,
        user=embedded_postgres.APP,
        dbname=embedded_postgres.DATABASE,
        autocommit=True,
        connect_timeout=5,
    )


def is_filled(connection: psycopg.Connection[Any]) -> bool:
    """Whether this very state of the source has filled the database. Needs autocommit.

    If not, what the row says is forgotten: who is killed while bringing the database up to date begins anew.
    """
    with suppress(UndefinedTable):
        row = connection.execute("SELECT state FROM demo_filled").fetchone()
        if row and row[0] == state():
            return True
        connection.execute("DELETE FROM demo_filled")
    return False
