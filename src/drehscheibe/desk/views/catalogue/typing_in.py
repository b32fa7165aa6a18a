"""Entries of a service as controls of a page, and back: what the document says, and what was typed."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from drehscheibe.catalogue import rules, telling, translating
from drehscheibe.catalogue.parts import Entry, Page, at, put
from drehscheibe.desk.inputs import Typed

FREE_ROWS = 2
MOST_ROWS = 60
LONGEST = 20_000
_BOTH = ("de", "en")


def shown(page: Page, document: Mapping[str, Any]) -> dict[str, str]:
    """The page's controls with what the document says."""
    found: dict[str, str] = {}
    for entry in page.entries:
        value = at(document, entry.path)
        if entry.kind == "rows":
            for place, row in enumerate(value or ()):
                for column in entry.columns:
                    found |= _shown(f"{entry.control}.{place}.{column.control}", column, at(_row(row), column.path))
        else:
            found |= _shown(entry.control, entry, value)
    return found


def _row(row: Any) -> dict[str, Any]:
    """A law without an address is no more than its name."""
    return row if isinstance(row, dict) else {"text": str(row)}


def _shown(name: str, entry: Entry, value: Any) -> dict[str, str]:  # noqa: PLR0911  one case for each kind
    match entry.kind:
        case "words":
            texts = value if isinstance(value, Mapping) else {"de": value or ""}
            return {f"{name}.{lang}": texts.get(lang, "") for lang in _BOTH}
        case "paragraphs" | "list":
            glue = "\n" if entry.kind == "paragraphs" else ", "
            texts = value if isinstance(value, Mapping) else {"de": value or []}
            return {f"{name}.{lang}": glue.join(telling.line(one) for one in texts.get(lang, [])) for lang in _BOTH}
        case "letters" | "choices":
            return {name: ", ".join(value or ())}
        case "easy":
            return {name: "\n".join(value or ())}
        case "way":
            note = (value or {}).get("note", {})
            return {name: "ja" if value is not None else "", **{f"{name}.{lang}": note.get(lang, "") for lang in _BOTH}}
        case "money":
            return {name: "" if value is None else f"{value // 100},{value % 100:02}"}
        case "tick":
            return {name: "ja" if value else ""}
        case "day":
            return {name: f"{date.fromisoformat(value):%d.%m.%Y}" if value else ""}
    return {name: "" if value is None else str(value)}


def rows_shown(entry: Entry, values: Mapping[str, str]) -> range:
    """The places of an entry's rows: those that are filled, and some free ones."""
    matches = (re.match(rf"{re.escape(entry.control)}\.(\d{{1,3}})\.", key) for key in values)
    filled = {int(match[1]) for match in matches if match}
    return range(min(max(filled, default=-1) + 1 + FREE_ROWS, MOST_ROWS))


def typed_in(page: Page, typed: Typed, document: Mapping[str, Any], post: Any) -> dict[str, Any]:
    """The document with what was typed; what does not fit is said in `typed.errors`."""
    fresh = dict(document)
    for entry in page.entries:
        if entry.kind == "rows":
            value: Any = [
                row for row in (_typed_row(entry, place, typed, post) for place in _places(entry, post)) if row
            ]
        else:
            value = _typed(entry.control, entry, typed, post)
        if entry.kind == "choices" and set(value) == set(at(document, entry.path) or ()):
            continue  # boxes have the page's order, the document its own
        fresh = put(fresh, entry.path, value)
    fresh = _tidied(page, fresh, document, post)
    if post.get("uebersetzt"):
        fresh["translated"] = translating.confirmed(fresh, page.entries)
    return fresh


def _places(entry: Entry, post: Any) -> Iterator[int]:
    pattern = re.compile(rf"{re.escape(entry.control)}\.(\d{{1,3}})\.")
    places = {int(match[1]) for match in map(pattern.match, post) if match}
    yield from sorted(place for place in places if place < MOST_ROWS)


def _typed_row(entry: Entry, place: int, typed: Typed, post: Any) -> Any:
    row: dict[str, Any] = {}
    for column in entry.columns:
        row = put(row, column.path, _typed(f"{entry.control}.{place}.{column.control}", column, typed, post))
    filled = {key for key in row if key not in {"direction", "unit", "free", "prepayment"}}
    if not filled:
        return None
    for column in entry.columns:
        if column.is_needed and column.path not in row:
            suffix = ".de" if column.kind == "words" else ""
            typed.refuse(f"{entry.control}.{place}.{column.control}{suffix}", _("Diese Angabe fehlt noch."))
    return row["text"] if entry.path == "texts.legal_basis" and set(row) == {"text"} else row


