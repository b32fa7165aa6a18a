"""Make a backup beside a running installation: whole or not at all."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from drehscheibe.upkeep.backup import manifest, media, postgres_tools
from drehscheibe.upkeep.models import Backup

DUMP, MANIFEST = "database.dump", "manifest.json"
_NAME = "%Y%m%dT%H%M%SZ"
_UNFINISHED = ".unfinished"


class BusyError(RuntimeError):
    """Another backup to the same folder is running."""


@dataclass(frozen=True)
class Made:
    """A finished backup: its folder, how many files it holds, its size in bytes, and how long it took."""

    folder: Path
    files: int
    size: int
    seconds: float


def sha256(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def finished(folder: Path) -> list[Path]:
    """The backups in a folder, the oldest first."""
    return sorted(path.parent for path in folder.glob(f"*Z/{MANIFEST}"))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(f"In {folder} läuft schon eine Sicherung.") from error
        yield


def make(*, to: Path, keep_days: int, now: datetime) -> Made:
    """Back up to a new folder below `to`, and remove backups older than `keep_days`. As the owner.

    Files are looked through before and after the dump: whatever the dump knows was there at one of both times.
    """
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    started = perf_counter()
    with _alone(to):
        for left in to.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(left)
        last = next(reversed(finished(to)), None)
        unfinished = to / f"{_UNFINISHED}-{now.astimezone(UTC):{_NAME}}"
        unfinished.mkdir(mode=0o700)
        found: dict[str, media.Entry] = {}
        before = (last / "media", media.read_list(last)) if last else (None, {})
        media.back_up(unfinished / "media", found, *before)
        told = _dump(unfinished / DUMP)
        media.back_up(unfinished / "media", found, *before)
        media.write_list(unfinished, found)
        size = sum(entry.size for entry in found.values()) + (unfinished / DUMP).stat().st_size
        told |= {"at": now.isoformat(), "files": len(found), "media": sha256(unfinished / media.LIST)}
        told["dump"] = sha256(unfinished / DUMP)
        _write(unfinished / MANIFEST, told)
        folder = unfinished.rename(to / f"{now.astimezone(UTC):{_NAME}}")
        _sync(to)
        made = Made(folder, len(found), size, round(perf_counter() - started, 1))
        Backup.objects.create(at=now, files=made.files, size=size, seconds=made.seconds)
        _remove_old(to, now - timedelta(days=keep_days))
    return made


def _dump(target: Path) -> dict[str, Any]:
    """Dump the database, and describe it as it was at the very same moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone() or ("",)
        postgres_tools.run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
        return {**manifest.described(), "tables": manifest.figures()}


def _write(path: Path, told: dict[str, Any]) -> None:
    with path.open("w") as out:
        json.dump(told, out, indent=1, ensure_ascii=False)
        out.flush()
        os.fsync(out.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _remove_old(folder: Path, before: datetime) -> None:
    """Remove old backups, but never the last one."""
    for old in finished(folder)[:-1]:
        if old.name < f"{before.astimezone(UTC):{_NAME}}":
            shutil.rmtree(old)
