"""Where the tests run: on an embedded PostgreSQL of their own under `var/test`, as the application role.

DREHSCHEIBE_TEST_DATABASE_URL names a real server instead; its login must be allowed to create databases and roles.
Other settings of the caller's shell do not count.
"""

import atexit
import os
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

PROJECT = Path(__file__).resolve().parents[1]
VAR = PROJECT / "var" / "test"
_url = os.environ.get("DREHSCHEIBE_TEST_DATABASE_URL")
for _name in [
    name for name in os.environ if name.startswith(("DREHSCHEIBE_", "DATABASE_")) and name != "DREHSCHEIBE_FUZZ"
]:
    del os.environ[_name]
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "drehscheibe.config.settings",
    "DREHSCHEIBE_VAR": str(VAR),
    "DREHSCHEIBE_STATIC": str(PROJECT / "var" / "static"),
    "DREHSCHEIBE_MODE": "demo",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright keeps a loop in the thread of the tests
}
if _url:
    os.environ |= {"DATABASE_URL": _url, "DREHSCHEIBE_TEST_DATABASE_URL": _url}

from drehscheibe.kernel import embedded_postgres  # noqa: E402  the environment comes first

_held = ExitStack()
atexit.register(_held.close)
if not _url:
    with patch.dict(embedded_postgres.SETTINGS, fsync="off", full_page_writes="off", autovacuum="off"):  # lives shortly
        _held.enter_context(embedded_postgres.hold(VAR))

import django  # noqa: E402  reading the settings starts the database

django.setup()

pytest_plugins = ["tests.database", "tests.cast", "tests.cases", "tests.chromium", "tests.index"]
