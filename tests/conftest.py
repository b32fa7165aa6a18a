"""Where the tests run: on an embedded PostgreSQL of their own under `var/test`, as the application role.

DREHSCHEIBE_TEST_DATABASE_URL names a real server instead; its login must be allowed to create databases and roles.
Other settings of the caller's shell do not count.
"""

import atexit
import gc
import os
from collections import Counter
from collections.abc import Iterator
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
import pytest  # noqa: E402
from hypothesis import HealthCheck  # noqa: E402
from hypothesis import settings as attempts  # noqa: E402

django.setup()
# The same attempts in every run, however slow the machine is, unless more of them are asked for.
attempts.register_profile(
    "calm",
    derandomize="DREHSCHEIBE_FUZZ" not in os.environ,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
attempts.load_profile("calm")

LONGEST = ["front/test_matrix.py", "forms/test_fields.py", "config/test_backup.py", "journeys/test_killed.py"]


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """What takes longest begins first, so that both workers are busy to the end; other journeys come last, so that
    their portals do not run meanwhile. A worker gets whole files.
    """
    yield  # pytest-django has an order of its own
    first = {PROJECT / "tests" / name: place for place, name in enumerate(LONGEST, -len(LONGEST))}
    of_journeys = Counter(item.path for item in items if item.get_closest_marker("journey"))
    items.sort(key=lambda item: (first.get(item.path, item.path in of_journeys), -of_journeys[item.path], item.path))


def pytest_collection_finish() -> None:
    """What has been loaded stays: from now on nobody looks whether it can go."""
    gc.freeze()


pytest_plugins = ["tests.database", "tests.cast", "tests.cases", "tests.chromium", "tests.index"]
