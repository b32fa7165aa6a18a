"""Two documents of a service compared in words: which entries are new, gone or different, paragraph by paragraph."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from drehscheibe.catalogue import telling
from drehscheibe.catalogue.parts import LOCAL_PAGES, PAGES, Entry, Page, at
from drehscheibe.kernel.revisions import Difference

Words = Mapping[str, str]  # what a value is called: departments, topics, situations


def compare(old: Mapping[str, Any], new: Mapping[str, Any], *, names: Words | None = None) -> list[Difference]:
    """All differences in the order of the page. `names`: what slugs are called."""
    is_local = "modules" in old or "modules" in new
    pages: Iterable[Page] = LOCAL_PAGES.values() if is_local else PAGES
    return [one for page in pages for entry in page.entries for one in _entry(page, entry, old, new, names or {})]


def _entry(page: Page, entry: Entry, old: Any, new: Any, names: Words) -> Iterator[Difference]:
    before, now = at(old, entry.path), at(new, entry.path)
    if before == now:
        return
    for language in ("de", "en") if entry.kind in {"words", "paragraphs", "list"} else ("",):
        what = _(entry.label)
        if language == "en":
            what = _("{label}, auf Englisch").format(label=what)
        yield from paragraphs(
            _(page.title), what, lines(entry, before, language, names), lines(entry, now, language, names)
        )


def paragraphs(where: str, what: str, before: Sequence[str], now: Sequence[str]) -> Iterator[Difference]:
    """The differences between two lists of lines."""
    opcodes = SequenceMatcher(None, list(before), list(now), autojunk=False).get_opcodes()
    for kind, old_start, old_end, new_start, new_end in opcodes:
        gone, come = "\n".join(before[old_start:old_end]), "\n".join(now[new_start:new_end])
        if kind != "equal":
            sort = "changed" if gone and come else "added" if come else "removed"
            yield Difference(sort, where, what, gone or None, come or None)


def lines(entry: Entry, value: Any, language: str = "de", names: Words | None = None) -> list[str]:  # noqa: PLR0911  one for each kind
    """A value as people read it, a line for each paragraph or row."""
    if value is None:
        return []
    called = {**{key: _(label) for key, label in entry.options}, **(names or {})}
    match entry.kind:
        case "words" | "paragraphs" | "list":
            found = value if language == "de" and not isinstance(value, Mapping) else value.get(language, [])
            return [found] if isinstance(found, str) else [telling.line(one) for one in found]
        case "choices" | "letters" | "easy":
            return [called.get(one, one) for one in value]
        case "rows":
            return [_row(entry, row, called) for row in value]
        case "way":
            return [telling.said(value.get("note")) or _("ja")]
        case "money":
            return [telling.money(value)]
        case "tick":
            return [_("ja")] if value else []
        case "day":
            return [telling.day(date.fromisoformat(value))]
    return [called.get(str(value), str(value))]


def _row(entry: Entry, row: Any, names: Words) -> str:
    if isinstance(row, str):
        return row
    parts = [(column, lines(column, row.get(column.path), "de", names)) for column in entry.columns]
    said = [(column, " ".join(words + english(column, row))) for column, words in parts if words]
    first = " ".join(said[0][1:]) if said else ""
    return "; ".join([first, *(f"{_(column.label)}: {words}" for column, words in said[1:])])


def english(column: Entry, row: Mapping[str, Any]) -> list[str]:
    """The English words of a column, in brackets."""
    found = lines(column, row.get(column.path), "en") if column.kind == "words" else []
    return [f"({' '.join(found)})"] if found and found[0] else []
