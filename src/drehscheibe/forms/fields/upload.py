"""Files. The web layer stores them; here are only their metadata, one JSON text per file: file, name, size, media_type."""

import json
from datetime import date
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.fields.kind import Invalid, Kind, Parts, Raw, phrase, say
from drehscheibe.forms.schema import Field, text

MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png")
MAX_SIZE = 10_000_000


def files_in(stored: object) -> list[dict[str, Any]]:
    """The metadata in a list of JSON texts; what is none is left out."""
    files = []
    for one in stored if isinstance(stored, list | tuple) else ():
        try:
            found = json.loads(one)
        except (ValueError, TypeError, RecursionError):
            continue
        if isinstance(found, dict) and isinstance(found.get("file"), str) and type(found.get("size")) is int:
            kept = {"file": found["file"], "name": clean_line(str(found.get("name", "")))[:200], "size": found["size"]}
            files.append({**kept, "media_type": str(found.get("media_type", ""))})
    return files


class UploadKind(Kind):
    uses = frozenset({"multiple", "max", "max_size", "media_types"})
    logic = "files"
    missing = ("Laden Sie bei „{label}“ eine Datei hoch.", "Upload a file for “{label}”.")

    def controls(self, field: Field, name: str, lang: str) -> list[Control]:
        return [
            Control(
                kind="file",
                name=name,
                label=text(field.label, lang),
                hint=phrase(field.hint, lang),
                multiple=field.multiple,
                accept=field.media_types or MEDIA_TYPES,
                max_size=field.max_size or MAX_SIZE,
            )
        ]

    def parse(self, field: Field, raw: Parts, today: date) -> Any:
        del today
        files = files_in(list(raw.get("", ())))
        most = int(field.max or 5) if field.multiple else 1
        if len(files) > most:
            en = "Upload no more than {most} files for “{label}”."
            raise Invalid(say(field, "Laden Sie bei „{label}“ höchstens {most} Dateien hoch.", en, most=most))
        limit = field.max_size or MAX_SIZE
        for one in files:
            if one["media_type"] not in (field.media_types or MEDIA_TYPES):
                kinds = ", ".join(kind.rpartition("/")[2].upper() for kind in field.media_types or MEDIA_TYPES)
                de = "Die Datei „{file}“ hat eine Form, die wir nicht lesen können. Möglich sind: {kinds}."
                raise Invalid(
                    say(
                        field,
                        de,
                        "We cannot read the file “{file}”. Possible are: {kinds}.",
                        file=one["name"],
                        kinds=kinds,
                    )
                )
            if one["size"] > limit:
                size = max(1, limit // 1_000_000)
                de = "Die Datei „{file}“ ist zu groß. Erlaubt sind höchstens {size} MB."
                raise Invalid(
                    say(
                        field,
                        de,
                        "The file “{file}” is too big. At most {size} MB are allowed.",
                        file=one["name"],
                        size=size,
                    )
                )
        return files or None

    def summary(self, field: Field, value: Any, lang: str) -> str:
        del field, lang
        return "\n".join(one["name"] for one in value)

    def to_raw(self, field: Field, value: Any) -> Raw:
        del field
        return {"": [json.dumps(one) for one in value]}

    def example(self, field: Field, seed: int, today: date) -> Raw:
        del today
        kind = (field.media_types or MEDIA_TYPES)[0]
        file = f"00000000-0000-4000-8000-{seed % 10**12:012}"
        return self.to_raw(field, [{"file": file, "name": f"Nachweis {seed}.pdf", "size": 1_000, "media_type": kind}])

    def json_type(self, field: Field) -> dict[str, Any]:
        del field
        file = {
            "file": {"type": "string"},
            "name": {"type": "string"},
            "size": {"type": "integer"},
            "media_type": {"type": "string"},
        }
        return {"type": "array", "items": {"type": "object", "properties": file, "required": list(file)}}

    def faults(self, field: Field) -> list[str]:
        if field.max is not None and (not isinstance(field.max, int) or not 1 <= field.max <= 20):
            return ["max ist die Zahl der Dateien, 1 bis 20."]
        return []
