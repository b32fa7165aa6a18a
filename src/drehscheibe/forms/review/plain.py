"""What makes a German text hard to read (level B1, DIN 8581-1), sentence by sentence. Pure."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from drehscheibe.forms.review.remark import WORDS

LONGEST_SENTENCE = 22
_SENTENCES = re.compile(r"(?<=[.?!:])\s+|\n+")
_ABBREVIATIONS = re.compile(WORDS["abbreviations"])
_CAPITALS = re.compile(r"\b[A-ZÄÖÜ]{3,}\b")
_CITED = re.compile(r"§+\s?[\d\w ]+?\b[A-ZÄÖÜ]\w*[A-ZÄÖÜ]\b")  # "§ 1303 BGB": a law, cited
_KNOWN = frozenset(WORDS["known_capitals"])
_OFFICE = {
    re.compile(rf"\b{re.escape(word)}\w*", re.IGNORECASE): better for word, better in WORDS["office_words"].items()
}
_ANY_OFFICE = re.compile("|".join(re.escape(word) for word in WORDS["office_words"]), re.IGNORECASE)
_HELPING, _PARTICIPLE = re.compile(WORDS["helping_verbs"], re.IGNORECASE), re.compile(WORDS["participles"])
_NOUNS = re.compile(WORDS["nouns_of_verbs"])


class Hurdle(NamedTuple):
    """What hinders a reader: the rule's name as in `sentences.yaml`, and the facts for its sentence."""

    rule: str
    facts: dict[str, Any]


class Score(NamedTuple):
    """How plain texts are: `plain` of `sentences` have no hurdle."""

    sentences: int
    plain: int

    @property
    def percent(self) -> int:
        """100 where there is nothing to read."""
        return 100 * self.plain // self.sentences if self.sentences else 100


def sentences(words: str) -> list[str]:
    return [one for one in _SENTENCES.split(words) if one]


def score(texts: Iterable[str]) -> Score:
    """Judge running text: a sentence is plain when nothing in it hinders."""
    judged = [sentence for words in texts for sentence in sentences(words)]
    return Score(len(judged), sum(not any(hurdles(sentence)) for sentence in judged))


def hurdles(sentence: str) -> Iterator[Hurdle]:
    """Everything that hinders in one sentence of running text."""
    yield from of_sentence(sentence)
    yield from of_words(sentence)


def of_sentence(sentence: str, *, is_label: bool = False) -> Iterator[Hurdle]:
    """What hinders in how the sentence is built."""
    count = len(re.findall(r"\w[\w-]*", sentence))
    if count > LONGEST_SENTENCE:
        yield Hurdle("long_sentence", {"number": count, "begin": begin(sentence)})
    passive = "" if is_label else _passive(sentence)
    if passive:
        yield Hurdle("passive", {"verb": passive, "begin": begin(sentence)})
    if len(_NOUNS.findall(sentence)) >= 4:
        yield Hurdle("nouns", {"begin": begin(sentence)})
    if sentence.endswith("!"):
        yield Hurdle("shouting", {"begin": begin(sentence)})


def of_words(words: str, *, is_explained: bool = False) -> Iterator[Hurdle]:
    """What hinders in single words; `is_explained`: a text beside them says what they mean."""
    if found := _ABBREVIATIONS.search(words):
        yield Hurdle("abbreviation", {"word": found[0]})
    if not is_explained and _ANY_OFFICE.search(words):
        for pattern, better in _OFFICE.items():
            if found := pattern.search(words):
                yield Hurdle("office_word", {"word": found[0], "better": better})
    capitals = [word for word in _CAPITALS.findall(_CITED.sub("", words)) if word not in _KNOWN]
    if len(capitals) > 2 and words.isupper():
        yield Hurdle("shouting", {"begin": begin(words)})
    elif capitals and not is_explained and not _beside_long_form(capitals[0], words):
        yield Hurdle("unexplained", {"word": capitals[0]})


def begin(sentence: str) -> str:
    """The first words of a sentence, by which it is found again."""
    words = sentence.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


def _passive(sentence: str) -> str:
    """The verb of a sentence that hides who acts: "wird … gelöscht", and no future ("wird … kommen")."""
    helping = _HELPING.search(sentence)
    participle = _PARTICIPLE.search(sentence) if helping else None
    return f"{helping[0]} … {participle[0]}" if helping and participle else ""


def _beside_long_form(word: str, words: str) -> bool:
    """Whether brackets hold the short or the long form, or the word is quoted from what people hold in hands."""
    return bool(re.search(rf"\({word}\)|{word}\s*\([A-ZÄÖÜa-zäöüß]|„[^“]*{word}[^“]*“", words))
