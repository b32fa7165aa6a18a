"""The search index of the demo district, made once per session and lent to every test that asks for it."""

import pytest

from drehscheibe.catalogue.search import building, reading


@pytest.fixture(scope="session")
def _made(tmp_path_factory):
    return tmp_path_factory.mktemp("index")


@pytest.fixture
def search_index(db, settings, _made):
    """Give this machine an index of the demo's services, as of the beginning of the session."""
    settings.DREHSCHEIBE_VAR.joinpath("search").symlink_to(_made)
    if building.current() is None:
        assert building.refresh()
    reading._state.held = None
    yield building.home()
    reading._state.held = None


@pytest.fixture
def own_index(db, settings):
    """An index of the test's own that is still to be made, by `building.refresh()`."""
    reading._state.held = None
    yield building.home()
    reading._state.held = None
