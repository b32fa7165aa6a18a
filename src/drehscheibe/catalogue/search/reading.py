"""The index as this process has it open; it sees what the writer commits with the next search."""

import threading
from contextlib import suppress

from drehscheibe.catalogue.search import building, index


class _Opened:
    held: index.OpenIndex | None = None
    seen: tuple[str, int] = ("", 0)


_state = _Opened()
_lock = threading.Lock()


def opened() -> index.OpenIndex | None:
    """The index as it was committed last; None while there is none."""
    folder = building.current()
    if folder is None:
        return None
    try:
        seen = str(folder), (folder / index.SERVICES / "meta.json").stat().st_mtime_ns
        if seen == _state.seen and _state.held is not None:
            return _state.held
        with _lock:
            if _state.held is None or _state.held.folder != folder:
                _state.held = index.OpenIndex(folder)
            else:
                _state.held.reload()
            _state.seen = seen
    except (OSError, index.BrokenIndexError):
        give_up()
        return None
    return _state.held


def give_up() -> None:
    """The index cannot be read: nobody uses it any more, and the writer makes another."""
    _state.held, _state.seen = None, ("", 0)
    with suppress(OSError):
        (building.home() / building.CURRENT).unlink()
