"""What became of each part of a schema: understood, guessed, or left for a person to do."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Sort = Literal["understood", "guessed", "left"]
_WORDS: dict[Sort, str] = {"understood": "verstanden", "guessed": "geraten", "left": "zu tun"}


class Remark(NamedTuple):
    """One finding, with the line of the file and the path of names that leads to the place."""

    sort: Sort
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        where = f"Zeile {self.line}" if self.line else "Datei"
        return f"{where:>12}  {_WORDS[self.sort]:<10}  {self.path}: {self.message}"


@dataclass
class Report:
    """The remarks about one file, in the order of its lines."""

    remarks: list[Remark] = field(default_factory=list)

    def add(self, sort: Sort, line: int, path: str, message: str) -> None:
        """Note a remark; the same one only once."""
        remark = Remark(sort, line, path, message)
        if remark not in self.remarks:
            self.remarks.append(remark)

    def lines(self) -> list[str]:
        """The report as people read it, with a summary at its end."""
        counts = Counter(remark.sort for remark in self.remarks)
        told = [str(remark) for remark in sorted(self.remarks, key=lambda one: one.line)]
        numbers = ", ".join(f"{counts.get(sort, 0)} {word}" for sort, word in _WORDS.items())
        return [*told, f"{numbers}."]
