"""Reading lists of municipalities and of postcodes: CSV files with a line of column names, told apart by these names.

Columns may come in any order; `ars`, `name` make a list of municipalities, `plz` and `ort` one of postcodes. Pure.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

LARGEST = 50_000_000  # bytes
_ARS = re.compile(r"[0-9]{12}")
_POSTCODE = re.compile(r"(?!00)[0-9]{5}")


Row = TypeVar("Row", bound=tuple[object, ...])


class PlaceListError(ValueError):
    """A file that is no such list; the message names it and says what is missing."""


class MunicipalityRow(NamedTuple):
    """Degrees in WGS 84; None where the list does not say."""

    ars: str
    name: str
    district: str
    state: str
    latitude: float | None
    longitude: float | None


class PostcodeRow(NamedTuple):
    postcode: str
    name: str
    ars: str


@dataclass
class PlaceList:
    """What a file holds; `left_out` are (line, reason)."""

    file: str
    municipalities: list[MunicipalityRow] = field(default_factory=list)
    postcodes: list[PostcodeRow] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)


def read_list(file: str, content: bytes) -> PlaceList:
    """Read one file. Raise PlaceListError when it is none of both lists, or has no line that can be used."""
    if len(content) > LARGEST:
        raise PlaceListError(f"{file}: Die Datei ist größer als {LARGEST // 1_000_000} MB.")
    lines = _lines(file, content)
    columns = {name.strip().lower() for name in (lines.fieldnames or ())}
    found = PlaceList(file)
    if {"ars", "name"} <= columns:
        _read(lines, found, _municipality, found.municipalities)
    elif {"plz", "ort"} <= columns:
        _read(lines, found, _postcode, found.postcodes)
    else:
        raise PlaceListError(
            f"{file}, Zeile 1: Das ist weder eine Liste der Gemeinden (Spalten ars, name) noch eine der Postleitzahlen "
            f"(Spalten plz, ort). Gefunden: {', '.join(sorted(columns)) or 'nichts'}."
        )
    if not found.municipalities and not found.postcodes:
        raise PlaceListError(f"{file}: Keine Zeile lässt sich verwenden.")
    return found


def _lines(file: str, content: bytes) -> "csv.DictReader[str]":
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        decoded = content.decode("cp1252", errors="replace")
    if "\x00" in decoded:
        raise PlaceListError(f"{file}: Das ist keine Textdatei.")
    first = decoded.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return csv.DictReader(io.StringIO(decoded), delimiter=delimiter)


def _read(
    lines: "csv.DictReader[str]", found: PlaceList, read: Callable[[dict[str, str]], Row], rows: list[Row]
) -> None:
    known: dict[object, int] = {}
    for number, values in _numbered(found, lines):
        try:
            row = read(values)
        except ValueError as error:
            found.left_out.append((number, str(error)))
            continue
        key = row[0] if isinstance(row, MunicipalityRow) else row
        if key in known:
            found.left_out.append((number, f"Steht schon in Zeile {known[key]}."))
            continue
        known[key] = number
        rows.append(row)


def _numbered(found: PlaceList, lines: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, str]]]:
    """The lines with their numbers, names of columns in small letters, values without blanks around them."""
    try:
        for values in lines:
            yield (
                lines.line_num,
                {
                    name.strip().lower(): " ".join(value.split())[:300]
                    for name, value in values.items()
                    if isinstance(name, str) and isinstance(value, str)
                },
            )
    except csv.Error as error:
        found.left_out.append((lines.line_num, f"Ab hier ist die Datei nicht lesbar: {error}."))


def _municipality(values: dict[str, str]) -> MunicipalityRow:
    """Raise ValueError with the reason when the line cannot be used."""
    if not _ARS.fullmatch(values.get("ars", "")):
        raise ValueError(f"Ein Regionalschlüssel (ars) hat zwölf Ziffern, nicht „{values.get('ars', '')}“.")
    name = _name(values.get("name", ""))
    district = _name(values.get("kreis") or values.get("kreis_schluessel") or name)
    state = values.get("bundesland") or values.get("land") or ""
    point = (_degrees(values.get("breite")), _degrees(values.get("laenge")))
    return MunicipalityRow(values["ars"], name, "" if district == name else district, state[:100], *point)


def _postcode(values: dict[str, str]) -> PostcodeRow:
    """Raise ValueError with the reason when the line cannot be used."""
    if not _POSTCODE.fullmatch(values.get("plz", "")):
        raise ValueError(f"Eine Postleitzahl (plz) hat fünf Ziffern, nicht „{values.get('plz', '')}“.")
    ars = values.get("ars", "")
    return PostcodeRow(values["plz"], _name(values.get("ort", "")), ars if _ARS.fullmatch(ars) else "")


def _name(official: str) -> str:
    """The name without what follows its comma: "Flensburg, Stadt" is Flensburg."""
    name = official.partition(", ")[0][:200]
    if not name:
        raise ValueError("Der Name fehlt.")
    return name


def _degrees(written: str | None) -> float | None:
    try:
        degrees = float((written or "").replace(",", "."))
    except ValueError:
        return None
    return degrees if -180 <= degrees <= 180 else None
