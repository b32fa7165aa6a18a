"""What people type, made safe to store and to show: no control characters, one spelling per letter, no stray blanks."""

import re
from unicodedata import normalize

# controls except tab and newline, bidirectional overrides (they can show another text), zero-width, surrogates
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_BLANKS = re.compile(r"\s+")


def clean_line(typed: str) -> str:
    """One line, single blanks."""
    if typed.isascii() and typed.isprintable() and "  " not in typed:
        return typed.strip()
    return _BLANKS.sub(" ", _UNSAFE.sub("", normalize("NFC", _BLANKS.sub(" ", typed)))).strip()


def clean_lines(typed: str) -> str:
    """Several lines, each without blanks at its end."""
    kept = _UNSAFE.sub("", normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n")))
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip()
