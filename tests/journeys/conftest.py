"""A running demo and a browser for all journeys."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.portal import Portal, copied, filled
from tests.journeys.visitor import Visitor


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all processes that share these tests."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def filled_var(shared: Path) -> Path:
    """A filled installation to copy, made once for all of them."""
    return filled(shared)


@pytest.fixture(scope="session")
def looked_at(shared: Path) -> Path:
    """The kinds of pages that one of them has looked at, each by its hash."""
    folder = shared / "looked-at"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def portal(filled_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    running = Portal(copied(filled_var, tmp_path_factory.mktemp("journeys")))
    yield running
    running.end()


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(chromium: Browser, portal: Portal, looked_at: Path) -> Iterator[Visit]:
    visitors: list[Visitor] = []

    def open_window(**options: object) -> Visitor:
        visitors.append(Visitor(chromium, portal, looked_at, **options))
        return visitors[-1]

    yield open_window
    for visitor in visitors:
        visitor.leave()
