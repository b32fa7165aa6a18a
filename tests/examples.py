"""Valid answers to any form, others for each seed; for whole journeys and for measuring."""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from drehscheibe.forms.answers import Kept
from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.fields.dates import read_bound
from drehscheibe.forms.fields.number import write_decimal
from drehscheibe.forms.fields.upload import MEDIA_TYPES
from drehscheibe.forms.journey import compute
from drehscheibe.forms.logic.program import program
from drehscheibe.forms.schema import Field, FormDocument

WORDS = ("Alma", "Bruno", "Çelik", "Dörte", "Emil", "Fritzi", "Gül", "Hauke", "Ömer", "Łucja", "Straße", "Jörg")
SAMPLES: dict[str, tuple[Any, ...]] = {
    "yes_no": (True, False),
    "statement": (True,),
    "email": ("alma.gross@beispiel.de", "post+amt@müller.example"),
    "phone": ("+492323160", "+4915100000001", "+43158858"),
    "iban": ("DE89370400440532013000", "DE02120300000000202051", "AT611904300234573201"),
    "plate": ("MUS-AB 123", "WÜ-X 1H", "B-CD 4567E"),
    "time": ("08:00", "17:30", "24:00"),
    "person_name": ("Alma Groß", "Dr. Łucja d’Este-Gül", "Çağrı Öztürk", "Šárka K̄uznecova"),
    "url": ("https://www.beispiel.de/haus?x=1", "http://müller.example", "https://verein.example/#ziele"),
    "location": (
        {"place": "Am Teich hinter der Schule", "latitude": 51.5388, "longitude": 7.2257},
        {"place": "Kreuzung Lindenweg und Am Markt"},
        {"latitude": 48.137154, "longitude": 11.576124},
    ),
    "address": (
        {"street": "Lindenweg", "house_number": "7", "postcode": "44623", "city": "Musterstadt"},
        {"street": "Am Markt", "house_number": "12 a", "postcode": "01067", "city": "Auenfeld"},
    ),
}
NUMBERS = {
    "tax_id": ("36574261809", "26710580393"),
    "tax_number": ("181/815/08155",),
    "vat_id": ("DE136695976",),
    "business_id": ("DE136695976-00001",),
    "commercial_register": ("Bochum HRB 1234",),
    "pension_number": ("15070649C103", "65170839J003"),
    "health_insurance_number": ("A123456780",),
    "bic": ("WELADED1HRN", "DEUTDEFF"),
    "lei": ("213800KUD8LAJWSQ9D15",),
}


def to_raw(field: Field, value: Any) -> Kept:
    """What somebody would have typed to give this value, per part."""
    if field.type in {"date", "partial_date"}:
        return _in_boxes(value)
    if field.type in {"address", "date_range"}:
        return {part: [words] for part, words in value.items()}
    if field.type == "location":
        point = [f"{value['latitude']}, {value['longitude']}"] if "latitude" in value else []
        return {"place": [value["place"]] if "place" in value else [], "coordinates": point}
    if field.type == "municipality":
        return {"": [value["name"]], "choice": [value.get("ars", "")]}
    return {"": [one for one in _typed(field, value) if one]}


def _in_boxes(day: str) -> Kept:
    return dict(zip(("year", "month", "day"), ([part] for part in day.split("-")), strict=False))


def _typed(field: Field, value: Any) -> list[str]:
    ways: dict[str, Callable[[], list[str]]] = {
        "yes_no": lambda: ["yes" if value else "no"],
        "statement": lambda: ["yes" if value else ""],
        "choice": lambda: list(value) if field.multiple else [value],
        "number": lambda: [write_decimal(round(value * 10**field.decimals), field.decimals, "de")],
        "percentage": lambda: [write_decimal(round(value * 10**field.decimals), field.decimals, "de")],
        "money": lambda: [write_decimal(value, 2, "de")],
        "upload": lambda: [json.dumps(one) for one in value],
    }
    return ways.get(field.type, lambda: [str(value)])()


def example(field: Field, seed: int, today: date) -> Kept:
    """A valid answer to one question, per part."""
    if field.type == "address" and field.addition:
        return to_raw(field, {**SAMPLES["address"][seed % 2], "addition": f"Hinterhaus {seed}"})
    if field.type in SAMPLES:
        return to_raw(field, SAMPLES[field.type][seed % len(SAMPLES[field.type])])
    return EXAMPLES[field.type](field, seed, today)


def _text(field: Field, seed: int, _today: date) -> Kept:
    limit = field.max_length or 500
    return {"": [field.sample or f"{WORDS[seed % len(WORDS)]} {seed}"[:limit].strip()]}


