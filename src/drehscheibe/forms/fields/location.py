"""A point: described in words, or by coordinates (WGS 84) as map programs write them; the device may fill them in."""

import re
from datetime import date
from typing import Any

from drehscheibe.forms.controls import Control
from drehscheibe.forms.fields.cleaning import clean_line
from drehscheibe.forms.fields.kind import NOTHING, Kind, Parts, first, wrong
from drehscheibe.forms.messages import MESSAGES
from drehscheibe.forms.schema import Field, text

LONGEST = 300
_DECIMAL = re.compile(r"[0-9]{1,2}[.,][0-9]{1,15}")
_SEXAGESIMAL = re.compile(
    r"([0-9]{1,2})\s*°\s*(?:([0-9]{1,2})\s*['′’]\s*(?:([0-9]{1,2}(?:[.,][0-9]{1,6})?)\s*[\"″”]?)?)?"
)
_AROUND = re.compile(r"(?:geo:)?[NSEWO°,; \d.'′’\"″”]*", re.IGNORECASE)
_LATITUDES, _LONGITUDES = (47.2, 55.1), (5.8, 15.1)  # degrees: Germany


class LocationKind(Kind):
    parts = ("place", "coordinates")
    logic = "location"

    def parts_known(self, _field: Field, /) -> dict[str, str]:
        return {"place": "text", "latitude": "number", "longitude": "number"}

    def controls(self, field: Field, name: str, lang: str, /, _typed: Parts = NOTHING) -> list[Control]:
        described = [
            (part, text(MESSAGES[f"box_{part}"], lang), text(MESSAGES[f"hint_{part}"], lang)) for part in self.parts
        ]
        place, coordinates = (
            self.describe(field, f"{name}.{part}", lang, label=label, hint=hint, maxlength=LONGEST, autocomplete="off")
            for part, label, hint in described
        )
        return [place, coordinates._replace(locates=True)]

    def parse(self, field: Field, raw: Parts, _today: date, /) -> Any:
        place, typed = (clean_line(first(raw, part)[:2_000]) for part in self.parts)
        if len(place) > LONGEST:
            raise wrong(field, "too_long", "place", limit=LONGEST)
        value: dict[str, Any] = {"place": place} if place else {}
        if typed:
            point = read_point(typed)
            if point is None:
                raise wrong(field, "no_coordinates", "coordinates")
            latitude, longitude = point
            if not (_within(latitude, _LATITUDES) and _within(longitude, _LONGITUDES)):
                raise wrong(field, "far_coordinates", "coordinates")
            value |= {"latitude": latitude, "longitude": longitude}
        return value or None

    def summary(self, _field: Field, value: Any, _lang: str, /) -> str:
        point = [f"{value['latitude']:.6f}, {value['longitude']:.6f}"] if "latitude" in value else []
        return "\n".join([*([value["place"]] if "place" in value else []), *point])

    def json_schema(self, _field: Field, /) -> dict[str, Any]:
        properties = {
            "place": {"type": "string", "minLength": 1, "maxLength": LONGEST},
            "latitude": {"type": "number", "minimum": _LATITUDES[0], "maximum": _LATITUDES[1]},
            "longitude": {"type": "number", "minimum": _LONGITUDES[0], "maximum": _LONGITUDES[1]},
        }
        together = {"latitude": ["longitude"], "longitude": ["latitude"]}
        facts = {"additionalProperties": False, "minProperties": 1, "dependentRequired": together}
        return {"type": "object", "properties": properties, **facts}


def read_point(typed: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, turned round where only that lies in Germany; None for anything else."""
    if len(typed) > 100 or not typed.isprintable() or not _AROUND.fullmatch(typed):
        return None
    if "°" in typed and not all(_DECIMAL.match(one) for one in re.findall(r"[\d.,]+(?=\s*°)", typed)):
        parts = [one.groups(default="0") for one in _SEXAGESIMAL.finditer(typed)]
        found = [int(one) + int(two) / 60 + float(three.replace(",", ".")) / 3600 for one, two, three in parts]
    else:
        found = [float(one.replace(",", ".")) for one in _DECIMAL.findall(typed)]
    if len(found) != 2:
        return None
    latitude, longitude = (round(one, 6) for one in found)
    return (
        (longitude, latitude)
        if _within(longitude, _LATITUDES) and _within(latitude, _LONGITUDES)
        else (latitude, longitude)
    )


def _within(degrees: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= degrees <= bounds[1]
