"""Set documents with typst as PDF/UA-1 and PDF/A-2a in one file: accessible and archivable."""

import json
import os
import re
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import typst
from django.conf import settings


class TypesettingError(RuntimeError):
    """A document could not be set without warnings (a missing font or letter, a broken template)."""


_lock = threading.Lock()
# All but what the documents' fonts hold: Latin, Greek and Cyrillic with their marks and signs, DIN 91379 among them.
_UNSHOWN = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\u0377\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03e1\u03f0-\u052f\u1d00-\u1df9"
    r"\u1dfb-\u1f15\u2000-\u2064\u2074-\u208e\u20a0-\u20bf\u2100-\u215f\u2190-\u2199\u2212\u221e\u2248\u2260"
    r"\u2264\u2265\u2c60-\u2c7f\ua720-\ua7bf\ufb00-\ufb06\ufffd]+"
)


def _shown(part: Any) -> Any:
    """The same data, with one replacement character for each run of what no font shows (emoji, other scripts)."""
    if isinstance(part, str):
        return _UNSHOWN.sub("\ufffd", part)
    if isinstance(part, Mapping):
        return {key: _shown(inner) for key, inner in part.items()}
    return [_shown(inner) for inner in part] if isinstance(part, list | tuple) else part


def can_show(text: str) -> bool:
    """Whether the documents' fonts hold every character of `text`."""
    return not _UNSHOWN.search(text)


@lru_cache(maxsize=4)
def _compiler(root: Path) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[settings.TYPST_FONTS])
    return typst.Compiler(root=str(root), font_paths=fonts)


def pdf(package: str, document: str, data: dict[str, Any], *, now: datetime) -> bytes:
    """Set `<package>/documents/<document>.typ` with `data` (JSON-able, read there by `json(bytes(sys.inputs.data))`).

    `now` becomes the document's date. What the fonts do not hold is shown as a replacement character.
    Raises TypesettingError instead of delivering a document with warnings.
    """
    folder = Path(str(resources.files(package))) / "documents"
    inputs = {"data": json.dumps(_shown(data), ensure_ascii=False)}
    with _lock:
        try:
            result, warnings = _compiler(folder.parent).compile_with_warnings(
                input=str(folder / f"{document}.typ"),
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=["ua-1", "a-2a"],
                timestamp=int(now.timestamp()),
            )
        except typst.TypstError as error:
            raise TypesettingError(str(error)) from error
    if warnings:
        raise TypesettingError("; ".join(str(warning) for warning in warnings))
    if not isinstance(result, bytes):
        raise TypesettingError("typst delivered no document")
    return result


@dataclass(frozen=True)
class Enclosure:
    """A document to be shown page by page within another: its content, and what it is."""

    name: str
    media_type: str
    content: bytes


_FORMATS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
MOST_PAGES = 400  # of one enclosure


def pdf_enclosing(
    package: str, document: str, data: dict[str, Any], *, enclosed: Sequence[Enclosure], now: datetime
) -> bytes:
    """Like `pdf`, with other documents shown page by page; it finds them as `data.enclosed`: name, place, kind, pages.

    What cannot be shown (broken, encrypted) has no pages. Pages of other documents make it impossible to promise
    PDF/UA or PDF/A for the whole: the enclosed originals stay what they are. In memory alone: nothing lies on a disk.
    """
    source = Path(str(resources.files(package))) / "documents" / f"{document}.typ"
    with ExitStack() as stack, _lock:
        shown = [{"name": one.name, **_shown_pages(one, stack)} for one in enclosed]
        inputs = {"data": json.dumps(_shown({**data, "enclosed": shown}), ensure_ascii=False)}
        try:
            result, _warnings = _compiler(Path("/")).compile_with_warnings(
                input=str(source), format="pdf", sys_inputs=inputs, timestamp=int(now.timestamp())
            )
        except typst.TypstError as error:
            raise TypesettingError(str(error)) from error
    if not isinstance(result, bytes):
        raise TypesettingError("typst delivered no document")
    return result


def _shown_pages(one: Enclosure, stack: ExitStack) -> dict[str, Any]:
    """Where typst finds the document, in memory, and how many of its pages it can show."""
    handle = os.memfd_create("enclosure")
    stack.callback(os.close, handle)
    with os.fdopen(os.dup(handle), "wb") as out:
        out.write(one.content)
    place, kind = f"/proc/{os.getpid()}/fd/{handle}", _FORMATS[one.media_type]
    return {"place": place, "kind": kind, "pages": _count_pages(place, kind)}


def _count_pages(place: str, kind: str) -> int:
    """How many pages there are, by trying: typst cannot be asked."""

    def shows(page: int) -> bool:
        which = f", page: {page}" if kind == "pdf" else ""
        source = f'#image("{place}", format: "{kind}"{which})'.encode()
        try:
            typst.compile(source, root="/", format="pdf")  # type: ignore[call-overload]  # it takes the source itself
        except typst.TypstError:
            return False
        return True

    if kind != "pdf" or not shows(1):
        return int(kind != "pdf" and shows(1))
    low, high = 1, 2
    while high <= MOST_PAGES and shows(high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if shows(middle) else (low, middle)
    return min(low, MOST_PAGES)