def _typed(name: str, entry: Entry, typed: Typed, post: Any) -> Any:  # noqa: C901, PLR0911  one case for each kind
    needed = _("Schreiben Sie bitte einen deutschen Text.") if entry.is_needed and "." not in name else ""
    match entry.kind:
        case "words":
            words = {lang: typed.line(f"{name}.{lang}", needed if lang == "de" else "", 2_000) for lang in _BOTH}
            return {lang: said for lang, said in words.items() if said}
        case "paragraphs" | "list":
            texts = {lang: typed.text(f"{name}.{lang}", "", LONGEST) for lang in _BOTH}
            glue = "\n" if entry.kind == "paragraphs" else ","
            split = {lang: [one.strip() for one in text.split(glue) if one.strip()] for lang, text in texts.items()}
            return {lang: found for lang, found in split.items() if found}
        case "letters":
            return [one.strip() for one in typed.line(name, "", 2_000).split(",") if one.strip()]
        case "choices":
            chosen = post.getlist(name)
            typed.values[name] = ", ".join(chosen)
            return list(dict.fromkeys(chosen))
        case "easy":
            return [one.strip() for one in typed.text(name, "", LONGEST).split("\n") if one.strip()]
        case "way":
            note = {lang: typed.line(f"{name}.{lang}") for lang in _BOTH}
            typed.values[name] = "ja" if post.get(name) else ""
            kept = {lang: said for lang, said in note.items() if said}
            return ({"note": kept} if kept else {}) if post.get(name) or kept else None
        case "tick":
            typed.values[name] = "ja" if post.get(name) else ""
            return bool(post.get(name))
        case "money":
            return _money(name, typed)
        case "number":
            return _number(name, typed)
        case "day":
            return _day(name, typed)
        case "address":
            return _address(name, typed)
    return typed.line(name, _("Diese Angabe fehlt noch.") if needed else "", 500)


def _money(name: str, typed: Typed) -> int | None:
    text = typed.line(name).replace("€", "").replace(" ", "")
    match = re.fullmatch(r"(\d{1,6}|\d{1,3}(?:\.\d{3})+)(?:,(\d{1,2}))?", text)
    if text and not match:
        typed.refuse(name, _("Schreiben Sie den Betrag bitte so: 12,50"))
    return int(match[1].replace(".", "")) * 100 + int((match[2] or "0").ljust(2, "0")) if match else None


def _number(name: str, typed: Typed) -> int | None:
    text = typed.line(name)
    if text and not (text.isdecimal() and text.isascii() and len(text) < 5):
        typed.refuse(name, _("Schreiben Sie bitte eine ganze Zahl."))
        return None
    return int(text) if text else None


def _day(name: str, typed: Typed) -> str:
    text = typed.line(name)
    german = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    try:
        day = date(*(int(part) for part in reversed(german.groups()))) if german else date.fromisoformat(text)
    except ValueError:
        if text:
            typed.refuse(name, _("Schreiben Sie den Tag bitte so: 31.12.2027"))
        return ""
    return day.isoformat()


def _address(name: str, typed: Typed) -> str:
    text = typed.line(name, "", 500)
    if text and not re.fullmatch(r"https?://[^\s<>\"]+", text):
        typed.refuse(name, _("Die Adresse beginnt mit https:// und hat keine Leerzeichen."))
    return text


def _tidied(page: Page, fresh: dict[str, Any], before: Mapping[str, Any], post: Any) -> dict[str, Any]:
    """What belongs together stands or goes together."""
    if at(fresh, "details.processing_time.most") is None:
        fresh = put(fresh, "details.processing_time", None)
    if "modules" in before:
        text = at(fresh, f"modules.{page.name}.text")
        return {"modules": {}, **(fresh if text else put(fresh, f"modules.{page.name}", None))}
    if page.name == "leichte-sprache" and at(fresh, "easy.text"):
        is_new = at(fresh, "easy.text") != at(before, "easy.text") or bool(post.get("passt"))
        source = rules.digest(fresh["name"], fresh.get("summary", {}), fresh.get("texts", {}))
        fresh = put(fresh, "easy.source", source if is_new else at(before, "easy.source"))
    elif page.name == "leichte-sprache":
        fresh = put(fresh, "easy", None)
    return fresh
