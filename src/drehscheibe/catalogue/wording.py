"""How words are compared: umlauts may be typed as ae, oe, ue; a wrong letter still finds the word."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

_WORD = re.compile(r"\w+")
_SORT_AS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e"})
# After a, e, o and q, "ue" is not an umlaut: bauen, Steuer, bequem.
_TYPED_UMLAUTS = ((re.compile("ae"), "ä"), (re.compile("oe"), "ö"), (re.compile("(?<![aeoq])ue"), "ü"))


def sort_key(name: str) -> str:
    """German dictionary order (DIN 5007-1) as a plain string; the database sorts by bytes."""
    return name.lower().translate(_SORT_AS)


def fold(text: str) -> str:
    """German text in one spelling: lower case, `muell` as `müll`.

    Of ß, ä, ö, ü PostgreSQL's German dictionary makes ss, a, o, u.
    """
    text = text.lower()
    for pattern, letter in _TYPED_UMLAUTS:
        text = pattern.sub(letter, text)
    return text


def plain(texts: object, language: str) -> str:
    """All strings of one language within nested texts; texts that name no language belong to every one."""
    if isinstance(texts, str):
        return texts
    if isinstance(texts, Mapping):
        parts = [texts.get(language, "")] if "de" in texts else list(texts.values())
        return " ".join(plain(part, language) for part in parts)
    return " ".join(plain(part, language) for part in texts) if isinstance(texts, Sequence) else ""


def words(text: str) -> list[str]:
    """The words of a text as they are written."""
    return _WORD.findall(text)


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Of the `known` words the one that was probably meant, None when there is none like it."""
    by_spelling = {sort_key(fold(word)): word for word in known}
    meant = sort_key(fold(typed))
    within = [spelling for spelling in by_spelling if len(meant) >= 4 and meant in spelling]
    close = get_close_matches(meant, by_spelling, n=1, cutoff=0.72) or sorted(within, key=len)
    return by_spelling[close[0]] if close else None
