"""A municipality, found by its name and kept with its Regionalschlüssel (ARS); without an import it is free text."""

from datetime import date
from typing import Any

from drehscheibe.forms.code_lists import CodeList
from drehscheibe.forms.fields.kind import Parts
from drehscheibe.forms.fields.selection import Selection
from drehscheibe.forms.places import Places
from drehscheibe.forms.schema import Field


class MunicipalityKind(Selection):
    logic = "municipality"
    missing = "missing"

    def listed(self, field: Field, /) -> CodeList | None:
        return field.known.municipalities if isinstance(field.known, Places) else None

    def shown_as(self, _field: Field, _listed: CodeList, /) -> str:
        return "search"

    def logic_kind(self, _field: Field, /) -> str:
        return self.logic

    def parts_known(self, _field: Field, /) -> dict[str, str]:
        return {"ars": "text", "name": "text"}

    def part(self, _field: Field, value: Any, part: str, /) -> Any:
        return value.get(part)

    def possible(self, _field: Field, /) -> None:
        return None

    def parse(self, field: Field, raw: Parts, today: date, /) -> Any:
        found = super().parse(field, raw, today)
        listed = self.listed(field)
        if found is None or listed is None:
            return None if found is None else {"name": found}
        entry = listed.entry(found)
        return {"ars": found, "name": entry.label if entry else found}

    def summary(self, _field: Field, value: Any, _lang: str, /) -> str:
        return str(value["name"])

    def json_schema(self, _field: Field, /) -> dict[str, Any]:
        properties = {
            "ars": {"type": "string", "pattern": "^[0-9]{12}$"},
            "name": {"type": "string", "minLength": 1, "maxLength": 300},
        }
        return {"type": "object", "properties": properties, "required": ["name"], "additionalProperties": False}
