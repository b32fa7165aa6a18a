"""The web server: Granian with workers that come back however often they are killed.

Another application is served by `python -m drehscheibe.config.webserver PORT WORKERS APPLICATION`, to compare with.
"""

import os
import sys
import time
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

PAUSE = 0.2  # seconds before a worker comes back, so that one that cannot start does not take a whole core


class Server(MPServer):
    """Granian ends the whole server when the same worker dies twice within five seconds; this one goes on."""

    def _respawn_workers(self, *arguments: Any, **options: Any) -> None:
        time.sleep(PAUSE)
        super()._respawn_workers(*arguments, **options)
        self.respawned_wrks.clear()  # what Granian measures the five seconds by


def main(port: int, workers: int, application: str = "drehscheibe.config.wsgi:application") -> None:
    """Serve until ended."""
    Server(
        application,
        address=os.environ.get("DREHSCHEIBE_ADDRESS", "127.0.0.1"),
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        backpressure=64,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
