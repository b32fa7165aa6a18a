"""A running demo and a browser for all journeys."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.portal import Portal
from tests.journeys.visitor import Visitor

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    running = Portal(tmp_path_factory.mktemp("journeys"))
    yield running
    running.end()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield found
        found.close()


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, portal: Portal) -> Iterator[Visit]:
    visitors: list[Visitor] = []

    def open_window(**options: object) -> Visitor:
        visitors.append(Visitor(browser, portal, **options))
        return visitors[-1]

    yield open_window
    for visitor in visitors:
        visitor.leave()


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path:
    """Where screenshots go when somebody wants to look: var/pictures."""
    folder = Path(__file__).resolve().parents[2] / "var/pictures" / request.node.name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
