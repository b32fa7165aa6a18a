"""A running demo for journeys: its own database, web server and worker, started once and ended by its process id."""

import fcntl
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
from tempfile import mkdtemp
from types import MappingProxyType

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 600  # seconds until the first page, on a machine that is busy with much else


def free_ports() -> int:
    """The first of five free ports in a row."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 5
    mine = range(20000 + 2000 * worker, 22000 + 2000 * worker, 10)
    for start in random.sample(mine, 100):  # other runs look for ports too
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


def filled(folder: Path) -> Path:
    """The var folder of a demo that has started once and ended; several processes may ask for the same one at once."""
    var = folder / "filled"
    with (folder / "filled.lock").open("w") as turnstile:
        fcntl.flock(turnstile, fcntl.LOCK_EX)
        if not var.exists():
            making = Path(mkdtemp(prefix="filling", dir=folder))
            Portal(making).end()
            with (making / "postgres/postgresql.auto.conf").open("a") as settings:
                settings.write("fsync = off\nfull_page_writes = off\n")  # it lives shortly; processes die, no machine
            making.rename(var)
    return var


def copied(var: Path, to: Path) -> Path:
    """A copy of a var folder with owners and rights, as PostgreSQL has a user of its own."""
    subprocess.run(["cp", "-a", f"{var}/.", str(to)], check=True)
    return to


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

    def shell(self, code: str, *, patience: float = PATIENCE) -> str:
        """What the code prints, run beside the demo on its database; it may take so many seconds."""
        return self.run("shell", "-c", code, patience=patience)

    def run(self, *words: str, patience: float = PATIENCE) -> str:
        """What `drehscheibe WORDS` prints, run beside the demo."""
        done = subprocess.run(
            [sys.executable, "-m", "drehscheibe", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=patience,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self.log.close()
