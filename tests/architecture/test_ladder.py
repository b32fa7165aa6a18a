"""The house stands as it is drawn: imports and foreign keys go down the ladder, the form engine needs no Django."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "drehscheibe"
BIN = Path(sys.executable).parent
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
RUNG = {package.strip(): -height for height, layer in enumerate(LAYERS) for package in layer.split("|")}
SURFACES = {"config", "front", "desk", "api", "demo"}
OF_SURFACES = ("django.http", "django.shortcuts", "django.template", "django.views", "django.urls", "jinja2")
ENGINE = ("schema", "logic", "journey", "answers", "fields", "controls", "presentation")


def imported(path: Path) -> set[str]:
    """Names of all modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_packages_import_only_from_lower_rungs():
    done = subprocess.run([BIN / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_package_stands_on_a_rung():
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert packages == set(RUNG)


def test_foreign_keys_point_down_the_ladder_or_stay_in_their_package():
    ours = [model for model in apps.get_models() if model._meta.app_label in RUNG]
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in ours
        for field in model._meta.get_fields()
        if (field.many_to_one or (field.one_to_one and field.concrete) or (field.many_to_many and field.concrete))
        and field.related_model._meta.app_label in RUNG
        and model._meta.app_label != field.related_model._meta.app_label
        and RUNG[model._meta.app_label] <= RUNG[field.related_model._meta.app_label]
    ]
    assert ours
    assert upward == []


def test_only_surfaces_speak_http_and_render_pages():
    speaking = {
        f"{path.relative_to(SOURCE)}: {module}"
        for package in set(RUNG) - SURFACES - {"ui"}
        for path in (SOURCE / package).rglob("*.py")
        for module in imported(path)
        if module.startswith(OF_SURFACES)
    }
    assert speaking == set()


def test_only_surfaces_have_views_and_page_templates():
    strange = [
        str(path.relative_to(SOURCE))
        for package in set(RUNG) - SURFACES - {"ui"}
        for path in (SOURCE / package).rglob("*")
        if path.name in {"views", "views.py", "urls.py", "templates", "inputs.py"}
    ]
    assert strange == []


def test_form_engine_needs_no_django():
    modules = ", ".join(f"drehscheibe.forms.{name}" for name in ENGINE)
    program = f"import sys, {modules}; print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_package_says_in_a_few_sentences_what_it_is():
    sentences = {
        package: len((ast.get_docstring(ast.parse((SOURCE / package / "__init__.py").read_text())) or "").split("."))
        for package in RUNG
    }
    assert [package for package, count in sentences.items() if count < 4] == []


def test_only_the_clock_reads_the_time():
    readings = ("timezone.now(", "datetime.now(", "date.today(", "datetime.today(", "time.time(")
    reading = {
        f"{path.relative_to(SOURCE)}: {reading}"
        for path in SOURCE.rglob("*.py")
        for reading in readings
        if reading in path.read_text()
    }
    assert reading == {"kernel/clock.py: datetime.now("}
