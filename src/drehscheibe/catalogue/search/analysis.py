"""Words as the search compares them: in one spelling, without endings, compounds taken apart."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from drehscheibe.catalogue.wording import fold

_WORD = re.compile(r"[^\W_]+")
_MOST_KEPT = 30_000
_SHORTEST = 4  # letters of a part of a compound; three where it stands alone as a noun
_LINKS = ("", "s", "es", "n", "en", "er", "e", "ns")
_ENDINGS = (
    "ungen", "ung", "heiten", "heit", "keiten", "keit", "ern", "est", "em", "en", "er", "es", "et", "e", "n"
)  # fmt: skip
_S_AFTER = frozenset("bdfghklmnrtaoy")
_SEPARABLE = (
    "zuruck", "zusammen", "nach", "weg", "ab", "an", "auf", "aus", "bei", "ein", "fest", "frei", "her", "hin", "los",
    "mit", "um", "vor", "zu",
)  # fmt: skip
_PARTICIPLE = re.compile(rf"({'|'.join(_SEPARABLE)})ge(\w{{3,}}?)(?:et|t|en)")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4"}  # Arbeitslosengeld II
# Function words of both languages; "an", "ab", "um" stay, they are verbs' prefixes on their own ("Gewerbe ab").
_FUNCTION_WORDS = (
    "aber als also am an auf aus bei beim bin bis bitte da damit dann darf das dass dein deine dem den denn der "
    "des dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines "
    "er es etwas fuer gibt hab habe haben hat hatte ich ihr ihre ihren im in ins ist ja jetzt kann kein keine "
    "keinen man mehr mein meine meinem meinen meiner mich mir mit moechte muss muessen nach nicht noch nun nur ob "
    "oder ohne sein seine sich sie sind so soll tun ueber um und uns unser unsere unserem unseren vom von vor "
    "wann warum was wegen welche wenn wer werde werden wie wieder will wir wird wo wurde zu zum zur the of to for "
    "and my is are how can do does where what need want get please with from machen mache macht gerne heute "
    "online stadt gemeinde rathaus antrag antraege beantragen formular buero "
)
# What people do with most services; it tells little beside what they do it with.
_ACTIONS = (
    "anmelden abmelden ummelden melden aufnehmen verlaengern aendern kaufen bezahlen zahlen finden herausfinden "
    "bestellen bekommen eroeffnen gruenden aufstellen einrichten erhalten kaputt einreichen mitnehmen kosten hilfe "
    "termin suchen reservieren stellen holen abholen abgeben ausfuellen erneuern benoetigen brauchen genehmigung "
    "erlaubnis bescheinigung"
)
_BASE = str.maketrans("äöüß", "aous")
STOPWORDS = frozenset(fold(word).translate(_BASE) for word in _FUNCTION_WORDS.split())


@lru_cache(maxsize=60_000)
def spelling(word: str) -> str:
    """One spelling of a word: small, `Müll`, `Muell` and `MÜLL` the same, ß as ss, without accents."""
    folded = fold(word).replace("ß", "ss")
    if folded.isascii():
        return _ROMAN.get(folded, folded)
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of a text as they are written; hyphens separate."""
    return _WORD.findall(text)


@lru_cache(maxsize=60_000)
def stem(spelled: str) -> str:
    """What German words of one origin share: `anmelden`, `Anmeldung`, `angemeldet` -> `anmeld`.

    `spelled` as of `spelling`. Short words stay as they are; at least three letters remain.
    """
    if len(spelled) < 5 or spelled.isdigit():
        return spelled[:-1] if len(spelled) == 4 and spelled[-1] == "e" else spelled
    participle = _PARTICIPLE.fullmatch(spelled)
    if participle and not spelled.endswith(("heit", "keit")):
        return participle[1] + participle[2]
    for ending in _ENDINGS:
        if spelled.endswith(ending) and len(spelled) - len(ending) >= 3:
            return spelled[: -len(ending)]
    if spelled[-1] == "s" and spelled[-2] in _S_AFTER:
        return spelled[:-1]
    return spelled


ACTIONS = frozenset(stem(fold(word).translate(_BASE)) for word in _ACTIONS.split())


class Vocabulary:
    """The words that compounds are taken apart into: what the catalogue and the synonyms say themselves."""

    def __init__(self, known: Iterable[str]) -> None:
        """`known`: words as they are written; their case tells nouns from others."""
        parts: set[str] = set()
        for word in known:
            spelled = spelling(word)
            if spelled in STOPWORDS or spelled.isdigit() or len(spelled) > 24:
                continue
            if len(spelled) >= _SHORTEST or (len(spelled) == 3 and word[0].isupper() and word[1:].islower()):
                parts.add(spelled)
                stemmed = stem(spelled)
                if len(stemmed) >= _SHORTEST:
                    parts.add(stemmed)
        self._parts = parts
        self._kept: dict[str, tuple[str, ...]] = {}

    def __contains__(self, spelled: str) -> bool:
        return spelled in self._parts

    def split(self, spelled: str) -> tuple[str, ...]:
        """The parts of a compound, e.g. `hundesteuer` -> `hund`, `steuer`; empty when it is none."""
        found = self._kept.get(spelled)
        if found is None:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            found = self._kept[spelled] = tuple(self._split(spelled, 4) or ()) if len(spelled) >= 6 else ()
        return found

    def ending(self, spelled: str) -> tuple[str, ...]:
        """The longest known end of a word whose beginning nobody else says: `spezialmarkt` -> `markt`."""
        for place in range(3, len(spelled) - 4):
            if self._is_part(spelled[place:]):
                return (spelled[place:],)
        return ()

    def _split(self, spelled: str, most: int) -> list[str] | None:
        """The fewest parts, the longest last one first; the last part carries the meaning in German."""
        best: list[str] | None = None
        for place in range(3, len(spelled) - 2):
            head, tail = spelled[:place], spelled[place:]
            first = self._unlinked(head)
            if first is None:
                continue
            if self._is_part(tail):
                return [first, tail]
            if most > 2 and len(tail) >= 6:
                rest = self._split(tail, most - 1)
                if rest and (best is None or len(rest) + 1 < len(best)):
                    best = [first, *rest]
        return best

    def _is_part(self, spelled: str) -> bool:
        return spelled in self._parts or (len(spelled) >= 5 and stem(spelled) in self._parts)

    def _unlinked(self, head: str) -> str | None:
        for link in _LINKS:
            if head.endswith(link):
                bare = head[: len(head) - len(link)]
                if len(bare) >= 3 and bare in self._parts:
                    return bare
        return None


def stems(text: str) -> Iterator[str]:
    """The stems of a text in order, function words left out."""
    for word in words(text):
        spelled = spelling(word)
        if spelled not in STOPWORDS:
            yield stem(spelled)


def parts(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The stems of the parts of all compounds of a text."""
    for word in words(text):
        spelled = spelling(word)
        for part in vocabulary.split(spelled) or vocabulary.ending(spelled):
            yield stem(part)
