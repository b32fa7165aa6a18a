"""Postcodes, places and municipalities as fields use them, read once from the tables. Pure: no database."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from drehscheibe.forms.code_lists import CodeList, Column, code_list, fold

URI = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs"


class Place(NamedTuple):
    """A place that a postcode belongs to; `ars` of its municipality, or ""."""

    name: str
    ars: str


@dataclass(frozen=True)
class Places:
    """What this installation knows. Without an import all of it is empty, and fields take free text."""

    municipalities: CodeList | None = None
    postcodes: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)

    def of(self, postcode: str) -> list[str]:
        """The names of the places of a postcode."""
        return list(dict.fromkeys(place.name for place in self.postcodes.get(postcode, ())))

    def doubtful(self, postcode: str, town: str) -> bool:
        """Whether the town is none that we know for a postcode that we know; parts of names count as the same."""
        known, typed = [fold(name) for name in self.of(postcode)], fold(town)
        return bool(known and typed) and not any(_alike(name, typed) for name in known)


def _alike(known: str, typed: str) -> bool:
    """Frankfurt and Frankfurt am Main, St and Sankt, or one letter apart."""
    known, typed = (f"{one} ".replace("sankt ", "st ").strip() for one in (known, typed))
    return known.startswith(typed) or typed.startswith(known) or bool(set(typed.split()) & _long_words(known))


def _long_words(name: str) -> set[str]:
    return {word for word in name.split() if len(word) > 3}


def places(municipalities: Iterable[tuple[str, str, str]], postcodes: Iterable[tuple[str, str, str]]) -> Places:
    """Places from rows: (ars, name, district) of municipalities, and (postcode, name, ars) of postcodes."""
    rows = list(municipalities)
    twice = {name for name, count in Counter(name for _, name, _ in rows).items() if count > 1}
    shown = [(ars, f"{name} ({district})" if name in twice and district else name) for ars, name, district in rows]
    columns, labels = (Column("ars"), Column("name")), {"de": "name"}
    listed = code_list(uri=URI, version="", columns=columns, rows=shown, key="ars", labels=labels) if shown else None
    found: dict[str, list[Place]] = {}
    for postcode, name, ars in postcodes:
        found.setdefault(postcode, []).append(Place(name, ars))
    return Places(listed, {postcode: tuple(those) for postcode, those in found.items()})
