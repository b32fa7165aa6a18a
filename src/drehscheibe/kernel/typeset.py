"""Set documents with typst as PDF/UA-1 and PDF/A-2a in one file: accessible and archivable."""

import json
import re
import threading
from collections.abc import Mapping
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
