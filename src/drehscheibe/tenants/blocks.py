"""Texts of pages as an editor types them, and as the blocks that pages are made of; nothing is lost on the way.

An empty line ends a paragraph. `# ` opens a heading, `- ` a point of a list, `-> address words` is a link. Anything
else is text: there is no markup that could carry a script.
"""

import re
from collections.abc import Sequence
from typing import Any

Block = str | dict[str, Any]
_LINK = re.compile(r"-> ?(\S+)(?: +(.*))?")
_SAFE = re.compile(r"/(?!/)\S*|#\S+|https://\S+|mailto:\S+@\S+|tel:[+0-9]+")


class UnsafeLinkError(ValueError):
    """A link leads to an address that is neither a page of the portal nor https, mailto or tel; it is the message."""


def read(typed: str) -> list[Block]:
    """The blocks of a typed text. Raises UnsafeLinkError."""
    found: list[Block] = []
    lines: list[str] = []

    def finish() -> None:
        if lines:
            found.append("\n".join(lines))
            lines.clear()

    for line in (line.strip() for line in typed.replace("\r", "").split("\n")):
        link = _LINK.fullmatch(line)
        if not line:
            finish()
        elif link:
            finish()
            if not _SAFE.fullmatch(link[1]):
                raise UnsafeLinkError(link[1])
            found.append({"link": link[1], "text": link[2] or link[1]})
        elif line.startswith("# ") and line[2:].strip():
            finish()
            found.append({"heading": line[2:].strip()})
        elif line.startswith("- ") and line[2:].strip():
            before = found[-1] if found and not lines else None
            if isinstance(before, dict) and "list" in before:
                before["list"].append(line[2:].strip())
            else:
                finish()
                found.append({"list": [line[2:].strip()]})
        else:
            lines.append(line)
    finish()
    return found


def typed(blocks: Sequence[Block]) -> str:
    """The text that `read` makes these blocks of."""
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(block)
        elif "heading" in block:
            parts.append(f"# {block['heading']}")
        elif "list" in block:
            parts.append("\n".join(f"- {point}" for point in block["list"]))
        else:
            parts.append(f"-> {block['link']} {block['text']}")
    return "\n\n".join(parts)
