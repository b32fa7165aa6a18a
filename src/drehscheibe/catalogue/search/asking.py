"""From what somebody typed to a query: every word with all it may stand for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from drehscheibe.catalogue.search.analysis import ACTIONS, STOPWORDS, Vocabulary, spelling, stem, words
from drehscheibe.catalogue.search.fields import ENGLISH, LATER_PLACES, WEIGHTS, english_stem, schema
from drehscheibe.catalogue.search.synonyms import LONGEST, Synonyms

MOST_WORDS = 12
MOST_MEANINGS = 14
OWN, PART, BEGINNING, SYNONYM, CORRECTION = "own", "part", "beginning", "synonym", "correction"
_WORTH = {OWN: 1.0, PART: 0.7, BEGINNING: 0.75, SYNONYM: 0.8, CORRECTION: 0.85}
_ACTION_WORTH = 0.5
_PHRASE_WORTH = 1.3  # several words that are known together say more than each


@dataclass(frozen=True)
class Choice:
    """One thing that a word may stand for; all `stems` must be there. `shown`: as people write it."""

    kind: str
    stems: tuple[str, ...]
    shown: str
    worth: float


@dataclass(frozen=True)
class Unit:
    """A word as typed, or several that are known together, and its choices; `english`: its English stem."""

    typed: str
    choices: tuple[Choice, ...]
    english: str = ""
    worth: float = 1.0


class Knowing(Protocol):
    """What the index knows about words."""

    vocabulary: Vocabulary

    def knows(self, stemmed: str) -> bool: ...

    def beginning_with(self, spelled: str) -> Sequence[str]: ...

    def like(self, spelled: str) -> Sequence[str]: ...


def understand(typed: str, known: Knowing, synonyms: Synonyms) -> list[Unit]:
    """The units of a search. Function words count only where there is nothing else."""
    all_words = words(typed)[:MOST_WORDS]
    asked = [word for word in all_words if spelling(word) not in STOPWORDS] or all_words
    units = [unit for place, word in enumerate(asked) for unit in _word(word, place == len(asked) - 1, known, synonyms)]
    if len(units) > 1:
        units = [_action(unit) if stem(spelling(unit.typed)) in ACTIONS else unit for unit in units]
    return [*units, *_phrases(asked, synonyms)]


def _action(unit: Unit) -> Unit:
    """Beside other words, what to do counts less and means just itself: `ummelden` beside `Auto` is no move."""
    return replace(unit, worth=_ACTION_WORTH, choices=tuple(one for one in unit.choices if one.kind in {OWN, PART}))


def _phrases(asked: Sequence[str], synonyms: Synonyms) -> Iterator[Unit]:
    """Known phrases of several words, such as `elterliche Sorge`."""
    stemmed = [stem(spelling(word)) for word in asked]
    for size in range(2, min(LONGEST, len(asked)) + 1):
        for place in range(len(asked) - size + 1):
            found = synonyms.meanings.get(tuple(stemmed[place : place + size]))
            if found:
                choices = (
                    Choice(SYNONYM, meaning.stems, meaning.shown, _PHRASE_WORTH) for meaning in found[:MOST_MEANINGS]
                )
                yield Unit(" ".join(asked[place : place + size]), tuple(choices))


def _word(word: str, is_last: bool, known: Knowing, synonyms: Synonyms) -> Iterator[Unit]:
    spelled = spelling(word)
    found = [*_meant(word, spelled, OWN, known, synonyms)]
    if _is_known(found, known):
        yield Unit(word, tuple(found), english_stem(word))
        return
    split = known.vocabulary.split(spelled)
    if split:
        for part in split:
            if part not in STOPWORDS:
                yield from _part(part, known, synonyms)
        return
    for guess in (_longer if is_last or len(spelled) >= 5 else _nothing, _similar, _end):
        if len(found) == 1:
            found += guess(spelled, known, synonyms)
    yield Unit(word, tuple(found[: MOST_MEANINGS + 4]), english_stem(word))


def _nothing(_spelled: str, _known: Knowing, _synonyms: Synonyms) -> list[Choice]:
    return []


def _longer(spelled: str, known: Knowing, synonyms: Synonyms) -> list[Choice]:
    """Words that begin like this."""
    words = known.beginning_with(spelled) if len(spelled) >= 3 else ()
    return [one for word in words for one in _meant(word, spelling(word), BEGINNING, known, synonyms)]


def _similar(spelled: str, known: Knowing, synonyms: Synonyms) -> list[Choice]:
    """Words that this may be a mistyped form of."""
    words = known.like(spelled)
    return [one for word in words for one in _meant(word, spelling(word), CORRECTION, known, synonyms)]


def _end(spelled: str, known: Knowing, synonyms: Synonyms) -> list[Choice]:
    """The end of a compound whose beginning nobody knows."""
    parts = known.vocabulary.ending(spelled)
    return [one for part in parts for one in _meant(part, part, PART, known, synonyms)]


def _part(part: str, known: Knowing, synonyms: Synonyms) -> Iterator[Unit]:
    """A part of a compound that nobody has as a whole: taken apart further while it is not known itself."""
    found = [*_meant(part, part, OWN, known, synonyms)]
    smaller = known.vocabulary.split(part)
    if smaller and not _is_known(found, known):
        for one in smaller:
            yield from _part(one, known, synonyms)
    else:
        yield Unit(part, tuple(found))


def _is_known(choices: Iterable[Choice], known: Knowing) -> bool:
    """Whether some service has the word itself or what it is called officially; its parts alone do not tell."""
    whole = (choice for choice in choices if choice.kind is not PART)
    return any(all(known.knows(stemmed) for stemmed in choice.stems) for choice in whole)


def _meant(word: str, spelled: str, kind: str, known: Knowing, synonyms: Synonyms) -> Iterator[Choice]:
    """A word itself, the parts it is made of, and what it is called officially."""
    stemmed, worth = stem(spelled), _WORTH[kind]
    yield Choice(kind, (stemmed,), word, worth)
    split = known.vocabulary.split(spelled)
    if split:
        yield Choice(PART, tuple(stem(part) for part in split), word, worth * _WORTH[PART])
    for meaning in synonyms.meanings.get((stemmed,), ())[:MOST_MEANINGS]:
        yield Choice(SYNONYM, meaning.stems, meaning.shown, worth * _WORTH[SYNONYM])


def correction(units: Sequence[Unit]) -> str:
    """The words that were taken for what was mistyped; empty when nothing was."""
    meant = (next((one.shown for one in unit.choices if one.kind == CORRECTION), "") for unit in units)
    return " ".join(word for word in meant if word)


def query(units: Sequence[Unit], *, portal: int, topic: str = "") -> Any:
    """The query for a portal: services it shows, the more of the units the better; its own and much-used ones first."""
    from tantivy import Occur, Query  # noqa: PLC0415  17 MB, and only for who searches

    fields = schema()

    def exact(field: str, value: str) -> Any:
        return Query.term_query(fields, field, value, index_option="basic")

    asked = [(Occur.Should, _of_unit(unit)) for unit in units]
    parts = [
        (Occur.Must, Query.const_score_query(exact("seen_in", str(portal)), 0.0)),
        (Occur.Must, Query.boolean_query(asked)),
        (Occur.Should, Query.const_score_query(exact("tenant", str(portal)), 0.4)),
        (Occur.Should, Query.const_score_query(exact("state", "described"), 1.0)),
    ]
    places = range(1, LATER_PLACES)
    parts += [
        (Occur.Should, Query.const_score_query(exact("demand", str(one)), 1 - one / LATER_PLACES)) for one in places
    ]
    if topic:
        parts.append((Occur.Must, Query.const_score_query(exact("topic", topic), 0.0)))
    return Query.boolean_query(parts)


def _of_unit(unit: Unit) -> Any:
    from tantivy import Query  # noqa: PLC0415

    best = [_of_choice(choice) for choice in unit.choices]
    if unit.english:
        best += [_weighed(field, unit.english, weight) for field, weight in ENGLISH.items()]
    return Query.boost_query(Query.disjunction_max_query(best, 0.15), unit.worth)


def _of_choice(choice: Choice) -> Any:
    from tantivy import Occur, Query  # noqa: PLC0415

    each = [
        Query.disjunction_max_query([_weighed(field, one, weight) for field, weight in WEIGHTS.items()], 0.1)
        for one in choice.stems
    ]
    if len(each) == 1:
        return Query.boost_query(each[0], choice.worth)
    return Query.boost_query(Query.boolean_query([(Occur.Must, one) for one in each]), choice.worth / len(each))


def _weighed(field: str, value: str, weight: float) -> Any:
    from tantivy import Query  # noqa: PLC0415

    return Query.boost_query(Query.term_query(schema(), field, value, index_option="freq"), weight)
