"""Versioned code lists: what fields may be answered with, as data of its own (canonical URI, version, columns, rows).

A form document names a list by URI, version and digest, so that it stays immutable; `queries.equip` gives the fields
what they name. Nationalities and municipalities are lists too. Pure: no database.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from unicodedata import normalize

MOST_ROWS = 50_000
MOST_COLUMNS = 40
LONGEST = 2_000  # characters of a value
_MARKS = re.compile("[\u0300-\u036f]+")
_NO_LETTERS = re.compile(r"[\W_]+")
_TYPED_OUT = re.compile(r"(?<=[aou])e")
_SPELLED = str.maketrans({"ß": "ss", "ø": "o", "œ": "o", "æ": "a", "ł": "l", "đ": "d", "ı": "i"})


class CodeListError(ValueError):
    """The list cannot be used. The message says where and why, in words for whoever brought it."""


class Column(NamedTuple):
    """`name` is what people call it; "" when the list does not say."""

    id: str
    name: str = ""


class Entry(NamedTuple):
    """One answer: what is kept, what is shown (unlike any other entry's), and the whole row."""

    key: str
    label: str
    row: tuple[str, ...]


def fold(words: str) -> str:
    """Words as they are compared: small letters without marks, "Oesterreich" like "Österreich", single blanks."""
    bare = _MARKS.sub("", normalize("NFKD", words[:LONGEST].casefold().translate(_SPELLED)))
    return _NO_LETTERS.sub(" ", _TYPED_OUT.sub("", bare)).strip()


@dataclass(frozen=True)
class CodeList:
    """A version of a list. `key` is the column that is kept, `labels` those that are shown, per language ("de").

    `rows` have one text per column. Make one with `code_list`, which checks it.
    """

    uri: str
    version: str
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    key: str
    labels: tuple[tuple[str, str], ...]

    @cached_property
    def digest(self) -> str:
        """What tells two contents under one name and version apart."""
        return hashlib.sha256(json.dumps(self.plain(), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def plain(self) -> dict[str, Any]:
        """The list as JSON; `read` makes a list of it again."""
        columns = [{"id": column.id, "name": column.name} for column in self.columns]
        told = {"uri": self.uri, "version": self.version, "name": self.name, "columns": columns}
        return {**told, "key": self.key, "labels": dict(self.labels), "rows": [list(row) for row in self.rows]}

    def seen_by(self, key: str | None, label: str | None) -> "CodeList":
        """The same rows by other columns, as XDatenfelder 3.0 may ask (codeKey, nameKey). Raise CodeListError."""
        if key in {None, self.key} and label in {None, dict(self.labels)["de"]}:
            return self
        labels = {"de": label} if label else dict(self.labels)
        return code_list(**{**self.plain(), "key": key or self.key, "labels": labels})

    def entries(self, lang: str) -> tuple[Entry, ...]:
        """All entries in the list's order."""
        return self._seen(lang).entries

    def entry(self, key: str, lang: str = "de") -> Entry | None:
        """The entry of this key."""
        return self._seen(lang).by_key.get(key)

    def value(self, key: str, column: str) -> str | None:
        """What stands in a column of the entry of this key."""
        entry = self.entry(key)
        place = self._places.get(column)
        return None if entry is None or place is None else entry.row[place]

    def named(self, typed: str) -> Entry | None:
        """The entry whose label, in any language, or key was typed, capitals and marks aside."""
        wanted = fold(typed)
        seen = [self._seen(lang) for lang in dict(self.labels)]
        return next((one.by_label[wanted] for one in seen if wanted in one.by_label), None) or self.entry(typed.strip())

    def search(self, typed: str, lang: str, *, most: int | None = None) -> list[Entry]:
        """Entries in which each word typed begins a word, in whatever language; those that begin so come first."""
        words = [f" {word}" for word in fold(typed).split()[:10]]
        if not words:
            return []
        whole, found = "".join(words), dict[int, bool]()
        for seen in (self._seen(one) for one, _ in self.labels):
            for place, text in enumerate(seen.texts):
                if words[0] in text and all(word in text for word in words):
                    found[place] = found.get(place, False) or text.startswith(whole)
        entries = self.entries(lang)
        return [entries[place] for place in sorted(found, key=lambda place: (not found[place], place))[:most]]

    def fits(self, key: str, typed: str) -> bool:
        """Whether `search` finds the entry of this key by what was typed."""
        words = [f" {word}" for word in fold(typed).split()[:10]]
        entries = [entry for lang, _ in self.labels if (entry := self.entry(key, lang))]
        return bool(words) and any(all(word in f" {fold(entry.label)}" for word in words) for entry in entries)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {column.id: place for place, column in enumerate(self.columns)}

    @cached_property
    def _views(self) -> dict[str, "_Seen"]:
        return {}

    def _seen(self, lang: str) -> "_Seen":
        column = dict(self.labels).get(lang) or dict(self.labels)["de"]
        if column not in self._views:
            self._views[column] = _Seen(self.rows, self._places[self.key], self._places[column])
        return self._views[column]


class _Seen:
    """The entries by the labels of one language."""

    def __init__(self, rows: Sequence[tuple[str, ...]], key: int, label: int) -> None:
        names = [row[label].strip() or row[key] for row in rows]
        twice = {name for name, count in _counts(names).items() if count > 1}
        labels = [f"{name} ({row[key]})" if name in twice else name for name, row in zip(names, rows, strict=True)]
        self.entries = tuple(Entry(row[key], name, row) for name, row in zip(labels, rows, strict=True))
        self.by_key = {entry.key: entry for entry in self.entries}
        folded = [fold(entry.label) for entry in self.entries]
        self.texts = [f" {one}" for one in folded]
        self.by_label = dict(zip(reversed(folded), reversed(self.entries), strict=True))


def _counts(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts


def code_list(
    *,
    uri: str,
    version: str,
    columns: Sequence[Column | Mapping[str, str]],
    rows: Iterable[Sequence[str]],
    key: str,
    labels: Mapping[str, str],
    name: str = "",
) -> CodeList:
    """A checked list. Raise CodeListError: no rows, a key missing or there twice, columns that do not exist."""
    named = tuple(one if isinstance(one, Column) else Column(**one) for one in columns)
    ids = [column.id for column in named]
    _refuse(not uri.strip() or len(uri) > 500 or len(version) > 100, "Die Codeliste hat keine Kennung (URI).")
    _refuse(not 0 < len(ids) <= MOST_COLUMNS or len(set(ids)) < len(ids), "Jede Spalte braucht eine eigene Kennung.")
    for column in (key, labels.get("de", ""), *labels.values()):
        _refuse(column not in ids, f"Eine Spalte „{column}“ hat die Codeliste nicht.")
    kept = tuple(tuple(row) for row in rows)
    _refuse(not 0 < len(kept) <= MOST_ROWS, f"Eine Codeliste hat 1 bis {MOST_ROWS} Zeilen, nicht {len(kept)}.")
    place, known = ids.index(key), set[str]()
    for number, row in enumerate(kept, start=1):
        _refuse(len(row) != len(ids), f"Zeile {number} hat {len(row)} Werte, nicht {len(ids)}.")
        _refuse(not row[place].strip(), f"In Zeile {number} fehlt der Schlüssel.")
        _refuse(row[place] in known, f"Zeile {number}: Den Schlüssel „{row[place]}“ gibt es zweimal.")
        _refuse(max(map(len, row)) > LONGEST, f"Zeile {number} hat einen Wert mit mehr als {LONGEST} Zeichen.")
        known.add(row[place])
    return CodeList(uri.strip(), version.strip(), name.strip(), named, kept, key, tuple(labels.items()))


def _refuse(is_wrong: bool, message: str) -> None:
    if is_wrong:
        raise CodeListError(message)


def read(plain: Mapping[str, Any]) -> CodeList:
    """The list that `CodeList.plain` wrote, without checking it again."""
    columns = tuple(Column(one["id"], one["name"]) for one in plain["columns"])
    rows = tuple(map(tuple, plain["rows"]))
    told = (plain["uri"], plain["version"], plain["name"], columns, rows)
    return CodeList(*told, plain["key"], tuple(plain["labels"].items()))
