"""The neutral model of a FIM schema: the same whatever version it was written in.

Ids and versions are those of XDatenfelder 3.0 (`F60000000227`, `1.1.0`). The same element may stand in several places,
so what identifies a part of a form is its path. Texts are single-spaced, paragraphs kept; "" where there is none.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Named:
    """What every element has. `label` is what citizens read, `name` what editors call it; `line` of the file."""

    id: str
    version: str
    name: str
    label: str
    help: str
    bases: tuple[str, ...]
    line: int

    @property
    def key(self) -> str:
        """Id and version as FIM writes them together: F60000000227V1.1.0."""
        return f"{self.id}V{self.version}" if self.version else self.id


@dataclass(frozen=True)
class RuleText:
    """A rule as the editors wrote it: a sentence, never a program that could be run."""

    id: str
    version: str
    name: str
    sentence: str
    line: int


@dataclass(frozen=True)
class Precision:
    """What narrows a type. `junk` is what stands there and says nothing that could be checked."""

    min_length: int | None = None
    max_length: int | None = None
    min_value: str = ""
    max_value: str = ""
    pattern: str = ""
    junk: str = ""


@dataclass(frozen=True)
class Value:
    """One of the answers to choose from."""

    code: str
    name: str
    help: str = ""


@dataclass(frozen=True)
class ListName:
    """Names a code list; the columns only where the schema names them."""

    uri: str = ""
    version: str = ""
    id: str = ""
    code_column: str = ""
    name_column: str = ""


@dataclass(frozen=True)
class DataField(Named):
    """A field. `kind`: input, select, label, hidden, locked; `type`: text, date, bool, num, num_int and so on."""

    kind: str
    type: str
    precision: Precision = Precision()
    content: str = ""
    code_list: ListName | None = None
    values: tuple[Value, ...] = ()
    rules: tuple[RuleText, ...] = ()
    max_size: int | None = None
    media_types: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldGroup(Named):
    """Fields and groups that belong together; `one_of`: only one of them is filled in (art X)."""

    rules: tuple[RuleText, ...] = ()
    places: tuple["Place", ...] = ()
    one_of: bool = False


@dataclass(frozen=True)
class Place:
    """Where an element stands, and how often: `least` to `most` times, None for any number."""

    least: int
    most: int | None
    bases: tuple[str, ...]
    element: DataField | FieldGroup
    line: int


@dataclass(frozen=True)
class Schema(Named):
    """A whole schema. `standard` is 2.0 or 3.0."""

    standard: str = ""
    rules: tuple[RuleText, ...] = ()
    places: tuple[Place, ...] = field(default=())

    def fields(self) -> Iterator[DataField]:
        """All fields in order, however deep."""
        waiting = list(reversed(self.places))
        while waiting:
            element = waiting.pop().element
            if isinstance(element, DataField):
                yield element
            else:
                waiting.extend(reversed(element.places))
