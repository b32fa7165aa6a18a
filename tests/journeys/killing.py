"""Find and kill the processes of a running portal."""

import os
import signal
from pathlib import Path

from tests.journeys.portal import Portal


def children(pid: int) -> dict[int, str]:
    """Process ids and command lines of all descendants."""
    parents, lines = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(folder.joinpath("stat").read_text().rpartition(")")[2].split()[1])
            lines[int(folder.name)] = folder.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
    found: set[int] = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return {child: lines[child] for child in found - {pid}}


def web_workers(portal: Portal) -> list[int]:
    """The processes that answer: children of the web server's process."""
    everything = children(portal.process.pid)
    servers = [pid for pid, line in everything.items() if "drehscheibe serve " in line]
    return sorted({child for server in servers for child in children(server)})


def job_workers(portal: Portal) -> list[int]:
    """The processes that do jobs."""
    return [pid for pid, line in children(portal.process.pid).items() if line.rstrip().endswith("drehscheibe worker")]


def database(portal: Portal) -> int:
    """The embedded server's first process."""
    return int((portal.var / "postgres/postmaster.pid").read_text().splitlines()[0])


def kill(pid: int) -> None:
    """End a process without a warning; one that has ended already is no fault."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
