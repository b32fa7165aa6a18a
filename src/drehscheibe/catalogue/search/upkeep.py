"""Keep this machine's index up to date: every process waits for publications, whichever is first writes."""

import logging
import threading

from django.db import Error, close_old_connections, connection

from drehscheibe.catalogue.search import building, index
from drehscheibe.kernel import freshness, logs

log = logging.getLogger(__name__)
_LOOK = 5.0  # seconds until it is looked for an index that was lost
_AGAIN = 30.0  # seconds after a failure, such as a full disk
_GATHER = 0.1  # seconds in which publications that follow each other become one


def start() -> None:
    """Start the thread of this process (after the fork)."""
    threading.Thread(target=_keep, name="search", daemon=True).start()


def _keep() -> None:
    done: int | None = None
    pause = threading.Event()  # never set: its wait ends with the process
    while True:
        stamp = freshness.wait_for_change(done, _LOOK)
        if stamp is None or (stamp == done and building.current() is not None):
            if stamp is None:
                pause.wait(1)
            continue
        pause.wait(_GATHER)
        try:
            done = stamp if _refresh() else None
        except (Error, OSError, index.BrokenIndexError) as error:
            logs.tell(log, logging.WARNING, "search index not written", error=type(error).__name__)
            pause.wait(_AGAIN)
        if done is None:
            pause.wait(1)


def _refresh() -> bool:
    """Whether the index is up to date as far as this process had a say."""
    close_old_connections()
    try:
        return building.refresh() is not None
    finally:
        connection.close()
