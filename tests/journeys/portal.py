"""A running demo for journeys: its own database, web server and worker, started once and ended by its process id."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 90


def free_ports() -> int:
    """The first of five free ports in a row."""
    for start in random.sample(range(20000, 30000, 10), 100):  # other runs look for ports too
        with_all = []
        try:
            for number in range(start, start + 5):
                probe = socket.socket()
                with_all.append(probe)
                probe.bind(("127.0.0.1", number))
        except OSError:
            continue
        else:
            return start
        finally:
            for probe in with_all:
                probe.close()
    raise RuntimeError("no five free ports in a row")


class Portal:
    """`drehscheibe demo` in a folder of its own, with `more` in its environment."""

    def __init__(self, var: Path, more: Mapping[str, str] = MappingProxyType({})) -> None:
        self.var, self.port = var, free_ports()
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("DREHSCHEIBE_", "DJANGO_", "DATABASE_"))}
        self.environment = {
            **inherited,
            "DREHSCHEIBE_VAR": str(var),
            "DREHSCHEIBE_STATIC": str(PROJECT / "var/static"),
            **more,
        }
        self.log = (var / "demo.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "drehscheibe", "demo", "--port", str(self.port)],
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            cwd=PROJECT,
        )
        try:
            self.wait()
        except RuntimeError:
            self.end()
            raise

    def wait(self) -> None:
        """Until the first page comes."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(self.url("/readyz", "kreis"), timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
            if self.process.poll() is not None:
                break
        raise RuntimeError(f"the demo did not start:\n{(self.var / 'demo.log').read_text()}")

    def url(self, path: str, town: str = "musterstadt") -> str:
        place = ["kreis", "musterstadt", "auenfeld", "birkental"].index(town)
        return f"http://localhost:{self.port + place}{path}"

    def shell(self, code: str) -> str:
        """What the code prints, run beside the demo on its database."""
        done = subprocess.run(
            [sys.executable, "-m", "drehscheibe", "shell", "-c", code],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        finally:
            self.process.kill()
            self.log.close()
