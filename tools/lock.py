"""Write the lock files anew: lock.py [--upgrade]. What is locked stays, unless it no longer fits or shall be upgraded.

The files name packages, versions and hashes but no host: everybody installs from the registry of their own choice.
"""

import re
import shutil
import sys

from steps import ROOT, VENV, Failure, run

LOCKED = {  # lock file: its sources
    "requirements/runtime.txt": ["pyproject.toml"],
    "requirements/dev.txt": ["pyproject.toml", "requirements/dev.in"],
    "requirements/node.txt": ["requirements/node.in"],
}
OPTIONS = (
    "--quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links"
)


def main(upgrade: list[str]) -> int:
    try:
        lock(upgrade)
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


def lock(upgrade: list[str]) -> None:
    uv = shutil.which("uv") or shutil.which("uv", path=VENV / "bin")
    if not uv or not shutil.which("npm"):
        raise Failure("make lock needs uv and npm. Install what is missing, for example: pipx install uv")
    for target, sources in LOCKED.items():
        run(uv, "pip", "compile", *OPTIONS.split(), *upgrade, *sources, "--output-file", target)
    run("npm", "update" if upgrade else "install", "--package-lock-only")
    for name in (*LOCKED, "package-lock.json"):
        host = re.search(r"\w+://[^\s\"]+", (ROOT / name).read_text())
        if host:
            raise Failure(f"{name} names a host: {host[0]}. Lock files must not.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
