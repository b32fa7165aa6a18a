"""Prove what is promised under faults: `.venv/bin/python -m tests.proof [--minutes N] [--write] [--only STAGE]`.

Half an hour for all stages unless told otherwise; less time means fewer kills, and the table says how many.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tests.bench import flow, report
from tests.bench.report import Row
from tests.journeys.portal import Portal, copied, filled
from tests.proof import clock, disk, killing, mail, million, rush

STAGES = ("web", "jobs", "database", "media", "disk", "clock", "mail", "rush", "million")
LONGEST = 3 * 3600  # seconds; something hangs
WHOLE = 30.0  # minutes in which every number is as the bars ask
BY_HAND = "## Bars\n"
TARGET = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _portal(var: Path, more: Mapping[str, str] | None = None) -> Portal:
    running = Portal(var, more or {})
    running.shell(flow.PUBLISH)
    return running


@contextmanager
def _fresh(var: Path, more: Mapping[str, str]) -> Iterator[Portal]:
    running = _portal(copied(filled(var.parent), var), more)
    try:
        yield running
    finally:
        running.end()


def stage(name: str, var: Path, *, share: float) -> list[Row]:
    """One stage, on a portal of its own, with so much of its full measure (1.0: all of it)."""

    def part(whole: int, least: int) -> int:
        return max(least, round(whole * share))

    if name in {"media", "disk"}:
        return (disk.media if name == "media" else disk.database)(_portal, var)
    limit = {"DREHSCHEIBE_STARTS_PER_SECOND": str(rush.LIMIT)} if name == "rush" else {}
    with _fresh(var, limit) as portal:
        work: dict[str, Callable[[], list[Row]]] = {
            "web": lambda: killing.web(portal, seconds=part(600, 40)),
            "jobs": lambda: killing.jobs(portal, kills=min(200, part(200, 9)), say=_say),
            "database": lambda: killing.database(portal, kills=min(20, part(20, 3))),
            "clock": lambda: clock.run(portal),
            "mail": lambda: mail.run(portal),
            "rush": lambda: rush.run(portal, seconds=part(60, 20)),
            "million": lambda: million.run(portal, cases=part(1_000_000, 50_000), seconds=part(120, 40)),
        }
        return work[name]()


def _told(work: Callable[[], list[Row]], name: str) -> list[Row]:
    try:
        return work()
    except disk.CannotMountError as reason:
        return [Row(name, "", f"not run: {reason}")]


def write(rows: list[Row], *, minutes: float) -> None:
    """The page: what was measured now, and below it what people have written."""
    _, mark, kept = TARGET.read_text().partition(BY_HAND)
    today = date.today().isoformat()  # noqa: DTZ011  the local day of the run
    text = f"""# Reliability

What the product promises under faults, and what `make proof` found. `.venv/bin/python -m tests.proof --write` writes
this page down to the bars; `--minutes` takes more or less time.

- Date: {today}, `--minutes {minutes:g}`
- Machine: {report.machine()}; guests, web server, job worker and database share the cores
- Command: `make proof`

{report.markdown(rows)}

*Acknowledged* means that a guest has seen the receipt page. *Lost* is acknowledged but not stored, *doubled* one
declaration stored twice. Guests try every request again until there is an answer, as a browser's reload would.

"""
    TARGET.write_text(text + mark + kept)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description="Prove the promises under faults.")
    parser.add_argument("--minutes", type=float, default=WHOLE, help=f"about so long (default {WHOLE:g})")
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md")
    parser.add_argument("--only", choices=STAGES, action="append", help="this stage alone; may be given several times")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    signal.alarm(LONGEST)
    rows: list[Row] = []
    share = options.minutes / WHOLE
    _say(f"Load before: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="drehscheibe-proof-", ignore_cleanup_errors=True) as folder:
        for name in options.only or STAGES:
            began, var = time.monotonic(), Path(folder) / name
            var.mkdir()
            _say(f"\n{name} ...")
            found = _told(lambda name=name, var=var: stage(name, var, share=share), name)
            rows += found
            _say(f"\n{name}: {time.monotonic() - began:.0f} s\n{report.plain(found)}")
    signal.alarm(0)
    if options.write:
        write(rows, minutes=options.minutes)
        _say(f"written: {TARGET}")
    return 0 if all(row.met is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
