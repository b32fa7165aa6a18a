"""The log: one line per event on standard error, JSON in production and plain text in the demo.

What people write never comes into it. Our own events carry named fields, which their callers choose from ids, counts
and patterns. Of other loggers only the pattern of a message is kept, without what was put into it, and of an exception
only its kind and where it came from: messages and values could hold names, references or whole addresses.
"""

import json
import logging
import traceback
from datetime import datetime
from typing import Any

from drehscheibe.kernel.clock import BERLIN

FRAMES = 8  # of a traceback, the innermost
_OWN = ("drehscheibe", "_granian")


def tell(log: logging.Logger, level: int, event: str, **fields: Any) -> None:
    """Log `event` with `fields`: ids, counts, patterns and names of places in the program, never what people wrote."""
    if log.isEnabledFor(level):
        log.log(level, event, extra={"fields": fields})


def _event(record: logging.LogRecord) -> str:
    """Our own message; of others the pattern, or where it was written when it is filled in already or says nothing."""
    if record.name.startswith(_OWN):
        return record.getMessage()
    says_something = record.args and str(record.msg).replace("%s", "").strip(": ")
    return str(record.msg) if says_something else f"{record.module}:{record.lineno}"


def _error(record: logging.LogRecord) -> dict[str, Any]:
    kind, error, stack = record.exc_info or (None, None, None)
    if kind is None or error is None:
        return {}
    frames = traceback.extract_tb(stack)[-FRAMES:]
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": kind.__name__, "stack": places}


def _parts(record: logging.LogRecord) -> dict[str, Any]:
    return {**getattr(record, "fields", {}), **_error(record)}


class JsonLine(logging.Formatter):
    """For machines: at, level, logger, event, and the event's fields."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": datetime.fromtimestamp(record.created, BERLIN).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
            **_parts(record),
        }
        return json.dumps(entry, ensure_ascii=False, default=str)


class PlainLine(logging.Formatter):
    """For people who look at the demo: the same, in words."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, BERLIN).strftime("%H:%M:%S")
        fields = " ".join(f"{name}={value}" for name, value in _parts(record).items())
        return f"{time} {record.levelname.lower()} {_event(record)} {fields}".rstrip()


def configuration(*, is_plain: bool) -> dict[str, Any]:
    """Django's LOGGING. Refused and missing pages are told by the line of their request, not twice.

    The demo tells only what went wrong, so that its addresses stay in sight.
    """
    formatter = {"()": PlainLine if is_plain else JsonLine}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {"drehscheibe": {"level": "WARNING" if is_plain else "INFO"}, "django.request": {"level": "ERROR"}},
    }
