"""Where people are reached and paid: e-mail, telephone, bank account; one line each, kept as its standard spells it."""

import re
from typing import Any

from stdnum import iban

from drehscheibe.forms.fields.kind import OneLine, wrong
from drehscheibe.forms.schema import Field

_ATOM = r"[^\s@\"(),:;<>\[\]\\.]+"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:[^\W_](?:[\w-]{{0,61}}[^\W_])?\.)+[^\W\d_]{{2,63}}")
_PHONE = re.compile(r"(?:\+|00)?[0-9 ()/.–-]+")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


class EmailKind(OneLine):
    """An e-mail address; the part after the @ in small letters."""

    longest = 254
    input = "email"
    inputmode = "email"
    autocomplete = "email"

    def read(self, field: Field, line: str, /) -> str:
        if not _EMAIL.fullmatch(line) or line.index("@") > 64:
            raise wrong(field, "no_email")
        person, _, host = line.rpartition("@")
        return f"{person}@{host.lower()}"


class PhoneKind(OneLine):
    """A number as people write it, kept as in ITU-T E.164 (+492323160); without a country code it is German."""

    longest = 40
    input = "tel"
    inputmode = "tel"
    autocomplete = "tel"
    width = 20

    def read(self, field: Field, line: str, /) -> str:
        digits = re.sub(r"[^0-9+]", "", line.replace("(0)", "") if line.startswith(("+", "00")) else line)
        digits = "+" + digits[2:] if digits.startswith("00") else re.sub(r"^0", "+49", digits)
        if not _PHONE.fullmatch(line) or not _E164.fullmatch(digits):
            raise wrong(field, "no_phone")
        return digits


class IbanKind(OneLine):
    """A bank account number (ISO 13616), kept without blanks, shown in groups of four."""

    longest = 60
    width = 30

    def read(self, field: Field, line: str, /) -> str:
        compact = line.replace(" ", "").replace("-", "").upper()
        if not (compact.isascii() and iban.is_valid(compact)):
            raise wrong(field, "no_iban")
        return compact

    def summary(self, _field: Field, value: Any, _lang: str, /) -> str:
        return str(iban.format(value))
