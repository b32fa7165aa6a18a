"""An e-mail address, as a person may write it; kept with its host in small letters."""

import re
from typing import Any

from drehscheibe.forms.fields.kind import OneLine, wrong
from drehscheibe.forms.schema import Field

_ATOM = r"[^\s@\"(),:;<>\[\]\\.]+"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:[^\W_](?:[\w-]{{0,61}}[^\W_])?\.)+[^\W\d_]{{2,63}}")


class EmailKind(OneLine):
    longest = 254
    input = "email"
    inputmode = "email"
    autocomplete = "email"

    def read(self, field: Field, line: str, /) -> str:
        if not _EMAIL.fullmatch(line) or line.index("@") > 64:
            raise wrong(field, "no_email")
        person, _, host = line.rpartition("@")
        return f"{person}@{host.lower()}"

    def json_schema(self, field: Field, /) -> dict[str, Any]:
        return {**super().json_schema(field), "format": "idn-email"}
