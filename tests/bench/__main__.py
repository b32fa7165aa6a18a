"""`.venv/bin/python -m tests.bench [--write] [--seconds N] [--only STAGE]`: measure, and print the table."""

import argparse
import os
import signal
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from tests.bench import publication, report, stages

STAGES = (
    "page",
    "inside",
    "fields",
    "applications",
    "memory",
    "search",
    "publication",
    "findability",
    "schema",
    "view",
)
LONGEST = 330  # seconds for all of it


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _too_long(_number: int, _frame: object) -> None:
    raise TimeoutError(f"measuring took more than {LONGEST} seconds")


def main() -> int:  # noqa: PLR0912  one branch for each stage
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure against the budgets.")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    parser.add_argument("--seconds", type=float, default=20, help="how long applications are sent (default 20)")
    parser.add_argument("--only", choices=STAGES, help="this stage alone")
    options = parser.parse_args()
    busy, rows, limits = os.getloadavg()[0], [], []
    signal.signal(signal.SIGALRM, _too_long)
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    signal.alarm(LONGEST)
    if busy > 0.5:
        _say(f"The machine is busy with other things (load {busy:.1f}): figures will be lower than they could be.")
    with tempfile.TemporaryDirectory(prefix="drehscheibe-bench-") as folder:
        _say("starting a demo, twice ...")
        with stages.portal(Path(folder)) as (running, starts):
            rows += starts
            for stage in [options.only] if options.only else STAGES:
                began = time.monotonic()
                match stage:
                    case "page":
                        rows += stages.service_page(running)
                    case "inside":
                        rows += stages.inside(running)
                    case "fields":
                        rows += stages.fields(running)
                    case "applications":
                        found, limits = stages.applications(running, seconds=options.seconds)
                        rows += found
                    case "memory":
                        rows += stages.memory(running)
                    case "search":
                        rows += stages.search(running)
                    case "publication":
                        rows += publication.measured(running)
                    case "findability":
                        rows += stages.findability()
                    case "schema":
                        rows += stages.schema_import()
                    case "view":
                        rows += stages.first_view(running)
                _say(f"{stage}: {time.monotonic() - began:.0f} s")
    signal.alarm(0)
    _say("\n" + report.plain(rows))
    for sentence in limits:
        _say(sentence)
    if options.write:
        target = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
        report.write(target, rows, limits, load=busy, today=date.today())  # noqa: DTZ011  the local day of the run
        _say(f"written: {target}")
    return 0 if all(row.met is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
