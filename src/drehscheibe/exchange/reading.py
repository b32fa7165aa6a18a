"""Any file that holds a form: told apart by its content, made a form document's source, with a report."""

import json
from dataclasses import dataclass
from typing import Any

from drehscheibe.exchange import hostile
from drehscheibe.exchange.fim import converting, genericode, mending, reading
from drehscheibe.exchange.fim.genericode import Lists
from drehscheibe.exchange.fim.report import Report
from drehscheibe.exchange.hostile import RefusedError
from drehscheibe.forms.code_lists import CodeList, CodeListError
from drehscheibe.forms.faults import FormError
from drehscheibe.forms.schema import load

_DEEPEST_JSON = 100


@dataclass(frozen=True)
class Read:
    """What a file holds: the source of a form, or else only a code list. `lists`: what the form names."""

    source: dict[str, Any] | None
    lists: tuple[CodeList, ...]
    report: Report


def read(content: bytes, lists: Lists) -> Read:
    """Read our JSON, XDatenfelder 2.0 or 3.0, or genericode. Raise RefusedError with a sentence that helps."""
    content = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not content:
        raise RefusedError("Die Datei ist leer.")
    if content[:1] in {b"{", b"["}:
        return Read(_json(content), (), Report())
    if not _looks_like_xml(content):
        raise RefusedError("Das ist weder XML noch JSON. Gebraucht wird ein Schema in XDatenfelder 2.0 oder 3.0.")
    root = hostile.parse(content)
    if genericode.is_code_list(root):
        try:
            return Read(None, (genericode.read(root),), Report())
        except CodeListError as error:
            raise RefusedError(f"Die Codeliste lässt sich nicht lesen: {error}") from error
    if not reading.is_schema(root):
        name = genericode.local(root)
        raise RefusedError(f"Das XML beginnt mit „{name}“ und ist kein XDatenfelder. Gelesen werden 2.0 und 3.0.")
    report = Report()
    schema = reading.read(root, report)
    converted = converting.convert(schema, lists, report)
    try:
        return Read(mending.mended(converted.source, report), converted.lists, report)
    except FormError as error:
        raise RefusedError(f"Aus dem Schema wird kein Formular: {error}") from error


def _looks_like_xml(content: bytes) -> bool:
    return (
        content[:1] == b"<"
        or content[:2] in {b"\xff\xfe", b"\xfe\xff"}
        or content.startswith(tuple(hostile.SIGNATURES))
    )


def _json(content: bytes) -> dict[str, Any]:
    if len(content) > hostile.MOST_BYTES:
        raise RefusedError(f"Die Datei ist größer als {hostile.MOST_BYTES // 1_000_000} MB.")
    try:
        source = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"Das JSON lässt sich nicht lesen: {error}") from error
    if not isinstance(source, dict):
        raise RefusedError("Das JSON ist kein Formular: Es muss ein Objekt mit „slug“, „title“ und „steps“ sein.")
    try:
        load(source)
    except FormError as error:
        raise RefusedError(f"Das JSON ist kein Formular:\n{error}") from error
    return source
