"""QR codes (ISO/IEC 18004) as the outline of an SVG picture, for typeset papers."""

from typing import Any

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, QRData

_MASK = 2  # every mask can be read; trying all eight for the evenest picture costs six times as much


def picture(text: str) -> dict[str, Any]:
    """`size`: modules per side; `path`: the dark ones as SVG path data. Correction level M: 15 % may be lost."""
    code: Any = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    code.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE))
    code.make()
    path = [part for y, row in enumerate(code.modules) for part in _runs(row, y)]
    return {"size": len(code.modules), "path": "".join(path)}


def _runs(row: list[bool], y: int) -> list[str]:
    """One outline for each run of dark modules in a row."""
    found, x = [], 0
    while x < len(row):
        width = 0
        while x + width < len(row) and row[x + width]:
            width += 1
        if width:
            found.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width + 1
    return found
