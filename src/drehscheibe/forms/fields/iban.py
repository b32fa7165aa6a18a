"""A bank account number (ISO 13616), kept without blanks, shown in groups of four."""

from typing import Any

from stdnum import iban

from drehscheibe.forms.fields.kind import OneLine, wrong
from drehscheibe.forms.schema import Field


class IbanKind(OneLine):
    longest = 60
    width = 30

    def read(self, field: Field, line: str, /) -> str:
        compact = line.replace(" ", "").replace("-", "").upper()
        if not (compact.isascii() and iban.is_valid(compact)):
            raise wrong(field, "no_iban")
        return compact

    def summary(self, _field: Field, value: Any, _lang: str, /) -> str:
        return str(iban.format(value))

    def json_schema(self, _field: Field, /) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"}
