"""The table: what was measured, against which budget."""

import os
import platform
from dataclasses import dataclass
from datetime import date
from pathlib import Path

COLUMNS = ("What", "Budget", "Measured", "Ratio", "Met")


@dataclass(frozen=True)
class Row:
    """One budget. `met` is None for what is told without one; `ratio` is measured to budget or to its yardstick."""

    what: str
    budget: str
    measured: str
    ratio: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        return self.what, self.budget, self.measured, self.ratio, {True: "yes", False: "NO", None: ""}[self.met]


def at_most(what: str, limit: float, measured: float, unit: str = "") -> Row:
    """A budget that the measure must not exceed."""
    return Row(
        what,
        f"<= {limit:g}{unit}",
        f"{number(measured)}{unit}",
        f"{measured / limit:.2f}" if limit else "",
        measured <= limit,
    )


def at_least(what: str, limit: float, measured: float, unit: str = "") -> Row:
    """A budget that the measure must reach."""
    return Row(what, f">= {limit:g}{unit}", f"{number(measured)}{unit}", f"{measured / limit:.2f}", measured >= limit)


def number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.1f}"


def plain(rows: list[Row]) -> str:
    """The table for the terminal."""
    table = [COLUMNS, *(row.cells() for row in rows)]
    widths = [max(len(line[place]) for line in table) for place in range(len(COLUMNS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in table)


def markdown(rows: list[Row]) -> str:
    lines = [COLUMNS, tuple("---" for _ in COLUMNS), *(row.cells() for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def machine() -> str:
    """Processor cores, processor, memory, system, Python."""
    facts = dict(
        line.split(":", 1) for line in Path("/proc/cpuinfo").read_text().split("\n\n", 1)[0].splitlines() if ":" in line
    )
    model = next((value.strip() for name, value in facts.items() if name.strip() == "model name"), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores ({model}), {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


COST = "One application costs"  # how the sentence begins that each run writes anew


def _told(target: Path, limits: list[str]) -> str:
    """The list of what limits now: this run's sentences, then what people have written there."""
    before = target.read_text().partition("## What limits now\n\n")[2].strip() if target.exists() else ""
    kept = [part for part in before.split("\n- ") if not part.removeprefix("- ").startswith(COST)]
    return "\n".join(f"- {part.removeprefix('- ')}" for part in [*limits, *kept] if part)


def write(target: Path, rows: list[Row], limits: list[str], *, load: float, today: date) -> None:
    """Write docs/performance.md anew, but for what people wrote about the limits.

    `limits`: one sentence per finding; `load`: how busy the machine was before.
    """
    text = f"""# Performance

The budgets of the design and what `make bench` measured. `.venv/bin/python -m tests.bench --write` writes this page.

- Date: {today.isoformat()}
- Machine: {machine()}; the driver shares the cores with the server; load before the run: {load:.1f}
- Command: `make bench`

{markdown(rows)}

*Ratio* is the measure over its budget, or over the yardstick that the line names. Statements are counted as Django
executes them in the web process, without the setting of the scope. Applications count when their last job is done:
receipt set and stored, e-mail in the demo's post, audit written.

## What limits now

{_told(target, limits)}
"""
    target.write_text(text)
