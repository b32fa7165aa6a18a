"""Run the quality gates and the tests: check.py [lint] [test].

All of them run even when one is red; the time of each is told at the end.
"""

import os
import subprocess
import sys
import time

from browser import browser
from steps import ROOT, VENV, WITHOUT_DATABASE, Failure

BIN = VENV / "bin"
LINT = {
    "ruff check": [BIN / "ruff", "check", "--quiet", "."],
    "ruff format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "mypy": [BIN / "mypy"],
    "import-linter": [BIN / "lint-imports"],
    "translations": [BIN / "python", "tools/messages.py", "--check"],
}

TESTS = {  # a journey drives a browser and a portal of its worker's own
    "pytest": ["-n", "2", "--dist", "loadfile", "--ignore", "tests/journeys"],
    "pytest, journeys": ["-n", "2", "--dist", "loadgroup", "tests/journeys"],
}


def lint() -> list[tuple[str, float, bool]]:
    return [stage(name, command, WITHOUT_DATABASE) for name, command in LINT.items()]


def test() -> list[tuple[str, float, bool]]:
    try:
        chromium = browser()
    except Failure as failure:
        print(failure, file=sys.stderr)
        return [("browser", 0.0, False)]
    pytest, env = [BIN / "python", "-m", "pytest"], {"CHROMIUM": chromium}
    return [stage(name, [*pytest, *arguments], env) for name, arguments in TESTS.items()]


def stage(name: str, command: list, env: dict[str, str]) -> tuple[str, float, bool]:
    print(f"== {name}", flush=True)
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, check=False)
    return name, time.monotonic() - started, done.returncode == 0


def main(wanted: list[str]) -> int:
    results = [result for name, work in (("lint", lint), ("test", test)) if name in wanted for result in work()]
    print("\n".join(["", *(f"{'ok ' if good else 'RED'} {seconds:7.1f} s  {name}" for name, seconds, good in results)]))
    return 0 if all(good for _, _, good in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
