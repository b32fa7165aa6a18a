"""A body's coat of arms or logo: a PNG, taken apart and put together again with nothing but its picture.

SVG is refused, because it can carry scripts; so is everything else that is no PNG. Comments, profiles and whatever is
hidden behind the end of the picture are left out.
"""

import hashlib
import struct
import zlib
from datetime import datetime

from django.db import transaction

from drehscheibe.kernel import freshness, scope
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Arms, Tenant

MOST_BYTES = 300_000
MOST_PIXELS = 2_000  # in each direction
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}


class NotAPictureError(ValueError):
    """The file is no PNG that we can show: another format, broken, interlaced, or too large."""


def clean(content: bytes) -> bytes:
    """The PNG with its picture alone. Raises NotAPictureError."""
    if len(content) > MOST_BYTES or not content.startswith(_SIGNATURE):
        raise NotAPictureError
    chunks: list[tuple[bytes, bytes]] = []
    place = len(_SIGNATURE)
    while not chunks or chunks[-1][0] != b"IEND":
        if len(content) < place + 12:
            raise NotAPictureError
        (size,), kind = struct.unpack(">I", content[place : place + 4]), content[place + 4 : place + 8]
        data, check = content[place + 8 : place + 8 + size], content[place + 8 + size : place + 12 + size]
        if len(check) < 4 or struct.unpack(">I", check)[0] != zlib.crc32(kind + data):
            raise NotAPictureError
        if kind in _KEPT:
            chunks.append((kind, data))
        place += 12 + size
    _must_be_whole(chunks)
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _must_be_whole(chunks: list[tuple[bytes, bytes]]) -> None:
    kinds = [kind for kind, _ in chunks]
    header = chunks[0][1]
    if kinds[0] != b"IHDR" or kinds.count(b"IHDR") != 1 or len(header) != 13 or chunks[-1][1]:
        raise NotAPictureError
    width, height, depth, colours, packing, filtering, interlacing = struct.unpack(">IIBBBBB", header)
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS) or depth not in _DEPTHS.get(colours, set()):
        raise NotAPictureError
    if (packing, filtering, interlacing) != (0, 0, 0) or (colours == 3 and b"PLTE" not in kinds):
        raise NotAPictureError
    expected = height * (1 + (width * depth * _CHANNELS[colours] + 7) // 8)
    unpacking = zlib.decompressobj()
    try:
        pixels = unpacking.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"), expected + 1)
    except zlib.error as error:
        raise NotAPictureError from error
    if len(pixels) != expected:
        raise NotAPictureError


@transaction.atomic
def set_arms(*, content: bytes, by: str, now: datetime) -> None:
    """Show this picture as the arms of the entered tenant. Raises NotAPictureError."""
    picture = clean(content)
    tenant_id, digest = scope.current().tenant_id, hashlib.sha256(picture).hexdigest()
    Arms.objects.update_or_create(tenant_id=tenant_id, defaults={"digest": digest, "content": picture})
    Tenant.objects.filter(pk=tenant_id).update(arms=digest)
    journal.note("arms_changed", by=by, now=now, facts={"digest": digest})
    freshness.announce()


@transaction.atomic
def drop_arms(*, by: str, now: datetime) -> None:
    """Show the plain sign again."""
    tenant_id = scope.current().tenant_id
    dropped, _ = Arms.objects.filter(tenant_id=tenant_id).delete()
    if dropped:
        Tenant.objects.filter(pk=tenant_id).update(arms="")
        journal.note("arms_removed", by=by, now=now, facts={})
        freshness.announce()


def picture(digest: str) -> bytes | None:
    """The entered tenant's own picture with this digest."""
    found = Arms.objects.filter(digest=digest).first()
    return bytes(found.content) if found else None
