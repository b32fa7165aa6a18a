"""Open a file: its size, its encoding, and what it is, told by its content alone."""

import re
from enum import Enum
from pathlib import Path

from drehscheibe.catalogue.importing.report import Finding, RefusedError

MOST = 50_000_000  # bytes
_OZG = {"ozg_id", "ozg_leistung"}
_LEIKA = {"leika_schluessel", "bezeichnung", "ozg_id"}
_UMLAUTS = re.compile(rb"[\xc4\xd6\xdc\xe4\xf6\xfc\xdf]")


class Kind(Enum):
    """What a file may be."""

    OZG = "OZG-Liste"
    LEIKA = "LeiKa-Liste"
    DOCUMENT = "Leistungen als JSON oder YAML"


def read(path: Path) -> tuple[str, list[Finding]]:
    """The text of a file, and what was noticed. Raises RefusedError."""
    try:
        size = path.stat().st_size
        if size > MOST:
            sentence = f"Die Datei hat {size // 1_000_000} MB. Höchstens {MOST // 1_000_000} MB gehen. Teilen Sie sie."
            raise RefusedError(path.name, [Finding(0, sentence)])
        content = path.read_bytes()
    except OSError as error:
        raise RefusedError(path.name, [Finding(0, f"Die Datei lässt sich nicht lesen ({error.strerror}).")]) from error
    if not content.strip():
        raise RefusedError(path.name, [Finding(0, "Die Datei ist leer.")])
    return _decoded(path.name, content)


def _decoded(name: str, content: bytes) -> tuple[str, list[Finding]]:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            return content.decode("utf-16"), [Finding(0, "Die Datei ist als UTF-16 gespeichert und so gelesen worden.")]
        except UnicodeDecodeError as error:
            raise RefusedError(name, [Finding(0, "Die Zeichenkodierung (UTF-16) ist beschädigt.")]) from error
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise RefusedError(name, [Finding(line, "Das ist keine Textdatei.")])
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    if _is_western(content):
        return content.decode("cp1252"), [Finding(line, "Die Datei ist als Windows-1252 gelesen worden, nicht UTF-8.")]
    sentence = "Ein Zeichen ist nicht in UTF-8 gespeichert. Speichern Sie die Datei als UTF-8."
    raise RefusedError(name, [Finding(line, sentence)])


def _is_western(content: bytes) -> bool:
    """Whether all of it is Windows-1252 as Excel writes it; a mixture with UTF-8 is broken."""
    if re.search(rb"[\xc2-\xc3][\x80-\xbf]", content) or not _UMLAUTS.search(content):
        return False
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def kind(name: str, text: str) -> Kind:
    """What the file is. Raises RefusedError when it is nothing that we know."""
    start = text.lstrip()
    if start[0] == "<":
        sentence = (
            "XML wird hier noch nicht gelesen. Es gehen die OZG- und die LeiKa-Liste (CSV) und unser JSON oder YAML."
        )
        raise RefusedError(name, [Finding(1, sentence)])
    header = set(re.split(r"[,;\t|]", start.split("\n", 1)[0].strip().replace('"', "")))
    if header >= _LEIKA:
        return Kind.LEIKA
    if header >= _OZG:
        return Kind.OZG
    if start[0] in "{[" or re.search(r"^services\s*:", start, re.MULTILINE):
        return Kind.DOCUMENT
    sentence = (
        "Die Datei ist nichts, was wir kennen. Es gehen: die OZG-Liste (Spalten ozg_id, ozg_leistung, lage, "
        "themenfeld), die LeiKa-Liste (leika_schluessel, bezeichnung, ozg_id) und unser JSON oder YAML mit „services“."
    )
    raise RefusedError(name, [Finding(1, sentence)])
