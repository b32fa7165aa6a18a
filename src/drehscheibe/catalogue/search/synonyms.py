"""From everyday words to official ones: the general base in `synonyms.yaml`, and what a portal adds to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from drehscheibe.catalogue.search.analysis import stems, words

LONGEST = 4  # words of an everyday phrase


@dataclass(frozen=True)
class Meaning:
    """What an everyday word stands for: the official words' stems, and the words as they are written."""

    stems: tuple[str, ...]
    shown: str


@dataclass(frozen=True)
class Synonyms:
    """Meanings by the stems of the everyday word or phrase; `vocabulary`: all words of both sides, as written."""

    meanings: dict[tuple[str, ...], list[Meaning]]
    vocabulary: frozenset[str] = field(default=frozenset())

    def with_own(self, own: Iterable[tuple[str, Iterable[str]]]) -> "Synonyms":
        """These and a portal's own pairs (everyday word, official words), which come first."""
        added = _read((word, official) for word, meant in own for official in meant)
        if not added.meanings:
            return self
        return Synonyms(
            {**self.meanings, **{key: found + self.meanings.get(key, []) for key, found in added.meanings.items()}},
            self.vocabulary | added.vocabulary,
        )


def _read(pairs: Iterable[tuple[str, str]]) -> Synonyms:
    meanings: dict[tuple[str, ...], list[Meaning]] = {}
    vocabulary: set[str] = set()
    for everyday, official in pairs:
        meaning = Meaning(tuple(stems(official)), official)
        vocabulary.update(words(everyday), words(official))
        known = meanings.setdefault(tuple(stems(everyday))[:LONGEST], [])
        if meaning.stems and meaning not in known:
            known.append(meaning)
    meanings.pop((), None)
    return Synonyms(meanings, frozenset(vocabulary))


@lru_cache(maxsize=1)
def base() -> Synonyms:
    """The general base, the same in every portal."""
    text = Path(__file__).with_name("synonyms.yaml").read_text(encoding="utf-8")
    listed: Mapping[str, str] = yaml.load(text, yaml.CSafeLoader)
    return _read((word.strip(), official) for official, line in listed.items() for word in line.split(","))
