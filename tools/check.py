"""Run the quality gates and the tests: check.py [lint] [test].

All of them run even when one is red; the time of each is told at the end. The type checker, the other gates and the
tests run beside each other, so that no core waits.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

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

# In the order of tests/conftest.py; a file's tests share what it makes.
TESTS = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--durations", "12"]

Result = tuple[str, float, bool]


def lint(names: list[str]) -> list[Result]:
    """Each says all it has to say at once, in between what others say."""
    return [stage(name, LINT[name], WITHOUT_DATABASE, capture=True) for name in names]


def test() -> list[Result]:
    try:
        chromium = browser()
    except Failure as failure:
        print(failure, file=sys.stderr)
        return [("browser", 0.0, False)]
    return [stage("pytest", [BIN / "python", "-m", "pytest", *TESTS], {"CHROMIUM": chromium})]


def stage(name: str, command: list, env: dict[str, str], *, capture: bool = False) -> Result:
    started = time.monotonic()
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True} if capture else {}
    if not capture:
        print(f"== {name}", flush=True)
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, check=False, **how)
    if capture:
        print(f"== {name}\n{done.stdout}", end="", flush=True)
    return name, time.monotonic() - started, done.returncode == 0


def main(wanted: list[str]) -> int:
    lanes: list[Callable[[], list[Result]]] = []
    if "lint" in wanted:
        lanes += [lambda: lint(["mypy"]), lambda: lint([name for name in LINT if name != "mypy"])]
    if "test" in wanted:
        lanes.append(test)
    with ThreadPoolExecutor() as pool:
        results = [result for lane in pool.map(lambda run: run(), lanes) for result in lane]
    print("\n".join(["", *(f"{'ok ' if good else 'RED'} {seconds:7.1f} s  {name}" for name, seconds, good in results)]))
    return 0 if all(good for _, _, good in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
