"""Set documents with typst as PDF/UA-1 and PDF/A-2a in one file: accessible and archivable."""

import json
import threading
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


@lru_cache(maxsize=4)
def _compiler(root: Path) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[settings.TYPST_FONTS])
    return typst.Compiler(root=str(root), font_paths=fonts)


def pdf(package: str, document: str, data: dict[str, Any], *, now: datetime) -> bytes:
    """Set `<package>/documents/<document>.typ` with `data` (JSON-able, read there by `json(bytes(sys.inputs.data))`).

    `now` becomes the document's date. Raises TypesettingError instead of delivering a document with warnings.
    """
    folder = Path(str(resources.files(package))) / "documents"
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
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
