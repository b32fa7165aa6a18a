"""A telephone number as people write it, kept as in ITU-T E.164 (+492323160); without a country code it is German."""

import re
from typing import Any

from drehscheibe.forms.fields.kind import OneLine, wrong
from drehscheibe.forms.schema import Field

_PHONE = re.compile(r"\+?[0-9 ()/.–-]+")
_HOME = "DE"


class PhoneKind(OneLine):
    longest = 40
    input = "tel"
    inputmode = "tel"
    autocomplete = "tel"
    width = 20

    def read(self, field: Field, line: str, /) -> str:
        import phonenumbers  # noqa: PLC0415  its metadata is large, and most forms ask for none

        if not (line.isascii() or "–" in line) or not _PHONE.fullmatch(line):
            raise wrong(field, "no_phone")
        try:
            number = phonenumbers.parse(line.replace("–", "-"), _HOME)
        except phonenumbers.NumberParseException:
            raise wrong(field, "no_phone") from None
        # whether it is in use changes by the week; its length does not
        if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
            raise wrong(field, "no_phone")
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))

    def summary(self, _field: Field, value: Any, _lang: str, /) -> str:
        import phonenumbers  # noqa: PLC0415  as above

        try:
            number = phonenumbers.parse(value, None)
        except phonenumbers.NumberParseException:
            return str(value)
        home = phonenumbers.region_code_for_country_code(number.country_code or 0) == _HOME
        style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
        return str(phonenumbers.format_number(number, style))

    def json_schema(self, _field: Field, /) -> dict[str, Any]:
        return {"type": "string", "pattern": "^\\+[1-9][0-9]{4,14}$"}
