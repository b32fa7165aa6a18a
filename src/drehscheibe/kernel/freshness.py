"""What may be kept in memory: caches live until a publication is announced by PostgreSQL's NOTIFY.

Each serving process listens on one connection. While it cannot listen, nothing is cached, so a page is never stale;
when the database is away, what was cached last may still be shown.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

import psycopg
from django.db import connection

CHANNEL = "drehscheibe_published"
Value = TypeVar("Value")


class _Listener:
    stamp = 0
    is_listening = False


_state = _Listener()
_changed = threading.Condition()


def stamp() -> int | None:
    """A number that changes with every publication; None while this process does not hear of publications."""
    return _state.stamp if _state.is_listening else None


def wait_for_change(since: int | None, seconds: float) -> int | None:
    """Wait until `stamp()` differs from `since`, so many seconds at most; returns the stamp then."""
    with _changed:
        _changed.wait_for(lambda: stamp() != since, seconds)
    return stamp()


class Kept(Generic[Value]):
    """What a process works out once for each publication; above `limit` values, the first go."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._kept: tuple[int | None, OrderedDict[Hashable, Value]] = (None, OrderedDict())

    def get(self, key: Hashable, work: Callable[[], Value]) -> Value:
        """The value of `key`, worked out now if need be. It is shared by threads: do not change it."""
        now, (since, values) = stamp(), self._kept
        if now is None:
            return work()
        if since != now:
            values = OrderedDict()
            self._kept = now, values
        if key not in values:
            values[key] = work()
            if len(values) > self.limit:
                values.popitem(last=False)
        return values[key]


def _hear() -> None:
    with _changed:
        _state.stamp += 1
        _state.is_listening = True
        _changed.notify_all()


def announce() -> None:
    """Tell all processes, when the current transaction commits, that published content has changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def _listen(connect: Callable[[], psycopg.Connection[Any]]) -> None:
    while True:
        try:
            with connect() as listening:
                listening.execute(f"LISTEN {CHANNEL}")
                _hear()
                for _ in listening.notifies():
                    _hear()
        except psycopg.Error:
            _state.is_listening = False
            time.sleep(0.5)


def start_listening() -> None:
    """Start the listening thread of this process (once per web worker, after the fork)."""
    parameters = {k: v for k, v in connection.get_connection_params().items() if k not in {"cursor_factory", "context"}}
    parameters["autocommit"] = True
    threading.Thread(target=_listen, args=[lambda: psycopg.connect(**parameters)], daemon=True).start()
