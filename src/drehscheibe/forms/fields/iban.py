"""A bank account number (ISO 13616), kept without blanks, shown in groups of four."""

from typing import Any

from stdnum import iban

from drehscheibe.forms.fields.kind import Invalid, OneLine, say
from drehscheibe.forms.schema import Field


class IbanKind(OneLine):
    longest = 60
    width = 30
    samples = ("DE89370400440532013000", "DE02120300000000202051", "AT611904300234573201")

    def read(self, field: Field, line: str, /) -> str:
        compact = line.replace(" ", "").replace("-", "").upper()
        if not (compact.isascii() and iban.is_valid(compact)):
            de = "Die Nummer bei „{label}“ stimmt nicht. Prüfen Sie jede Stelle. Eine deutsche IBAN hat 22 Stellen."
            en = "“{label}” is not right. Check each digit. A German IBAN has 22 characters."
            raise Invalid(say(field.label, de, en))
        return compact

    def summary(self, _field: Field, value: Any, _lang: str, /) -> str:
        return str(iban.format(value))
