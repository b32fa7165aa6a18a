"""An e-mail address; the part after the @ in small letters."""

import re

from drehscheibe.forms.fields.kind import Invalid, OneLine, Raw, say
from drehscheibe.forms.schema import Field

_ADDRESS = re.compile(
    r"[^\s@\"(),:;<>\[\]\\.]+(?:\.[^\s@\"(),:;<>\[\]\\.]+)*@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}"
)


class EmailKind(OneLine):
    longest = 254
    input = "email"
    inputmode = "email"
    autocomplete = "email"

    def read(self, field: Field, line: str) -> str:
        if not _ADDRESS.fullmatch(line) or line.index("@") > 64:
            en = "Enter “{label}” as an e-mail address, such as name@example.de."
            raise Invalid(
                say(field, "Geben Sie bei „{label}“ eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de.", en)
            )
        person, _, host = line.rpartition("@")
        return f"{person}@{host.lower()}"

    def example(self, field: Field, seed: int, today: object) -> Raw:
        del field, today
        return {"": [f"person{seed}@beispiel.de"]}
