"""Files. The web layer stores them; here are only their metadata, one JSON text each: file, name, size, media_type."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.fields.kind import NOTHING, Kind, Parts, wrong
from drehscheibe.forms.schema import Field

MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png")
MAX_SIZE = 10_000_000


def files_in(stored: Sequence[str]) -> list[dict[str, Any]]:
    """The metadata in a list of JSON texts; what is none is left out."""
    files = []
    for one in stored:
        try:
            found = json.loads(one)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and isinstance(found.get("file"), str) and type(found.get("size")) is int:
            name, media_type = clean_line(str(found.get("name")))[:200], str(found.get("media_type"))
            files.append({"file": found["file"], "name": name, "size": found["size"], "media_type": media_type})
    return files


class UploadKind(Kind):
    uses = frozenset({"multiple", "max", "max_size", "media_types", "camera"})
    logic = "files"
    missing = "missing_upload"
    control = "file"

    def controls(self, field: Field, name: str, lang: str, /, _typed: Parts = NOTHING) -> list[Control]:
        accept, most = field.media_types or MEDIA_TYPES, field.max_size or MAX_SIZE
        facts = {"multiple": field.multiple, "accept": accept, "max_size": most}
        return [self.describe(field, name, lang, **facts, capture="environment" if field.camera else "")]

    def parse(self, field: Field, raw: Parts, _today: date, /) -> Any:
        files = files_in(raw.get("", ()))
        most = int(field.max or 5) if field.multiple else 1
        if len(files) > most:
            raise wrong(field, "too_many_files", most=most)
        limit, allowed = field.max_size or MAX_SIZE, field.media_types or MEDIA_TYPES
        for one in files:
            if one["media_type"] not in allowed:
                kinds = ", ".join(kind.rpartition("/")[2].upper() for kind in allowed)
                raise wrong(field, "unreadable_file", file=one["name"], kinds=kinds)
            if one["size"] > limit:
                raise wrong(field, "big_file", file=one["name"], most=f"{limit / 1e6:.2g}")
        return files or None

    def summary(self, _field: Field, value: Any, _lang: str, /) -> str:
        return "\n".join(one["name"] for one in value)

    def faults(self, field: Field, /) -> list[str]:
        strange = sorted(set(field.media_types) - set(MEDIA_TYPES))
        pictures = all(kind.startswith("image/") for kind in field.media_types or MEDIA_TYPES)
        told = [
            (
                field.max is None or (isinstance(field.max, int) and 1 <= field.max <= 20),
                "max ist die Zahl der Dateien, 1 bis 20.",
            ),
            (not strange, f"Diese Dateien prüfen wir nicht: {', '.join(strange)}. Möglich: {', '.join(MEDIA_TYPES)}."),
            (
                not field.camera or pictures,
                "camera öffnet sofort die Kamera: Dann nimmt das Feld nur Bilder (media_types).",
            ),
        ]
        return [message for fine, message in told if not fine]

    def json_schema(self, field: Field, /) -> dict[str, Any]:
        properties = {
            "file": {"type": "string", "minLength": 1},
            "name": {"type": "string", "maxLength": 200},
            "size": {"type": "integer", "minimum": 0, "maximum": field.max_size or MAX_SIZE},
            "media_type": {"enum": list(field.media_types or MEDIA_TYPES)},
        }
        one = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
        return {"type": "array", "items": one, "minItems": 1, "maxItems": int(field.max or 5) if field.multiple else 1}
