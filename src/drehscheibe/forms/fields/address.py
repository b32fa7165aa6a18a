"""A postal address in Germany: street, house number, postcode, town."""

import re
from datetime import date
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.fields.kind import NOTHING, Kind, Parts, first, wrong
from drehscheibe.forms.messages import MESSAGES
from drehscheibe.forms.schema import Field, text

# per part: autocomplete token, longest, width in characters
_BOXES = {
    "street": ("address-line1", 100, 0),
    "house_number": ("", 20, 5),
    "postcode": ("postal-code", 5, 5),
    "city": ("address-level2", 100, 0),
}
_POSTCODE = re.compile(r"(?!00)[0-9]{5}")


class AddressKind(Kind):
    parts = tuple(_BOXES)
    logic = "address"

    def controls(self, field: Field, name: str, lang: str, /, _typed: Parts = NOTHING) -> list[Control]:
        controls = []
        for part, (token, longest, width) in _BOXES.items():
            label, mode = text(MESSAGES[part], lang), "numeric" if part == "postcode" else ""
            known = "" if field.autocomplete == "off" else token
            facts = {"label": label, "hint": None, "inputmode": mode, "autocomplete": known, "width": width}
            controls.append(self.describe(field, f"{name}.{part}", lang, **facts, maxlength=longest))
        return controls

    def parts_known(self, _field: Field, /) -> dict[str, str]:
        return dict.fromkeys(self.parts, "text")

    def parse(self, field: Field, raw: Parts, _today: date, /) -> Any:
        value = {part: clean_line(first(raw, part)[:2_000]) for part in self.parts}
        if not any(value.values()):
            return None
        for part, (_, longest, _) in _BOXES.items():
            if not value[part]:
                raise wrong(field, "no_part_of_address", part, words=MESSAGES[f"the_{part}"])
            if len(value[part]) > longest:
                raise wrong(field, "long_part_of_address", part, words=MESSAGES[f"the_{part}"], longest=longest)
        if not _POSTCODE.fullmatch(value["postcode"]):
            raise wrong(field, "wrong_postcode", "postcode")
        return value

    def summary(self, _field: Field, value: Any, _lang: str, /) -> str:
        return f"{value['street']} {value['house_number']}\n{value['postcode']} {value['city']}"
