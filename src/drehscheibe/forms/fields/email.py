"""An e-mail address; the part after the @ in small letters."""

import re

from drehscheibe.forms.fields.kind import Invalid, OneLine, say
from drehscheibe.forms.schema import Field

_ATOM = r"[^\s@\"(),:;<>\[\]\\.]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:[^\W_](?:[\w-]{{0,61}}[^\W_])?\.)+[^\W\d_]{{2,63}}")


class EmailKind(OneLine):
    longest = 254
    input = "email"
    inputmode = "email"
    autocomplete = "email"
    samples = ("alma.gross@beispiel.de", "post+amt@müller.example")

    def read(self, field: Field, line: str, /) -> str:
        if not _ADDRESS.fullmatch(line) or line.index("@") > 64:
            de = "Geben Sie bei „{label}“ eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de."
            raise Invalid(say(field.label, de, "Enter “{label}” as an e-mail address, such as name@example.de."))
        person, _, host = line.rpartition("@")
        return f"{person}@{host.lower()}"
