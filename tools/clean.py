"""Stop the embedded database and remove all that was built, the demo's data included."""

import shutil

from steps import PYTHON, ROOT, VAR, VENV, Failure, run

STOP = "import sys, pathlib; from drehscheibe.kernel.embedded_postgres import stop; stop(pathlib.Path(sys.argv[1]))"

if (VAR / "postgres").exists():
    try:
        run(PYTHON, "-c", STOP, VAR)
    except (Failure, OSError) as failure:  # a server without its data ends by itself within a minute
        print(f"The database could not be stopped: {failure}")
caches = [ROOT / f".{tool}_cache" for tool in ("mypy", "ruff", "pytest", "import_linter")]
for folder in (VAR, VENV, ROOT / "node_modules", ROOT / ".hypothesis", *caches):
    shutil.rmtree(folder, ignore_errors=True)
for compiled in (ROOT / "src").rglob("*.mo"):
    compiled.unlink()
