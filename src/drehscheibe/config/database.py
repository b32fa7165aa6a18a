"""Which database, and as whom: the application role for serving, the owner for migrations."""

import atexit
import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from drehscheibe.kernel import embedded_postgres

APP_ROLE = embedded_postgres.APP
_held = ExitStack()  # the embedded server stays as long as a process uses it
atexit.register(_held.close)


def as_owner() -> bool:
    """Whether this process migrates or backs up, and so logs in as the owner."""
    return os.environ.get("DREHSCHEIBE_LOGIN") == "owner"


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "NAME": unquote(parts.path.lstrip("/")) or "drehscheibe",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "OPTIONS": query,
    }


def connection_settings(var: Path) -> dict[str, Any]:
    """Django's settings for the database.

    With DATABASE_URL alone (no DATABASE_OWNER_URL), one login does both: serving then drops to the application role,
    which `drehscheibe migrate` creates, so that row-level security holds in any case.
    """
    url, owner_url = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
    if url:
        found = _from_url(owner_url if owner_url and as_owner() else url)
        if not owner_url and not as_owner():
            found["OPTIONS"]["options"] = f"-c role={APP_ROLE}"
    else:
        server = _held.enter_context(embedded_postgres.hold(var))
        found = {
            "HOST": str(server.host),
            "PORT": str(server.port),
            "NAME": embedded_postgres.DATABASE,
            "USER": embedded_postgres.OWNER if as_owner() else APP_ROLE,
            "OPTIONS": {},
        }
    found["OPTIONS"].setdefault("connect_timeout", "5")
    found["OPTIONS"] |= {
        "server_side_binding": True,
        "prepare_threshold": 3,
    }  # plans are kept: a third of the database's work
    return {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": None, **found}
