"""House rules of the repository itself: lock files, sizes, names and the list of targets."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
REGISTRIES = ["pypi" + ".org", "python" + "hosted", "npm" + "js.org", "yarn" + "pkg.com", "npm" + "mirror"]
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "services", "managers", "base", "misc", "shared"}


def files_of_the_repository() -> list[Path]:
    """What git keeps or would keep."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


FILES = files_of_the_repository()
PYTHON = [path for path in FILES if path.suffix == ".py" and "migrations" not in path.parts]
SOURCE_FILES = [path for path in PYTHON if path.is_relative_to(SOURCE)]


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def longer_than(limit: int, paths: list[Path]) -> dict[str, int]:
    return {str(path.relative_to(ROOT)): lines(path) for path in paths if lines(path) > limit}


def test_no_file_names_a_package_registry():
    hosts = re.compile("|".join(map(re.escape, REGISTRIES)).encode())
    assert [str(path.relative_to(ROOT)) for path in FILES if hosts.search(path.read_bytes())] == []


@pytest.mark.parametrize("lock", REQUIREMENTS, ids=lambda lock: lock.name)
def test_every_python_package_is_pinned_by_hash(lock):
    logical = lock.read_text().replace("\\\n", " ").splitlines()
    packages = [line for line in logical if line.strip() and not line.lstrip().startswith("#")]
    assert packages
    assert [line for line in packages if not re.match(r"[\w.\[\],-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []


def test_every_front_end_package_is_pinned_by_hash_and_names_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert installed
    assert [name for name, package in installed.items() if "integrity" not in package or "resolved" in package] == []


def test_every_directly_required_package_is_locked():
    wanted = re.findall(
        r'^    "([\w-]+)', (ROOT / "pyproject.toml").read_text().split("[project.scripts]")[0], re.MULTILINE
    )
    locked = (ROOT / "requirements" / "runtime.txt").read_text()
    assert wanted
    assert [
        name for name in wanted if not re.search(rf"^{name}(\[.*\])?==", locked, re.MULTILINE | re.IGNORECASE)
    ] == []


def test_no_source_file_is_longer_than_400_lines():
    assert longer_than(400, SOURCE_FILES) == {}


def test_no_test_file_is_longer_than_800_lines():
    assert longer_than(800, [path for path in PYTHON if path not in SOURCE_FILES]) == {}


def test_whole_source_stays_within_42000_lines():
    """All Python but the tests, migrations and tools included; a blank line is no line of source."""
    source = [path for path in FILES if path.suffix == ".py" and not path.is_relative_to(ROOT / "tests")]
    assert sum(1 for path in source for line in path.read_text().splitlines() if line.strip()) <= 42000


def test_documents_stay_under_200_lines():
    assert longer_than(199, [path for path in FILES if path.suffix == ".md"]) == {}


def test_modules_are_named_after_their_subject():
    names = {part.removesuffix(".py") for path in PYTHON for part in path.relative_to(ROOT).parts}
    assert names & FORBIDDEN_NAMES == set()


def test_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z][\w-]*):", makefile, re.MULTILINE)
    told = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    assert re.findall(r"^ *make (\S+) +\S", told, re.MULTILINE) == targets
    assert set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split()) == set(targets)
