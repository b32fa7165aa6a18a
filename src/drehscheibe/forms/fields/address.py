"""A postal address in Germany: street, house number, postcode, town."""

import re
from datetime import date
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.fields.kind import Invalid, Kind, Parts, Raw, first, say
from drehscheibe.forms.schema import Field, Message, text

# part: label, autocomplete token, longest, width, what to say when it is missing or wrong
_BOXES: dict[str, tuple[Message, str, int, int, tuple[str, str]]] = {
    "street": ({"de": "Straße", "en": "Street"}, "address-line1", 100, 0, ("die Straße", "the street")),
    "house_number": ({"de": "Hausnummer", "en": "House number"}, "", 20, 5, ("die Hausnummer", "the house number")),
    "postcode": ({"de": "Postleitzahl", "en": "Postcode"}, "postal-code", 5, 5, ("die Postleitzahl", "the postcode")),
    "city": ({"de": "Ort", "en": "Town"}, "address-level2", 100, 0, ("den Ort", "the town")),
}
_POSTCODE = re.compile(r"(?!00)[0-9]{5}")
_EXAMPLES = (
    ("Lindenweg", "7", "44623", "Musterstadt"),
    ("Am Markt", "12 a", "01067", "Auenfeld"),
    ("Ostring", "3", "99084", "Birkental"),
)


class AddressKind(Kind):
    parts = tuple(_BOXES)
    logic = "address"

    def controls(self, field: Field, name: str, lang: str) -> list[Control]:
        return [
            Control(
                kind="text",
                name=f"{name}.{part}",
                label=text(label, lang),
                autocomplete="" if field.autocomplete == "off" else token,
                inputmode="numeric" if part == "postcode" else "",
                maxlength=longest,
                width=width,
            )
            for part, (label, token, longest, width, _) in _BOXES.items()
        ]

    def parse(self, field: Field, raw: Parts, today: date) -> Any:
        del today
        value = {part: clean_line(first(raw, part)[:2_000]) for part in self.parts}
        if not any(value.values()):
            return None
        for part, (_, _, longest, _, (de, en)) in _BOXES.items():
            if not value[part]:
                raise Invalid(say(field, f"Geben Sie bei „{{label}}“ {de} an.", f"Enter {en} of “{{label}}”."), part)
            if len(value[part]) > longest:
                de = f"Kürzen Sie bei „{{label}}“ {de} auf höchstens {longest} Zeichen."
                raise Invalid(say(field, de, f"Shorten {en} of “{{label}}” to {longest} characters."), part)
        if not _POSTCODE.fullmatch(value["postcode"]):
            en = "Enter the postcode of “{label}” with five digits."
            raise Invalid(say(field, "Geben Sie bei „{label}“ die Postleitzahl mit fünf Ziffern an.", en), "postcode")
        return value

    def summary(self, field: Field, value: Any, lang: str) -> str:
        del field, lang
        return f"{value['street']} {value['house_number']}\n{value['postcode']} {value['city']}"

    def to_raw(self, field: Field, value: Any) -> Raw:
        del field
        return {part: [value[part]] for part in self.parts}

    def example(self, field: Field, seed: int, today: date) -> Raw:
        del today
        return self.to_raw(field, dict(zip(self.parts, _EXAMPLES[seed % len(_EXAMPLES)], strict=True)))

    def json_type(self, field: Field) -> dict[str, Any]:
        del field
        return {
            "type": "object",
            "properties": {part: {"type": "string"} for part in self.parts},
            "required": list(self.parts),
        }
