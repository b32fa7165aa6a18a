"""A postal address in Germany: street, house number, postcode, town."""

import re
from datetime import date
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.fields.kind import Invalid, Kind, Parts, Raw, first, say
from drehscheibe.forms.schema import Field, Message, text

# per part: label, the label within a sentence, autocomplete token, longest, width in characters
_BOXES: dict[str, tuple[Message, Message, str, int, int]] = {
    "street": ({"de": "Straße", "en": "Street"}, {"de": "die Straße", "en": "the street"}, "address-line1", 100, 0),
    "house_number": ({"de": "Hausnummer", "en": "Number"}, {"de": "die Hausnummer", "en": "the number"}, "", 20, 5),
    "postcode": (
        {"de": "Postleitzahl", "en": "Postcode"},
        {"de": "die PLZ", "en": "the postcode"},
        "postal-code",
        5,
        5,
    ),
    "city": ({"de": "Ort", "en": "Town"}, {"de": "den Ort", "en": "the town"}, "address-level2", 100, 0),
}
_POSTCODE = re.compile(r"(?!00)[0-9]{5}")


class AddressKind(Kind):
    parts = tuple(_BOXES)
    logic = "address"
    samples = (
        {"street": "Lindenweg", "house_number": "7", "postcode": "44623", "city": "Musterstadt"},
        {"street": "Am Markt", "house_number": "12 a", "postcode": "01067", "city": "Auenfeld"},
    )

    def controls(self, field: Field, name: str, lang: str, /) -> list[Control]:
        controls = []
        for part, (words, _, token, longest, width) in _BOXES.items():
            facts: dict[str, Any] = {"label": text(words, lang), "hint": None, "maxlength": longest, "width": width}
            facts["autocomplete"] = "" if field.autocomplete == "off" else token
            facts["inputmode"] = "numeric" if part == "postcode" else ""
            controls.append(self.describe(field, f"{name}.{part}", lang, **facts))
        return controls

    def parse(self, field: Field, raw: Parts, _today: date, /) -> Any:
        value = {part: clean_line(first(raw, part)[:2_000]) for part in self.parts}
        if not any(value.values()):
            return None
        for part, (_, words, _, longest, _) in _BOXES.items():
            if not value[part]:
                de, en = "Geben Sie bei „{label}“ {part} an.", "Enter {part} of “{label}”."
                raise Invalid(say(field.label, de, en, part=words), part)
            if len(value[part]) > longest:
                de = "Kürzen Sie bei „{label}“ {part} auf {longest} Zeichen."
                en = "Shorten {part} of “{label}” to {longest} characters."
                raise Invalid(say(field.label, de, en, part=words, longest=longest), part)
        if not _POSTCODE.fullmatch(value["postcode"]):
            de = "Geben Sie bei „{label}“ die Postleitzahl mit fünf Ziffern an."
            en = "Enter the postcode of “{label}” with five digits."
            raise Invalid(say(field.label, de, en), "postcode")
        return value

    def summary(self, _field: Field, value: Any, _lang: str, /) -> str:
        return f"{value['street']} {value['house_number']}\n{value['postcode']} {value['city']}"

    def to_raw(self, _field: Field, value: Any, /) -> Raw:
        return {part: [value[part]] for part in self.parts}
