"""What setting up is made of: steps, skipped when their inputs have not changed, and commands that explain failures."""

import hashlib
import os
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

# Reading the settings starts the embedded database and wants keys: building and checking need neither.
WITHOUT_DATABASE = {
    "DATABASE_URL": "postgresql:///unused",
    "DREHSCHEIBE_CREATE_KEYS": "1",
    "DREHSCHEIBE_KEY_FILE": str(VAR / "build.key"),
}


class Failure(Exception):  # noqa: N818  it is a sentence for people
    """A step cannot be done; the text says why and what to do."""


def run(*command: object, env: Mapping[str, str] | None = None) -> str:
    """Run a command in the project and return its output; raises Failure with that output when it does not succeed."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failure(f"{done.stdout.strip()}\nThis command failed: {' '.join(words)}")
    return done.stdout


def step(
    title: str, work: Callable[[], object], stamp: Path, inputs: Iterable[Path], products: Iterable[Path] = ()
) -> None:
    """Do the work unless a product is there for each of these inputs already.

    `stamp` lies in a folder that the work makes, so that removing the folder is enough to have it made again.
    """
    mark = _fingerprint(inputs)
    if stamp.exists() and stamp.read_text() == mark and all(product.exists() for product in products):
        return
    with progress(title):
        work()
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(mark)


@contextmanager
def progress(title: str) -> Iterator[None]:
    """Tell what is going on, and how long it took."""
    print(f"  {title} ...", end="", flush=True)
    started = time.monotonic()
    yield
    print(f" {time.monotonic() - started:.1f} s")


def _fingerprint(inputs: Iterable[Path]) -> str:
    digest = hashlib.sha256(str(ROOT).encode())
    for path in sorted(inputs):
        digest.update(f"\n{path.relative_to(ROOT)} ".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def files(folder: Path, pattern: str = "*") -> list[Path]:
    """All files below a folder whose names match."""
    return [path for path in folder.rglob(pattern) if path.is_file()]