def _number(field: Field, seed: int, _today: date) -> Kept:
    places, scale = (2, 1) if field.type == "money" else (field.decimals, 10**field.decimals)
    low = round(field.min * scale) if isinstance(field.min, int | float) else 0
    usual = 100 * scale if field.type == "percentage" else low + 100_000
    high = round(field.max * scale) if isinstance(field.max, int | float) else usual
    return {"": [write_decimal(low + seed % (high - low + 1), places, "de")]}


def _date(field: Field, seed: int, today: date) -> Kept:
    low, high = read_bound(field.min, today), read_bound(field.max, today)
    low = low or (high or today) - timedelta(days=3_650)
    span = (high - low).days + 1 if high else 3_650
    return _in_boxes((low + timedelta(days=seed % span)).isoformat())


def _partial_date(field: Field, seed: int, today: date) -> Kept:
    whole = _date(field, seed, today)
    asked = TYPES[field.type].parts_of(field)
    return {part: typed for part, typed in whole.items() if part in asked[seed % len(asked) :]}


def _date_range(field: Field, seed: int, today: date) -> Kept:
    whole = _date(field, seed, today)
    day = "-".join(whole[part][0] for part in ("year", "month", "day"))
    return to_raw(field, {"from": day, "to": day})


def _identifier(field: Field, seed: int, _today: date) -> Kept:
    known = NUMBERS[field.scheme or "tax_id"]
    return {"": [known[seed % len(known)]]}


def _account(field: Field, seed: int, _today: date) -> Kept:
    known = SAMPLES["email" if field.source == "email" else "person_name"]
    return {"": [known[seed % len(known)]]}


def _municipality(field: Field, seed: int, _today: date) -> Kept:
    listed = field.known.municipalities if field.known else None
    if listed is None:
        return {"": [f"Gemeinde {seed}"]}
    entry = listed.entries("de")[seed % len(listed.rows)]
    return {"": [entry.label], "choice": [entry.key]}


def _choice(field: Field, seed: int, _today: date) -> Kept:
    if field.multiple:  # the bits of the seed say which of them
        chosen = [option.value for place, option in enumerate(field.options) if seed >> place & 1]
        return {"": chosen or [field.options[0].value]}
    option = field.options[seed % len(field.options)]
    searched = len(TYPES[field.type].parts_of(field)) > 1
    return {"": [option.label["de"]], "choice": [option.value]} if searched else {"": [option.value]}


def _code_list(field: Field, seed: int, _today: date) -> Kept:
    listed = TYPES[field.type].listed(field)
    if listed is None:
        return {"": [WORDS[seed % len(WORDS)]]}
    entries = listed.entries("de")
    entry = entries[seed % len(entries)]
    searched = len(TYPES[field.type].parts_of(field)) > 1
    return {"": [entry.label if searched else entry.key], **({"choice": [entry.key]} if searched else {})}


def _upload(field: Field, seed: int, _today: date) -> Kept:
    file, media_type = f"00000000-0000-4000-8000-{seed % 10**12:012}", (field.media_types or MEDIA_TYPES)[0]
    return to_raw(field, [{"file": file, "name": f"Nachweis {seed}", "size": 1_000, "media_type": media_type}])


EXAMPLES: dict[str, Callable[[Field, int, date], Kept]] = {
    "text": _text,
    "number": _number,
    "money": _number,
    "date": _date,
    "choice": _choice,
    "code_list": _code_list,
    "nationality": _code_list,
    "municipality": _municipality,
    "percentage": _number,
    "partial_date": _partial_date,
    "date_range": _date_range,
    "identifier": _identifier,
    "account": _account,
    "upload": _upload,
}


def complete_answers(document: FormDocument, seed: int, *, parameters: Mapping[str, Any], today: date) -> Kept:
    """Valid raw answers to the whole form; where it refuses one beside the others, some of the step are given anew."""
    raw: Kept = {}
    plans, dice = program(document).fields, Random(seed)  # noqa: S311 - the same for each seed

    def give(name: str, number: int) -> None:
        plan = plans[_id(name)]
        typed = example(journey.local.get(plan.field.id, plan.field), number, today)
        raw.update({control: typed.get(part, []) for part, control in plan.controls(name)})

    for _ in range(1_000):
        journey = compute(document, raw, parameters=parameters, today=today)
        unasked = [name for state in journey.steps for name in state.unasked]
        for place, name in enumerate(unasked):
            if name in journey.rows:
                raw[f"{name}._rows"] = list(journey.rows[name]) or ["1"]
            else:
                give(name, seed + place)
        if unasked:
            continue
        wrong = next((state for state in journey.steps if state.visible and not state.complete), None)
        if wrong is None:
            return raw
        inputs = [name for name in wrong.shown if name not in journey.rows and plans[_id(name)].kind.has_input]
        for name in inputs:
            if name not in journey.answers or dice.random() < 0.2:
                give(name, dice.randrange(10**9))
    raise AssertionError(f"no valid answers found: {journey.first_open}")


def _id(name: str) -> str:
    return name.rpartition(".")[2]
