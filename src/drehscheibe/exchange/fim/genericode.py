"""Code lists in genericode 1.0. Three ways to use its namespace are about, so only local names count."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from drehscheibe.exchange import hostile
from drehscheibe.exchange.fim.model import ListName
from drehscheibe.forms.code_lists import CodeList, CodeListError, code_list

_SHOWN = ("name", "bezeichnung", "codename", "wert", "beschreibung", "text", "suchbegriff", "staatenname-kurz")


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def line_of(element: etree._Element) -> int:
    """The line of the file where it begins; 0 when nobody knows."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def below(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """The elements that a path of local names leads to."""
    if element is None or not names:
        yield from () if element is None else (element,)
        return
    for child in element:
        if local(child) == names[0]:
            yield from below(child, *names[1:])


def words(element: etree._Element | None, *names: str) -> str:
    """The text of the first element there, on one line; "" when there is none."""
    found = next(below(element, *names), None)
    return " ".join("".join(map(str, found.itertext())).split()) if found is not None else ""


def is_code_list(root: etree._Element) -> bool:
    return local(root) == "CodeList"


def read(root: etree._Element) -> CodeList:
    """The list in a genericode document. Raise CodeListError, with a reason for whoever brought it."""
    columns = [(one.get("Id", ""), words(one, "ShortName")) for one in below(root, "ColumnSet", "Column")]
    ids = [id_ for id_, _ in columns]
    keys = [
        next((ref.get("Ref", "") for ref in below(one, "ColumnRef")), "") for one in below(root, "ColumnSet", "Key")
    ]
    keys = [one for one in keys if one in ids]
    key = keys[0] if keys else next(iter(ids), "")
    label = next((one for one in keys[1:] if one != key), "") or _shown(ids, key)
    rows: dict[str, list[str]] = {}
    for row in below(root, "SimpleCodeList", "Row"):
        told = dict.fromkeys(ids, "")
        place = 0
        for value in below(row, "Value"):
            column = value.get("ColumnRef") or (ids[place] if place < len(ids) else "")
            if column in told:
                told[column] = words(value, "SimpleValue")
                place = ids.index(column) + 1
        if told.get(key):
            rows.setdefault(told[key], list(told.values()))
    identity = next(below(root, "Identification"), None)
    uri, version = words(identity, "CanonicalUri"), words(identity, "Version")
    versioned = words(identity, "CanonicalVersionUri")
    return code_list(
        uri=uri or versioned or words(identity, "ShortName"),
        version=version,
        name=words(identity, "LongName") or words(identity, "ShortName"),
        columns=[{"id": id_, "name": name} for id_, name in columns],
        rows=rows.values(),
        key=key,
        labels={"de": label or key},
    )


def _shown(ids: list[str], key: str) -> str:
    named = [one for wanted in _SHOWN for one in ids if one.lower() == wanted and one != key]
    return next(iter([*named, *(one for one in ids if one != key)]), "")


@dataclass
class Lists:
    """The code lists at hand. `by_file`: by the FIM id that begins a file's name (C60000016).

    `elsewhere` looks further, by URI and version ("" for the newest).
    """

    lists: list[CodeList] = field(default_factory=list)
    by_file: dict[str, CodeList] = field(default_factory=dict)
    elsewhere: Callable[[str, str], CodeList | None] = field(default=lambda _uri, _version: None)

    def add(self, content: bytes, name: str) -> None:
        """Take a genericode file in. Raise RefusedError or CodeListError."""
        root = hostile.parse(content)
        if not is_code_list(root):
            raise CodeListError("Das ist keine Codeliste im Format genericode.")
        found = read(root)
        self.lists.append(found)
        self.by_file[file_id(name)] = found

    def find(self, name: ListName) -> tuple[CodeList | None, bool]:
        """The list that a field names, and whether it is of exactly that version."""
        same = [one for one in self.lists if name.uri and one.uri == name.uri]
        exact = next((one for one in same if one.version == name.version or not name.version), None)
        if exact:
            return exact, True
        if kept := self.elsewhere(name.uri, name.version):
            return kept, True
        if same:
            return max(same, key=lambda one: one.version), False
        named = self.by_file.get(file_id(name.id)) if name.id else None
        if named:
            return named, True
        return self.elsewhere(name.uri, ""), False


def file_id(name: str) -> str:
    """The FIM id at the beginning of a file's name, as in XDatenfelder 2.0: C60000016."""
    stem = Path(name).name.split("_")[0].split(".")[0].split("V")[0].upper()
    return f"{stem[:3]}{stem[6:]}" if len(stem) == 12 and stem[3:6] == "000" else stem


def folder(path: Path) -> tuple[Lists, list[str]]:
    """All code lists in a folder, and what could not be read, in words. Raise OSError."""
    found, faults = Lists(), list[str]()
    for file in _files(path):
        content = file.read_bytes() if file.stat().st_size <= hostile.MOST_BYTES else b""
        try:
            found.add(content, file.name)
        except (hostile.RefusedError, CodeListError) as error:
            faults.append(f"{file}: {error}")
    return found, faults


def _files(path: Path) -> Iterator[Path]:
    """What may be a code list; schemata lie in the same folder."""
    named = sorted(one for one in path.iterdir() if one.suffix.lower() in {".xml", ".gc"} and one.is_file())
    for one in named:
        with one.open("rb") as file:
            if b"CodeList" in file.read(3_000):
                yield one
