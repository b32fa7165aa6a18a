"""A form with a field of every type, and the code list it names."""

from pathlib import Path
from typing import Any

import yaml

from drehscheibe.forms.code_lists import CodeList, code_list


def document() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "all_fields.yaml").read_text())


def professions() -> CodeList:
    """Long enough to be searched."""
    rows = [(f"{number:03}", f"Beruf Nummer {number}", f"Profession number {number}") for number in range(250)]
    columns = [{"id": "key"}, {"id": "name"}, {"id": "english"}]
    labels = {"de": "name", "en": "english"}
    return code_list(uri="urn:beispiel:berufe", version="1", columns=columns, rows=rows, key="key", labels=labels)
