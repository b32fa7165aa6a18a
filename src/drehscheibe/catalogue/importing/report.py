"""What happened to a file: counts, what was changed and kept, and what was found, each with its line."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """Something about the file: `line` (from 1; 0: the file as a whole) and a sentence for people."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Zeile {self.line}: {self.sentence}" if self.line else self.sentence


class RefusedError(ValueError):
    """The file cannot be taken over. Nothing of it was."""

    def __init__(self, name: str, findings: list[Finding]) -> None:
        self.findings = findings
        shown = [f"  {finding}" for finding in findings[:20]]
        more = [f"  ... und {len(findings) - 20} weitere"] if len(findings) > 20 else []
        super().__init__("\n".join([f"{name}: nicht übernommen.", *shown, *more]))


@dataclass
class Report:
    """`changed`, `kept`: a line each for what was brought up to date, and what stays because it was changed here."""

    name: str
    read: int = 0
    created: int = 0
    same: int = 0
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def lines(self) -> list[str]:
        """For people."""
        counts = f"{self.read} gelesen, {self.created} neu, {len(self.changed)} geändert, {self.same} unverändert"
        told = [f"{self.name}: {counts}"]
        for title, rows in (
            ("Geändert", self.changed),
            ("Hier von Hand geändert und deshalb nicht überschrieben", self.kept),
            ("Hinweise", [str(finding) for finding in self.findings]),
        ):
            if rows:
                told += [f"  {title}:", *(f"    {row}" for row in rows[:50])]
                told += [f"    ... und {len(rows) - 50} weitere"] if len(rows) > 50 else []
        return told
