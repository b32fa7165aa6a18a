"""A running demo and a browser for all journeys."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.portal import Portal
from tests.journeys.visitor import Visitor


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    running = Portal(tmp_path_factory.mktemp("journeys"))
    yield running
    running.end()


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(chromium: Browser, portal: Portal) -> Iterator[Visit]:
    visitors: list[Visitor] = []

    def open_window(**options: object) -> Visitor:
        visitors.append(Visitor(chromium, portal, **options))
        return visitors[-1]

    yield open_window
    for visitor in visitors:
        visitor.leave()
