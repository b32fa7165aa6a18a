"""Texts of foreign files without markup: what people read stays, scripts and tags go, and the report says so."""

import re
from html.parser import HTMLParser
from typing import Any

from drehscheibe.catalogue.importing.report import Finding

_DEEPEST = 12


def clean(value: Any, line: int, notes: list[Finding], where: str, depth: int = 0) -> Any:
    """The value without markup in its texts; says so."""
    if depth > _DEEPEST:
        raise RecursionError
    if isinstance(value, dict):
        return {key: clean(one, line, notes, where, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [clean(one, line, notes, where, depth + 1) for one in value]
    if isinstance(value, str) and ("<" in value or "\0" in value):
        cleaned = without_markup(value)
        if cleaned != value:
            what = "Skript" if re.search(r"<\s*script|javascript:|\son\w+\s*=", value, re.IGNORECASE) else "HTML"
            notes.append(Finding(line, f"{where}: {what} aus einem Text entfernt."))
        return cleaned
    return value


class _Text(HTMLParser):
    """Keeps what people read."""

    _HIDDEN = frozenset({"script", "style", "template", "iframe", "object", "noscript"})
    _BREAKS = frozenset({"p", "br", "li", "div", "tr", "h1", "h2", "h3", "h4", "ul", "ol"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.kept: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002  the interface's
        if tag in self._HIDDEN:
            self.hidden += 1
        elif tag in self._BREAKS:
            self.kept.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._HIDDEN and self.hidden:
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.kept.append(data)


def without_markup(text: str) -> str:
    """The text that people would read of HTML; a lone `<` that opens no element stays."""
    text = text.replace("\0", "")
    if not re.search(r"<\s*[a-zA-Z/!?]", text):
        return text
    parser = _Text()
    parser.feed(text)
    parser.close()
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in "".join(parser.kept).split("\n"))
    return "\n".join(line for line in lines if line)
