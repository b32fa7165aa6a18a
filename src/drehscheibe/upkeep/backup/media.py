"""The encrypted files of cases in a backup: copied once, linked by the next backups, compared by hash."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

LIST = "media.txt"
_PIECE = 1 << 20


class DamagedError(RuntimeError):
    """A file of the backup is missing or not what it was; the message names it."""


class Entry(NamedTuple):
    """A file's hash and size; a file never changes once it is there."""

    digest: str
    size: int


def place() -> Path:
    """Where the files of this installation lie."""
    return Path(settings.DREHSCHEIBE_VAR) / "media"


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.glob("*/??/*") if len(path.name) == 32)


def _copy(source: Path, target: Path) -> Entry:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reading, target.open("wb") as writing:
        while piece := reading.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            writing.write(piece)
        writing.flush()
        os.fsync(writing.fileno())
    return Entry(digest.hexdigest(), size)


def back_up(target: Path, found: dict[str, Entry], before: Path | None, known: dict[str, Entry]) -> None:
    """Add to `target` and `found` what is not there yet; files that the backup `before` has are linked."""
    for source in _files(place()):
        name = str(source.relative_to(place()))
        if name in found:
            continue
        if before and name in known and (before / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(before / name, target / name)
            found[name] = known[name]
            continue
        try:
            found[name] = _copy(source, target / name)
        except FileNotFoundError:  # deleted meanwhile
            (target / name).unlink(missing_ok=True)


def write_list(folder: Path, found: dict[str, Entry]) -> None:
    """Keep the list beside the files."""
    lines = [f"{entry.digest} {entry.size} {name}\n" for name, entry in sorted(found.items())]
    (folder / LIST).write_text("".join(lines))


def read_list(folder: Path) -> dict[str, Entry]:
    """The list of a backup."""
    rows = (line.split(" ", 2) for line in (folder / LIST).read_text().splitlines())
    return {name: Entry(digest, int(size)) for digest, size, name in rows}


def restore(folder: Path, target: Path) -> int:
    """Copy a backup's files to `target`, which appears whole or not at all. Raises DamagedError."""
    unfinished = target.with_name("media.restoring")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    listed = read_list(folder)
    for name, entry in listed.items():
        source = folder / "media" / name
        if not source.exists() or _copy(source, unfinished / name) != entry:
            shutil.rmtree(unfinished)
            raise DamagedError(f"Die Datei {source} fehlt oder ist beschädigt. Nehmen Sie eine andere Sicherung.")
    if target.exists():
        target.rmdir()  # empty: that was looked at before
    unfinished.rename(target)
    return len(listed)
