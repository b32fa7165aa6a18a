"""Our own documents: services with everything, as JSON or YAML, the same that `catalogue export` writes."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml
from pydantic import ValidationError

from drehscheibe.catalogue import classification
from drehscheibe.catalogue.importing.cleaning import clean
from drehscheibe.catalogue.importing.lists import Entry
from drehscheibe.catalogue.importing.report import Finding, RefusedError
from drehscheibe.catalogue.models import Service
from drehscheibe.catalogue.schema import ServiceDocument, document_of, facts_of
from drehscheibe.tenants.models import Department

VERSION = 1


class _Loader(yaml.CSafeLoader):
    """Refuses a key that stands twice in one mapping."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key.value, str) and key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"„{key.value}“ steht zweimal", key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def read(name: str, text: str, departments: Mapping[str, Department]) -> tuple[list[Entry], list[Finding]]:
    """The services of a document. Raises RefusedError with all that is wrong."""
    lines = {match[1]: text.count("\n", 0, match.start()) + 1 for match in _SLUG.finditer(text)}
    document = _parsed(name, text)
    listed = document.get("services") if isinstance(document, dict) else None
    if not isinstance(listed, list):
        raise RefusedError(name, [Finding(1, "Unter „services“ fehlt die Liste der Leistungen.")])
    entries: dict[str, Entry] = {}
    notes: list[Finding] = []
    wrong: list[Finding] = []
    for place, row in enumerate(listed, start=1):
        slug = row.get("slug", "") if isinstance(row, dict) else ""
        line = lines.get(slug, 0) if isinstance(slug, str) else 0
        try:
            found = ServiceDocument.model_validate(clean(row, line, notes, f"Leistung {place} ({slug})"))
        except ValidationError as error:
            wrong += (Finding(line, f"Leistung {place} ({slug}): {_told(one)}") for one in error.errors()[:5])
            continue
        except RecursionError:
            raise RefusedError(name, [Finding(line, "Die Angaben sind zu tief verschachtelt.")]) from None
        wrong += (Finding(line, f"Leistung {place} ({slug}): {reason}") for reason in _unknown(found))
        if found.slug in entries:
            wrong.append(Finding(line, f"Leistung {place}: „{found.slug}“ kommt in der Datei zweimal vor."))
        entries[found.slug] = Entry(line, f"document:{found.slug}", _facts(found, line, departments, notes))
    if wrong:
        raise RefusedError(name, wrong)
    return list(entries.values()), notes


_SLUG = re.compile(r"""["']?\bslug["']?\s*:\s*["']?([\w-]+)""")


def _parsed(name: str, text: str) -> Any:
    try:
        if text.lstrip().startswith("{"):
            return json.loads(text, object_pairs_hook=_pairs)
        alias = next(
            (one for one in yaml.parse(text, Loader=yaml.CSafeLoader) if isinstance(one, yaml.AliasEvent)), None
        )
        if alias is None:
            return yaml.load(text, _Loader)  # noqa: S506  a safe loader
    except json.JSONDecodeError as error:
        sentence = f"Das JSON ist hier nicht in Ordnung ({error.msg}). Ist die Datei vollständig?"
        raise RefusedError(name, [Finding(error.lineno, sentence)]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise RefusedError(name, [Finding(line, f"Das YAML ist hier nicht in Ordnung ({error.problem}).")]) from error
    except RecursionError as error:
        raise RefusedError(name, [Finding(0, "Die Angaben sind zu tief verschachtelt.")]) from error
    except (yaml.YAMLError, ValueError) as error:
        sentence = f"Die Datei lässt sich nicht lesen ({error})."
        raise RefusedError(name, [Finding(_line_of_double_key(text), sentence)]) from error
    line = alias.start_mark.line + 1 if alias.start_mark else 0
    raise RefusedError(name, [Finding(line, "Verweise (*) sind nicht erlaubt.")])


def _line_of_double_key(text: str) -> int:
    """Where in a JSON text a key stands twice; 0 where that is not what is wrong. JSON is YAML, which knows lines."""
    try:
        yaml.load(text, _Loader)  # noqa: S506  a safe loader
    except yaml.MarkedYAMLError as error:
        return error.problem_mark.line + 1 if error.problem_mark else 0
    except (yaml.YAMLError, ValueError, RecursionError):
        pass
    return 0


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, _ in pairs if [name for name, _ in pairs].count(key) > 1)
        raise ValueError(f"„{twice}“ steht in {json.dumps(found, ensure_ascii=False)[:80]} zweimal")
    return found


_KINDS = {
    "extra_forbidden": "kennen wir nicht",
    "missing": "fehlt",
    "string_pattern_mismatch": "hat nicht die richtige Form",
    "string_too_long": "ist zu lang",
    "string_too_short": "ist leer",
    "string_type": "ist kein Text",
    "list_type": "ist keine Liste",
    "dict_type": "hat keine Texte je Sprache",
    "int_type": "ist keine ganze Zahl",
    "int_parsing": "ist keine ganze Zahl",
    "int_from_float": "ist keine ganze Zahl",
    "bool_type": "ist weder ja noch nein",
    "bool_parsing": "ist weder ja noch nein",
    "greater_than_equal": "ist zu klein",
    "less_than_equal": "ist zu groß",
    "date_from_datetime_parsing": "ist kein Tag",
    "date_type": "ist kein Tag",
    "literal_error": "hat einen unbekannten Wert",
}


def _told(error: Any) -> str:
    place = ".".join(map(str, error["loc"])) or "Eintrag"
    told = _KINDS.get(error["type"], "passt nicht: " + error["msg"].removeprefix("Value error, "))
    expected = error.get("ctx", {}).get("expected", "")
    return f"{place} {told}{f': erlaubt ist {expected}'.replace(' or ', ' oder ') if expected else ''}."


def _unknown(found: ServiceDocument) -> Iterator[str]:
    if found.topic not in classification.topics():
        yield f"Das Themenfeld „{found.topic}“ gibt es nicht."
    for one in found.situations:
        if one not in classification.situations():
            yield f"Die Lage „{one}“ gibt es nicht."
    if "de" not in found.name:
        yield "Der deutsche Name fehlt."


def _facts(
    found: ServiceDocument, line: int, departments: Mapping[str, Department], notes: list[Finding]
) -> dict[str, Any]:
    facts = {name: value for name, value in facts_of(found).items() if name not in {"slug", "department"}}
    if found.department in departments:
        facts["department"] = departments[found.department]
    elif found.department:
        notes.append(Finding(line, f"{found.slug}: Das Amt „{found.department}“ gibt es hier nicht."))
    if "online" in facts["channels"]:
        facts["channels"] = {key: value for key, value in facts["channels"].items() if key != "online"}
        notes.append(Finding(line, f"{found.slug}: Der eigene Onlinedienst gehört zum Formular und kommt nicht mit."))
    return facts


def write(services: Iterable[Service], *, as_yaml: bool) -> str:
    """The services as one document, in the order given."""
    listed = [document_of(service) for service in services]
    document = {"drehscheibe": VERSION, "services": listed}
    if as_yaml:
        return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
    return json.dumps(document, ensure_ascii=False, indent=1)
