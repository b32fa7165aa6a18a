"""What processes cost, read from /proc: memory, and processor time."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    """One process: what it does, memory in MB (`own`: its share of what is shared counted once), processor seconds."""

    pid: int
    role: str
    resident: float
    own: float
    seconds: float


def _status(pid: int) -> tuple[int, float]:
    """Parent and processor seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return int(fields[1]), (int(fields[11]) + int(fields[12])) / _TICKS


def _role(command: str) -> str:
    for mark, role in (
        ("postgres", "database"),
        ("drehscheibe serve", "web"),
        ("config.webserver", "bare"),
        ("drehscheibe worker", "jobs"),
        ("demo", "demo"),
    ):
        if mark in command:
            return role
    return "other"


def _memory(pid: int) -> tuple[float, float]:
    found = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, value = line.partition(":")
        if name in {"Rss", "Pss"}:
            found[name] = int(value.split()[0]) / 1024
    return found.get("Rss", 0.0), found.get("Pss", 0.0)


def below(*roots: int) -> list[Process]:
    """The processes with these ids and all that descend from them."""
    parents, seconds = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)], seconds[int(entry.name)] = _status(int(entry.name))
            except (OSError, IndexError):
                continue
    family = set(roots) & set(parents)
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    found = []
    for pid in sorted(family):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            found.append(Process(pid, _role(command), *_memory(pid), seconds[pid]))
        except OSError:
            continue
    return found


def seconds_by_role(processes: list[Process]) -> dict[str, float]:
    """Processor seconds so far, summed by what the processes do."""
    found: dict[str, float] = {}
    for one in processes:
        found[one.role] = found.get(one.role, 0.0) + one.seconds
    return found
