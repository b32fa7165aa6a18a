"""Files of a case: checked by content, encrypted in memory, never on the disk in clear."""

import errno
import os
import uuid
from datetime import datetime
from pathlib import Path

from django.conf import settings

from drehscheibe.kernel import crypto, rows, scope
from drehscheibe.kernel.models import CaseKey, StoredFile

_DAY = 24 * 3600.0  # seconds
_SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


class NoRoomError(OSError):
    """The disk for files is full. Nothing of the file was kept."""


def media_type_of(content: bytes) -> str | None:
    """PDF, JPEG or PNG by their first bytes; None for all else, whatever the name claims."""
    return next((kind for start, kind in _SIGNATURES.items() if content.startswith(start)), None)


def _path(file: StoredFile) -> Path:
    return Path(settings.DREHSCHEIBE_VAR, "media", str(file.tenant_id), file.id.hex[:2], file.id.hex)


def store(key: CaseKey, content: bytes, media_type: str, now: datetime) -> StoredFile:
    """Encrypt and keep `content` under the case's key. The bytes are on the disk before the row commits.

    Raises NoRoomError when the disk is full.
    """
    file = StoredFile(
        id=uuid.uuid4(), tenant_id=key.tenant_id, key=key, media_type=media_type, size=len(content), created=now
    )
    sealed = crypto.cipher(key).seal(f"file {file.id}", content)
    path = _path(file)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as out:
            out.write(sealed)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise NoRoomError(error.errno, "no room for files") from error
        raise
    rows.insert(file)
    return file


def read(file: StoredFile) -> bytes:
    """The file's content in clear."""
    return crypto.cipher(file.key).open(f"file {file.id}", _path(file).read_bytes())


def of_case(key: CaseKey, file_id: uuid.UUID) -> StoredFile | None:
    """The file with this id if it belongs to the case of `key`."""
    return StoredFile.objects.select_related("key").filter(pk=file_id, key=key).first()


def delete(file: StoredFile) -> None:
    """Remove a file for good. Its content goes first: a row without content is found, content without a row is not."""
    _path(file).unlink(missing_ok=True)
    file.delete()


def sweep(now: datetime) -> int:
    """Delete the entered tenant's files that are older than a day and have no row; returns how many.

    Such a file is left when the transaction that stored it was rolled back. Each call looks through a 24th of the
    folders, so that hourly calls see all of them in a day.
    """
    gone = 0
    for folder in Path(settings.DREHSCHEIBE_VAR, "media", str(scope.current().tenant_id)).glob("??"):
        if int(folder.name, 16) % 24 == now.hour:
            gone += _sweep(folder, now.timestamp() - _DAY)
    return gone


def _sweep(folder: Path, before: float) -> int:
    old = {path.name: path for path in folder.iterdir() if path.stat().st_mtime < before}
    known = {row.hex for row in StoredFile.objects.filter(pk__in=old).values_list("pk", flat=True)}
    for name in old.keys() - known:
        old[name].unlink(missing_ok=True)
    return len(old.keys() - known)
