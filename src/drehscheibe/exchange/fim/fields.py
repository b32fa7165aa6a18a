"""Fields of a form as fields of XDatenfelder 3.0."""

import re
from datetime import datetime
from typing import Any

from lxml import etree

from drehscheibe.exchange.fim import known
from drehscheibe.exchange.fim.elements import NAMESPACE, Numbers, Part, coded, common, tag, text
from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.schema import Field
from drehscheibe.forms.schema import text as words

__all__ = ["COMPOSED", "NAMESPACE", "coded", "has_answer", "is_written", "named", "tag", "take_apart", "write"]

# what one question of ours is in FIM: a group of fields, by part, with the type of each
COMPOSED: dict[str, dict[str, tuple[str, str]]] = {
    "partial_date": {"day": ("Tag", "num_int"), "month": ("Monat", "num_int"), "year": ("Jahr", "num_int")},
    "address": {
        "street": ("Straße", "text"),
        "house_number": ("Hausnummer", "text"),
        "addition": ("Adresszusatz", "text"),
        "postcode": ("Postleitzahl", "text"),
        "city": ("Ort", "text"),
    },
}
_BOUNDS = {"day": ("1", "31"), "month": ("1", "12")}
_DATA = {
    "number": "num_int", "money": "num_currency", "percentage": "num", "date": "date", "time": "time", "yes_no": "bool",
    "statement": "bool", "upload": "file",
}  # fmt: skip
_STATES = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staat"
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def is_written(field: Field) -> bool:
    """Whether FIM has a place for it; what is worked out from answers has none."""
    return field.type != "calculated" or isinstance(field.value, str)


def has_answer(field: Field) -> bool:
    return TYPES[field.type].has_input


def named(element: etree._Element, part: Part) -> None:
    """What groups and fields have beyond the common."""
    text(element, "bezeichnungEingabe", part.label)
    coded(element, "schemaelementart", "RNG")
    if part.help:
        text(element, "hilfetextEingabe", part.help)


def take_apart(part: Part, field: Field, numbers: Numbers) -> None:
    """Give a composed field its parts as children."""
    known = COMPOSED[field.type]
    for name in (*field.fim_parts, *(one for one in known if one not in field.fim_parts)):
        label, sort = known[name]
        if name == "addition" and not field.addition:
            continue
        id_, _, version = field.fim_parts.get(name, "").partition("V")
        needless = {"addition", "house_number"} if field.without_number else {"addition"}
        least = int(name == "year" or (field.type == "address" and name not in needless))
        one = Field.model_validate({"id": name, "type": "number" if sort == "num_int" else "text", "label": label})
        made = part.add(Part(id_ or numbers.next("F"), version or "1.0.0", least=least, field=one))
        made.label = made.name = label


def write(held: etree._Element, part: Part, now: datetime) -> None:
    """One field, or the group that a composed one is."""
    field = part.field
    if field is None:
        return
    if part.children:
        group = text(held, "datenfeldgruppe", None)
        common(group, part, now)
        named(group, part)
        _rules(group, part, now)
        for child in part.children:
            place = text(group, "struktur", None)
            text(place, "anzahl", f"{child.least}:1")
            write(text(place, "enthaelt", None), child, now)
        return
    part.name = _recognised(part, field)
    element = text(held, "datenfeld", None)
    common(element, part, now)
    if field.type in {"information", "calculated"}:
        part.help = ""
    named(element, part)
    kind = {"information": "label", "calculated": "hidden" if field.internal else "locked"}.get(field.type, "input")
    coded(element, "feldart", "select" if field.type in {"choice", "code_list", "nationality"} else kind)
    coded(element, "datentyp", "num" if field.type == "number" and field.decimals else _DATA.get(field.type, "text"))
    if narrow := _narrowed(field):
        etree.SubElement(element, tag("praezisierung"), narrow)
    if content := _content(field):
        text(element, "inhalt", content)
    coded(element, "vorbefuellung", "optional" if field.type == "account" else "keine")
    _choices(element, field)
    if field.max_size:
        text(element, "maxSize", str(field.max_size))
    for media_type in field.media_types:
        text(element, "mediaType", media_type)


def _rules(group: etree._Element, part: Part, now: datetime) -> None:
    from drehscheibe.exchange.fim.elements import rule  # noqa: PLC0415  one name less at the top

    for one in part.rules:
        rule(group, one, now)


def _recognised(part: Part, field: Field) -> str:
    """The editors' name: the label, or the name by which the field's type is known where the label does not tell."""
    wanted = known.Known(
        field.type if field.type in {"email", "phone", "iban", "plate"} else "", field.autocomplete or ""
    )
    found = known.by_name(part.label, part.label)
    if wanted.type and found.type != wanted.type:
        return {"email": "E-Mail", "phone": "Telefon", "iban": "IBAN", "plate": "Kfz-Kennzeichen"}[wanted.type]
    return part.label


def _content(field: Field) -> str:
    if field.type == "calculated":
        return str(field.value)
    return words(field.hint or {}, "de").text if field.type == "information" else ""


def _narrowed(field: Field) -> dict[str, str]:
    narrow: dict[str, Any] = {}
    least = re.fullmatch(r"\.\{(\d+),\}", field.pattern or "")
    if least:
        narrow["minLength"] = least[1]
    if field.max_length and field.type in {"text", "email", "phone"}:
        narrow["maxLength"] = field.max_length
    for name, bound in (("minValue", field.min), ("maxValue", field.max)):
        if bound is None or field.type not in {"number", "money", "date", "percentage"}:
            continue
        if field.type == "date" and not _ISO.fullmatch(str(bound)):
            continue
        narrow[name] = f"{int(bound) / 100:.2f}" if field.type == "money" else bound
    if field.pattern and not least:
        narrow["pattern"] = field.pattern.replace("(?:", "(")
    if field.id in _BOUNDS and field.type == "number":
        narrow |= dict(zip(("minValue", "maxValue"), _BOUNDS[field.id], strict=True))
    return {name: str(value) for name, value in narrow.items()}


def _choices(element: etree._Element, field: Field) -> None:
    if field.options:
        values = text(element, "werte", None)
        for option in field.options:
            one = text(values, "wert", None)
            text(one, "code", option.value)
            text(one, "name", words(option.label, "de").text)
            if option.hint:
                text(one, "hilfe", words(option.hint, "de").text)
    elif field.code_list or field.type == "nationality":
        reference = field.code_list
        uri, version = (reference.uri, reference.version) if reference else (_STATES, "")
        identity = text(element, "codelisteReferenz", None)
        text(identity, "canonicalIdentification", uri)
        if version:
            text(identity, "version", version)
            text(identity, "canonicalVersionUri", f"{uri}_{version}")
        for name, column in (("codeKey", reference.key), ("nameKey", reference.label)) if reference else ():
            if column:
                text(element, name, column)
