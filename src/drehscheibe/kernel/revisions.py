"""Working copies that several people change: nobody overwrites unseen, and nobody publishes their own change.

What an editor of forms and one of services needs alike. Pure.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple, Protocol

Words = Mapping[str, str] | str  # per language, or the same for all


class ChangedMeanwhileError(RuntimeError):
    """Somebody else has changed the working copy since it was read; `copy` is how it is now."""

    def __init__(self, copy: Any) -> None:
        super().__init__(str(copy.pk))
        self.copy = copy


class SameEyesError(PermissionError):
    """Who changed something last does not publish it: four eyes."""


class Copy(Protocol):
    """A working copy: how often it was changed, and by whom last."""

    @property
    def revision(self) -> int: ...

    @property
    def edited_by(self) -> str: ...


def must_be_seen(copy: Copy, seen: int) -> None:
    """Raises ChangedMeanwhileError where the working copy is not at the revision `seen`."""
    if copy.revision != seen:
        raise ChangedMeanwhileError(copy)


def must_be_others(copy: Copy, by: str) -> None:
    """Raises SameEyesError for who has changed the working copy last."""
    if copy.edited_by == by:
        raise SameEyesError(by)


class Difference(NamedTuple):
    """`sort`: added, removed, moved or changed; `before` and `now` are None where there is nothing to show."""

    sort: str
    where: Words
    what: Words
    before: Words | None = None
    now: Words | None = None


def moved(before: Sequence[str], now: Sequence[str]) -> list[str]:
    """What has to be taken out so that the rest stands in the same order: as few as possible."""
    old, new = [one for one in before if one in now], [one for one in now if one in before]
    longest: list[list[str]] = []
    for name in new:
        fits = [row for row in longest if old.index(row[-1]) < old.index(name)]
        longest.append([*max(fits, key=len, default=[]), name])
    kept = max(longest, key=len, default=[])
    return [name for name in new if name not in kept]


Marked = list[tuple[str, bool]]


def marked(before: str, now: str) -> tuple[Marked, Marked]:
    """Both texts in pieces: (text, whether it is not in the other), word by word."""
    old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", now)
    gone: Marked = []
    come: Marked = []
    for kind, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone.append(("".join(old[old_start:old_end]), kind != "equal"))
        come.append(("".join(new[new_start:new_end]), kind != "equal"))
    return [one for one in gone if one[0]], [one for one in come if one[0]]
