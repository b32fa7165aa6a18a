"""The lists of the OZG-Umsetzungskatalog and of the LeiKa, row by row."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from drehscheibe.catalogue import classification
from drehscheibe.catalogue.importing.report import Finding, RefusedError

_BUSINESS = {"unternehmensfuehrung-entwicklung"}


@dataclass(frozen=True)
class Entry:
    """One service of a file. `origin`: by which it is known again; `facts`: columns of a service, as the file says."""

    line: int
    origin: str
    facts: dict[str, Any]


@dataclass
class Names:
    """What the LeiKa says about an OZG service: keys with names, in the order of the list."""

    rows: list[tuple[str, str]] = field(default_factory=list)


def _rows(name: str, text: str, needed: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with their lines. Raises RefusedError for what does not hold together."""
    header = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t|", key=header.count)
    csv.field_size_limit(1_000_000)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            line = reader.line_num
            if None in row or any(value is None for value in row.values()):
                count = len([value for key, value in row.items() if key and value is not None])
                sentence = (
                    f"Die Zeile hat {count} Spalten statt {len(reader.fieldnames or [])}. Ist die Datei vollständig?"
                )
                raise RefusedError(name, [Finding(line, sentence)])
            yield line, {key.strip(): (value or "").strip() for key, value in row.items()}
    except csv.Error as error:
        sentence = f"Die Zeile lässt sich nicht in Spalten teilen ({error}). Ist die Datei vollständig?"
        raise RefusedError(name, [Finding(reader.reader.line_num or line, sentence)]) from error
    missing = [column for column in needed if column not in (reader.fieldnames or [])]
    if missing:
        raise RefusedError(name, [Finding(1, f"Die Spalte {missing[0]} fehlt.")])


def ozg(name: str, text: str) -> tuple[list[Entry], list[Finding]]:
    """The services of the OZG list. Raises RefusedError with all that is wrong."""
    entries: dict[str, Entry] = {}
    notes: list[Finding] = []
    wrong: list[Finding] = []
    for line, row in _rows(name, text, ["ozg_id", "ozg_leistung", "lage", "themenfeld"]):
        ozg_id, called = row["ozg_id"], row["ozg_leistung"]
        topic = classification.topic_of_field(row["themenfeld"])
        if not re.fullmatch(r"\d{5}", ozg_id):
            wrong.append(Finding(line, f"„{ozg_id[:20]}“ ist keine OZG-Nummer. Sie hat fünf Ziffern."))
        elif not called or len(called) > 200:
            wrong.append(Finding(line, f"Die Leistung {ozg_id} hat keinen Namen oder einen zu langen."))
        elif topic is None:
            wrong.append(Finding(line, f"Das Themenfeld „{row['themenfeld'][:60]}“ gibt es nicht."))
        elif ozg_id in entries:
            first = entries[ozg_id]
            if first.facts["name"]["de"] == called:
                notes.append(Finding(line, f"{ozg_id} steht schon in Zeile {first.line}."))
            else:
                sentence = f"{ozg_id} steht schon in Zeile {first.line}, dort heißt die Leistung anders."
                wrong.append(Finding(line, sentence))
        else:
            situation = classification.official_situation(row["lage"])
            if situation is None and row["lage"]:
                notes.append(Finding(line, f"Die Lage „{row['lage'][:60]}“ kennen wir nicht. Sie bleibt weg."))
            entries[ozg_id] = Entry(line, f"ozg:{ozg_id}", _facts(ozg_id, called, topic.slug, situation))
    if wrong:
        raise RefusedError(name, wrong)
    return list(entries.values()), notes


def _facts(ozg_id: str, called: str, topic: str, situation: Any) -> dict[str, Any]:
    is_business = (situation is not None and situation.kind == "business") or topic in _BUSINESS
    return {
        "name": {"de": called},
        "ozg_id": ozg_id,
        "topic": topic,
        "situations": [situation.slug] if situation else [],
        "audience": ["businesses"] if is_business else ["citizens"],
    }


def leika(name: str, text: str) -> tuple[dict[str, Names], list[Finding]]:
    """Keys and names by OZG number. Raises RefusedError with all that is wrong."""
    found: dict[str, Names] = {}
    keys: dict[str, tuple[int, str]] = {}
    notes: list[Finding] = []
    wrong: list[Finding] = []
    without = 0
    for line, row in _rows(name, text, ["leika_schluessel", "bezeichnung", "ozg_id"]):
        key, called, ozg_id = row["leika_schluessel"], row["bezeichnung"], row["ozg_id"]
        reason = _wrong_leika(key, called, ozg_id)
        first, before = keys.get(key, (0, ""))
        if reason:
            wrong.append(Finding(line, reason))
        elif first and before != called:
            wrong.append(Finding(line, f"{key} steht schon in Zeile {first}, dort heißt die Leistung anders."))
        elif first:
            notes.append(Finding(line, f"{key} steht schon in Zeile {first}."))
        elif not ozg_id:
            without += 1
        else:
            keys |= {key: (line, called)} if key else {}
            found.setdefault(ozg_id, Names()).rows.append((key, called))
    if wrong:
        raise RefusedError(name, wrong)
    if without:
        notes.append(Finding(0, f"{without} Zeilen nennen keine OZG-Leistung. Sie bleiben weg."))
    return found, notes


def _wrong_leika(key: str, called: str, ozg_id: str) -> str:
    if key and not re.fullmatch(r"\d{14}", key):
        return f"„{key[:20]}“ ist kein LeiKa-Schlüssel. Er hat vierzehn Ziffern."
    if ozg_id and not re.fullmatch(r"\d{5}", ozg_id):
        return f"„{ozg_id[:20]}“ ist keine OZG-Nummer. Sie hat fünf Ziffern."
    return "" if called and len(called) <= 500 else "Die Leistung hat keinen Namen oder einen zu langen."
