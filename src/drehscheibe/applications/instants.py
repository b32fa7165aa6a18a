"""Moments as whole numbers, for the marks at which lists are cut: to the microsecond, as the database keeps them."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def number(moment: datetime) -> int:
    """Microseconds since 1970 (UTC)."""
    return (moment - _EPOCH) // _TICK


def moment(number: int) -> datetime:
    """The moment of a number that `number` has given."""
    return _EPOCH + number * _TICK
