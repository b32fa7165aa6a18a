"""A telephone number as people write it, kept as in ITU-T E.164 (+492323160); without a country code it is German."""

import re

from drehscheibe.forms.fields.kind import Invalid, OneLine, say
from drehscheibe.forms.schema import Field

_TYPED = re.compile(r"(?:\+|00)?[0-9 ()/.–-]+")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


class PhoneKind(OneLine):
    longest = 40
    input = "tel"
    inputmode = "tel"
    autocomplete = "tel"
    width = 20
    samples = ("+492323160", "+4915100000001", "+43158858")

    def read(self, field: Field, line: str, /) -> str:
        digits = re.sub(r"[^0-9+]", "", line.replace("(0)", "") if line.startswith(("+", "00")) else line)
        digits = "+" + digits[2:] if digits.startswith("00") else re.sub(r"^0", "+49", digits)
        if not _TYPED.fullmatch(line) or not _E164.fullmatch(digits):
            de = "Geben Sie „{label}“ mit Vorwahl ein, zum Beispiel 02323 160."
            raise Invalid(say(field.label, de, "Enter “{label}” with the area code, such as 02323 160."))
        return digits
