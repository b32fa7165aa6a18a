"""Find a Chromium for the browser tests, or install one: none to be had is a failure, never a skipped test."""

import os
import shutil
import subprocess
import sys

from steps import PYTHON, Failure, run

ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as it: print(it.chromium.executable_path, end='')"
)


def browser() -> str:
    """The path of a Chromium that starts: $CHROMIUM, PATH, Playwright's own, else installed by apt or Playwright.

    Raises Failure when there is none and none can be installed.
    """
    wished = os.environ.get("CHROMIUM")
    if wished:
        if starts(wished):
            return wished
        raise Failure(f"CHROMIUM names {wished}, which does not start. Correct it or leave it out.")
    found = shutil.which("chromium")
    if found and starts(found):
        return found
    own = run(PYTHON, "-c", ASK_PLAYWRIGHT)
    if not starts(own):
        install()
    for path in (shutil.which("chromium"), own):
        if path and starts(path):
            return path
    raise Failure(
        "There is no browser for the tests and none could be installed. "
        "Install Chromium (Debian: apt-get install chromium), or name one: CHROMIUM=/path/to/chromium make test"
    )


def starts(path: str) -> bool:
    try:
        return not subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> None:
    print("  Installing a browser for the tests ...", flush=True)
    ways = [[[str(PYTHON), "-m", "playwright", "install", "chromium"]]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        ways.insert(0, [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]])
    for way in ways:
        try:
            for command in way:
                run(*command, env={"DEBIAN_FRONTEND": "noninteractive"})
        except Failure as failure:
            print(failure, file=sys.stderr)
        else:
            return
