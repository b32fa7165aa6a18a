"""Pictures made byte by byte: a PNG as small as can be, and what is hidden or broken in others."""

import struct
import zlib


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int = 2, height: int = 2, *, more: bytes = b"", pixels: bytes | None = None, interlaced: int = 0
) -> bytes:
    """A red picture; `more` are further chunks before the pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, interlaced)
    rows = (b"\0" + b"\xcc\x11\x11" * width) * height
    content = chunk(b"IDAT", zlib.compress(rows if pixels is None else pixels))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + content + chunk(b"IEND", b"")
