"""Files of a case: told by content, never on the disk in clear, gone when deleted."""

import errno
import os
import uuid

import pytest
from cryptography.exceptions import InvalidTag

from drehscheibe.kernel import crypto, files
from drehscheibe.kernel.models import StoredFile
from tests.cast import NOW

SECRET = b"%PDF-1.7 Geheimnis von Familie Beispiel"


@pytest.fixture
def key(musterstadt, scope_of):
    with scope_of(musterstadt):
        return crypto.create_case_key(uuid.uuid4())


def on_disk(media) -> list[bytes]:
    return [path.read_bytes() for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.4 ...", "application/pdf"),
        (b"\xff\xd8\xff\xe0 ...", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n ...", "image/png"),
        (b"", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", None),
        (b"PK\x03\x04 ...", None),
        (b"<html>%PDF-1.4", None),
        (b"MZ %PDF-", None),
    ],
)
def test_media_type_follows_from_content(content, media_type):
    assert files.media_type_of(content) == media_type


def test_stored_file_reads_back(key, musterstadt, scope_of, now):
    with scope_of(musterstadt):
        stored = files.store(key, SECRET, "application/pdf", now)
        again = StoredFile.objects.get(pk=stored.pk)
        assert files.read(again) == SECRET
        assert (again.size, again.media_type, again.tenant_id) == (len(SECRET), "application/pdf", musterstadt.pk)


def test_content_on_disk_is_not_in_clear(key, musterstadt, scope_of, now, media):
    with scope_of(musterstadt):
        files.store(key, SECRET, "application/pdf", now)
    (sealed,) = on_disk(media)
    assert len(sealed) == len(SECRET) + 12 + 16
    assert b"Geheimnis" not in sealed
    assert b"%PDF" not in sealed


def test_exchanged_contents_do_not_open(key, musterstadt, scope_of, now, media):
    with scope_of(musterstadt):
        one, other = (files.store(key, SECRET, "application/pdf", now) for _ in range(2))
        paths = {path.name: path for path in media.rglob("*") if path.is_file()}
        paths[one.pk.hex].write_bytes(paths[other.pk.hex].read_bytes())
        with pytest.raises(InvalidTag):
            files.read(one)


def test_deleted_file_is_gone_from_disk_and_table(key, musterstadt, scope_of, now, media):
    with scope_of(musterstadt):
        files.delete(files.store(key, SECRET, "application/pdf", now))
        assert not StoredFile.objects.exists()
    assert on_disk(media) == []


def test_file_whose_content_is_gone_already_can_be_deleted(key, musterstadt, scope_of, now, media):
    with scope_of(musterstadt):
        stored = files.store(key, SECRET, "application/pdf", now)
        for path in media.rglob(stored.pk.hex):
            path.unlink()
        files.delete(stored)
        assert not StoredFile.objects.exists()


def test_a_full_disk_is_told_and_leaves_nothing_half(key, musterstadt, scope_of, media, now, monkeypatch):
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with scope_of(musterstadt):
        with pytest.raises(files.NoRoomError):
            files.store(key, SECRET, "application/pdf", now)
        assert StoredFile.objects.filter(key=key).count() == 0
    assert on_disk(media) == []


def test_files_of_rolled_back_transactions_are_swept_after_a_day(musterstadt, scope_of, media):
    with scope_of(musterstadt):
        key = crypto.create_case_key(uuid.uuid4())
        kept, lost, fresh = (files.store(key, b"%PDF-1.7", "application/pdf", NOW) for _ in range(3))
        paths = {path.name: path for path in media.rglob("*") if path.is_file()}
        left = {kept.pk.hex, fresh.pk.hex}
        for row, hours in ((kept, 40), (lost, 40), (fresh, 10)):
            os.utime(paths[row.pk.hex], (NOW.timestamp() - hours * 3600,) * 2)
        for row in (lost, fresh):
            row.delete()
        swept = [files.sweep(NOW.replace(hour=hour)) for hour in range(24)]
    assert sum(swept) == 1
    assert {path.name for path in media.rglob("*") if path.is_file()} == left
