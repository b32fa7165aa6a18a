"""Why a service was found: by its name, by a word that is not in its name, or by what people call it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drehscheibe.catalogue.models import Service
from drehscheibe.catalogue.search.analysis import Vocabulary, spelling, stem, words
from drehscheibe.catalogue.search.asking import SYNONYM, Unit
from drehscheibe.catalogue.wording import plain

_MOST = 2


@dataclass(frozen=True)
class Reason:
    """`synonyms`: (typed, official) pairs; `words`: of the service's own keywords and official names, as written."""

    synonyms: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()


def reason(service: Service, units: Sequence[Unit], vocabulary: Vocabulary) -> Reason:
    """What to tell people about a result; empty where the name says it all."""
    name = _stems(words(plain(service.name, "de")), vocabulary)
    others = [*_listed(service), *service.search_words]
    pairs: dict[str, str] = {}
    found: dict[str, None] = {}
    for unit in units:
        literal = {one for choice in unit.choices if choice.kind != SYNONYM for one in choice.stems}
        if literal & name:
            continue
        meant = next((one for one in unit.choices if one.kind == SYNONYM and set(one.stems) <= name), None)
        if meant:
            pairs[unit.typed] = meant.shown
            continue
        word = _first(others, literal, vocabulary)
        if word:
            found[word] = None
    return Reason(tuple(pairs.items())[:_MOST], tuple(found)[:_MOST])


def _listed(service: Service) -> list[str]:
    keywords = service.keywords.get("de", []) if isinstance(service.keywords, dict) else service.keywords
    return [keywords] if isinstance(keywords, str) else [str(one) for one in keywords]


def _first(texts: Iterable[str], wanted: set[str], vocabulary: Vocabulary) -> str:
    """The shortest of the texts that has one of the stems."""
    fitting = [text for text in texts if wanted & _stems(words(text), vocabulary)]
    return min(fitting, key=len, default="")


def _stems(those: Iterable[str], vocabulary: Vocabulary) -> set[str]:
    found = set()
    for word in those:
        spelled = spelling(word)
        found.add(stem(spelled))
        found.update(stem(part) for part in vocabulary.split(spelled))
    return found
