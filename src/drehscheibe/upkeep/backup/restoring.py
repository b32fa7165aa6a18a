"""Restore a backup into an empty installation that has the key file of its time; then compare all of it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from drehscheibe.upkeep.backup import manifest, media, postgres_tools
from drehscheibe.upkeep.backup.making import DUMP, MANIFEST, finished, sha256


class NotEmptyError(RuntimeError):
    """There is an installation already; nothing was changed."""


class NoBackupError(RuntimeError):
    """The folder holds no backup, or a damaged one; the message says what to do."""


@dataclass(frozen=True)
class Restored:
    """What was restored: from where, rows, files, seconds."""

    folder: Path
    rows: int
    files: int
    seconds: float


def _chosen(source: Path) -> Path:
    if (source / MANIFEST).exists():
        return source
    if not (known := finished(source)):
        raise NoBackupError(f"In {source} liegt keine Sicherung.")
    return known[-1]


def _refuse_full() -> None:
    place = media.place()
    if manifest.tables() or (place.exists() and any(place.iterdir())):
        raise NotEmptyError(
            "Hier gibt es schon eine Installation: Die Datenbank oder der Ordner der Dateien ist nicht leer. "
            "Stellen Sie in eine leere Datenbank und einen leeren Ordner wieder her."
        )


def restore(*, source: Path, grant: Callable[[], None]) -> Restored:
    """Restore the backup in `source` (or the latest below it). `grant` gives the application its rights.

    Everything is checked before anything is written; the database comes in one transaction. As the owner. Raises
    NoBackupError, OtherInstallationError, NotEmptyError, DamagedError and ToolError.
    """
    started, folder = perf_counter(), _chosen(source)
    told: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    manifest.check(told)
    _refuse_full()
    for name, known in ((DUMP, told["dump"]), (media.LIST, told["media"])):
        if not (folder / name).exists() or sha256(folder / name) != known:
            raise NoBackupError(f"{folder / name} fehlt oder ist beschädigt. Nehmen Sie eine andere Sicherung.")
    files = media.restore(folder, media.place())
    connection.close()
    try:
        postgres_tools.run("pg_restore", "--single-transaction", "--exit-on-error", str(folder / DUMP))
    except postgres_tools.ToolError:
        shutil.rmtree(media.place())
        raise
    grant()
    with transaction.atomic():
        found = manifest.figures()
    differing = [name for name in told["tables"].keys() | found.keys() if told["tables"].get(name) != found.get(name)]
    if differing:
        raise NoBackupError(f"Nach dem Wiederherstellen weichen ab: {', '.join(sorted(differing))}. Nicht benutzen!")
    rows = sum(count for count, _ in found.values())
    return Restored(folder, rows, files, round(perf_counter() - started, 1))
