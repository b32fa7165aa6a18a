"""A bank account number (ISO 13616), kept without blanks, shown in groups of four."""

from typing import Any

from stdnum import iban

from drehscheibe.forms.fields.kind import Invalid, OneLine, Raw, say
from drehscheibe.forms.schema import Field


class IbanKind(OneLine):
    longest = 60
    width = 30

    def read(self, field: Field, line: str) -> str:
        compact = line.replace(" ", "").replace("-", "").upper()
        if not (compact.isascii() and iban.is_valid(compact)):
            de = "Die Nummer bei „{label}“ stimmt nicht. Prüfen Sie jede Stelle. Eine deutsche IBAN hat 22 Stellen."
            en = "“{label}” is not right. Check each digit. A German IBAN has 22 characters."
            raise Invalid(say(field, de, en))
        return compact

    def summary(self, field: Field, value: Any, lang: str) -> str:
        del field, lang
        return str(iban.format(value))

    def example(self, field: Field, seed: int, today: object) -> Raw:
        del field, today
        account = f"50010517{seed % 10_000_000_000:010}"
        return {"": [f"DE{iban.calc_check_digits('DE00' + account)}{account}"]}
