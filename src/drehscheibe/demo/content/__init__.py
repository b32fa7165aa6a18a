"""The demo's content as YAML, read once: the district and its people, pages, topics, situations, services, forms."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@lru_cache(maxsize=1)
def district() -> dict[str, Any]:
    """Tenants with their departments; staff and persons who can sign in."""
    return _read(_HERE / "district.yaml")  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def cases() -> dict[str, Any]:
    """Cases of the last ninety days, with the people and places in them."""
    return _read(_HERE / "cases.yaml")  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def editing() -> list[dict[str, Any]]:
    """What the demo's editors have done, step by step."""
    return _read(_HERE / "editing.yaml")  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def pages() -> dict[str, Any]:
    """Legal and informational pages by slug, with placeholders."""
    return _read(_HERE / "pages.yaml")["pages"]  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def services() -> list[dict[str, Any]]:
    """All services, each with the portals that offer it."""
    return [_read(path) for path in sorted((_HERE / "services").glob("*.yaml"))]


@lru_cache(maxsize=1)
def forms() -> list[dict[str, Any]]:
    """All form documents."""
    return [_read(path) for path in sorted((_HERE / "forms").glob("*.yaml"))]


def trials() -> dict[str, list[dict[str, Any]]]:
    """Test cases by form: filled forms with what should come of them."""
    return {path.stem: _read(path) for path in sorted((_HERE / "trials").glob("*.yaml"))}
