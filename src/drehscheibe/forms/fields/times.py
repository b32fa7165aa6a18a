"""A time of day, read as people write it: 8, 8 Uhr, 8.30, 18:05 Uhr. Kept as 08:30; it compares as text."""

import re
from typing import Any

from drehscheibe.forms.fields.kind import OneLine, wrong
from drehscheibe.forms.schema import Field

_TIME = re.compile(r"([01]?[0-9]|2[0-4])(?:\s*[:.h]\s*([0-5][0-9])|\s*uhr\s*([0-5][0-9]))?\s*(?:uhr)?", re.IGNORECASE)


class TimeKind(OneLine):
    longest = 20
    width = 8

    def read(self, field: Field, line: str, /) -> str:
        found = _TIME.fullmatch(line)
        hour, minute = (int(found[1]), int(found[2] or found[3] or 0)) if found else (25, 0)
        if hour * 60 + minute > 24 * 60:
            raise wrong(field, "no_time")
        return f"{hour:02}:{minute:02}"

    def json_schema(self, _field: Field, /) -> dict[str, Any]:
        return {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"}

    def summary(self, _field: Field, value: Any, lang: str, /) -> str:
        return str(value) if lang == "en" else f"{value} Uhr"
