"""A nationality, or a state: kept as its key in the Staats- und Gebietssystematik, which registers exchange."""

from functools import cache
from pathlib import Path

import yaml

from drehscheibe.forms import code_lists
from drehscheibe.forms.code_lists import CodeList, Column, code_list
from drehscheibe.forms.fields.selection import Selection
from drehscheibe.forms.schema import Field

URI = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staat"


@cache
def states() -> CodeList:
    """The states with German and English names, and what stands for having none; read when first asked for."""
    path = Path(code_lists.__file__).with_name("states.yaml")
    columns = (Column("key"), Column("iso"), Column("de"), Column("en"))
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return code_list(uri=URI, version="", columns=columns, rows=rows, key="key", labels={"de": "de", "en": "en"})


class NationalityKind(Selection):
    """Searched as people write it; expressions may ask for `{answer: staat.iso}`."""

    uses = frozenset({"display"})

    def listed(self, _field: Field, /) -> CodeList | None:
        return states()
