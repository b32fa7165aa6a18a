"""A postal address: street, house number, postcode, town; with `addition` what else stands on the bell or the letter,
with `abroad` a state too. `without_number`: the house number may be left out.

Where postcodes have been imported, a town left out is filled in if the postcode has only one, and a town that we do not
know for a postcode is asked about once: with a tick it stays as it is.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from drehscheibe.forms.controls import Choice, Control, anchor
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.fields.kind import NOTHING, Kind, Parts, first, wrong
from drehscheibe.forms.fields.nationality import states
from drehscheibe.forms.messages import MESSAGES, say
from drehscheibe.forms.places import Places
from drehscheibe.forms.schema import Field, Phrase, text

# per part: autocomplete token, longest, width in characters
_BOXES = {
    "street": ("address-line1", 100, 0),
    "house_number": ("", 20, 5),
    "addition": ("address-line2", 100, 0),
    "postcode": ("postal-code", 5, 5),
    "city": ("address-level2", 100, 0),
}
_FOREIGN_POSTCODE = 12
_POSTCODE = re.compile(r"(?!00)[0-9]{5}")
_HOME = "DE"


class AddressKind(Kind):
    parts = tuple(_BOXES)
    uses = frozenset({"abroad", "addition", "without_number"})
    logic = "address"

    def parts_of(self, field: Field, /) -> tuple[str, ...]:
        return (*_boxes(field), *(["country"] if field.abroad else []), *(["confirmed"] if _places(field) else []))

    def parts_known(self, field: Field, /) -> dict[str, str]:
        return dict.fromkeys((*_boxes(field), *(["country"] if field.abroad else [])), "text")

    def controls(self, field: Field, name: str, lang: str, /, typed: Parts = NOTHING) -> list[Control]:
        boxes: dict[str, Control] = {}
        for part in _boxes(field):
            token, longest, width = _BOXES[part]
            label, mode = text(MESSAGES[part], lang), "numeric" if part == "postcode" and not field.abroad else ""
            known = "" if field.autocomplete == "off" else token
            most = _FOREIGN_POSTCODE if part == "postcode" and field.abroad else longest
            hint = text(MESSAGES["addition_hint"], lang) if part == "addition" else None
            needless = part == "addition" or (part == "house_number" and field.without_number)
            facts = {"label": label, "hint": hint, "inputmode": mode, "autocomplete": known, "width": width}
            boxes[part] = self.describe(field, f"{name}.{part}", lang, **facts, maxlength=most, needless=needless)
        towns = _places(field)
        if towns:
            postcode, town = (clean_line(first(typed, part)[:200]) for part in ("postcode", "city"))
            boxes["postcode"] = boxes["postcode"]._replace(updates=f"{name}.city")
            boxes["city"] = boxes["city"]._replace(suggestions=tuple(towns.of(postcode)))
            if towns.doubtful(postcode, town):
                boxes["confirmed"] = _tick(f"{name}.confirmed", postcode, town, lang)
        return [*boxes.values(), *([self.country(field, name, lang)] if field.abroad else [])]

    def country(self, field: Field, name: str, lang: str) -> Control:
        """The state, Germany where none is chosen."""
        named = sorted((entry.label, entry.row[1]) for entry in states().entries(lang) if entry.row[1])
        own = anchor(f"{name}.country")
        options = tuple(Choice(iso, Phrase(label, lang), None, own) for label, iso in named)
        facts = {"kind": "select", "label": text(MESSAGES["country"], lang), "options": options, "width": 0}
        token = "" if field.autocomplete == "off" else "country"
        hint = text(MESSAGES["country_hint"], lang)
        return self.describe(field, f"{name}.country", lang, **facts, hint=hint, autocomplete=token)

    def parse(self, field: Field, raw: Parts, _today: date, /) -> Any:
        value = {part: clean_line(first(raw, part)[:2_000]) for part in _boxes(field)}
        if not any(value.values()):
            return None
        country = clean_line(first(raw, "country")[:10]) or _HOME if field.abroad else _HOME
        towns = _places(field) if country == _HOME else None
        if towns and not value["city"] and len(only := towns.of(value["postcode"])) == 1:
            value["city"] = only[0]
        self.check_lengths(field, value, country, towns)
        if country == _HOME and not _POSTCODE.fullmatch(value["postcode"]):
            raise wrong(field, "wrong_postcode", "postcode")
        self.check_town(field, value, towns, first(raw, "confirmed"))
        if field.abroad:
            if not any(entry.row[1] == country for entry in states().entries("de")):
                raise wrong(field, "missing_choice", "country")
            value["country"] = country
        if not value.get("addition"):
            value.pop("addition", None)
        return value

    def check_lengths(self, field: Field, value: Mapping[str, str], country: str, towns: Places | None) -> None:
        """Refuse what is missing or too long. Many a house abroad has no number, and some states no postcodes."""
        needless = {"addition"} if country == _HOME else {"addition", "house_number", "postcode"}
        if field.without_number:
            needless.add("house_number")
        for part in _boxes(field):
            longest = _FOREIGN_POSTCODE if part == "postcode" and part in needless else _BOXES[part][1]
            if not value[part] and part not in needless:
                known = towns.of(value["postcode"]) if towns and part == "city" else []
                if known:
                    raise wrong(field, "which_town", part, towns=", ".join(known), postcode=value["postcode"])
                raise wrong(field, "no_part_of_address", part, words=MESSAGES[f"the_{part}"])
            if len(value[part]) > longest:
                raise wrong(field, "long_part_of_address", part, words=MESSAGES[f"the_{part}"], longest=longest)

    def check_town(self, field: Field, value: Mapping[str, str], towns: Places | None, confirmed: str) -> None:
        """Ask once about a town that we do not know for its postcode. Raise Invalid."""
        postcode, town = value["postcode"], value["city"]
        if towns and towns.doubtful(postcode, town) and confirmed != f"{postcode} {town}":
            raise wrong(field, "doubtful_town", "city", postcode=postcode, towns=", ".join(towns.of(postcode)))

    def summary(self, _field: Field, value: Any, lang: str, /) -> str:
        lines = [
            f"{value['street']} {value['house_number']}".strip(),
            *([value["addition"]] if value.get("addition") else []),
            f"{value['postcode']} {value['city']}".strip(),
        ]
        if value.get("country", _HOME) != _HOME:
            lines += [entry.label for entry in states().entries(lang) if entry.row[1] == value["country"]]
        return "\n".join(lines)

    def json_schema(self, field: Field, /) -> dict[str, Any]:
        properties: dict[str, Any] = {
            part: {"type": "string", "minLength": 1, "maxLength": _BOXES[part][1]} for part in _boxes(field)
        }
        needless = {"addition"}
        if field.abroad or field.without_number:
            properties["house_number"] = {"type": "string", "maxLength": 20}
            needless.add("house_number")
        if field.abroad:
            needless.add("postcode")
            properties["postcode"] = {"type": "string", "maxLength": _FOREIGN_POSTCODE}
            properties["country"] = {"type": "string", "pattern": "^[A-Z]{2}$"}
        else:
            properties["postcode"] = {"type": "string", "pattern": "^(?!00)[0-9]{5}$"}
        facts = {"required": [part for part in properties if part not in needless], "additionalProperties": False}
        return {"type": "object", "properties": properties, **facts}


def _boxes(field: Field) -> tuple[str, ...]:
    """The text boxes that this address has."""
    return tuple(part for part in _BOXES if part != "addition" or field.addition)


def _places(field: Field) -> Places | None:
    return field.known if isinstance(field.known, Places) and field.known.postcodes else None


def _tick(name: str, postcode: str, town: str, lang: str) -> Control:
    """The tick that keeps postcode and town as they are; it means this pair alone."""
    label = text(say("town_is_right", postcode=postcode, town=town), lang)
    option = Choice(f"{postcode} {town}", label, None, anchor(name))
    return Control("checkboxes", name, label, options=(option,), multiple=True)
