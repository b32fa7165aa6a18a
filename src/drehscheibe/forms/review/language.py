"""Plain language: what makes German texts hard to read (B1, DIN 8581-1). Legal notices are not judged."""

import re
from collections.abc import Iterator

from drehscheibe.forms.review.remark import WORDS, Remark, Said, Surroundings, Weight, remark, texts
from drehscheibe.forms.schema import FormDocument, text

LONGEST_SENTENCE = 22
LONGEST_LABEL = 25
_SENTENCES = re.compile(r"(?<=[.?!:])\s+|\n+")
_ABBREVIATIONS = re.compile(WORDS["abbreviations"])
_CAPITALS = re.compile(r"\b[A-ZÄÖÜ]{3,}\b")
_CITED = re.compile(r"§+\s?[\d\w ]+?\b[A-ZÄÖÜ]\w*[A-ZÄÖÜ]\b")  # "§ 1303 BGB": a law, cited
_KNOWN = frozenset(WORDS["known_capitals"])
_OFFICE = {
    re.compile(rf"\b{re.escape(word)}\w*", re.IGNORECASE): better for word, better in WORDS["office_words"].items()
}
_EXPLAINING = re.compile(WORDS["explaining"])
_HELPING, _PARTICIPLE = re.compile(WORDS["helping_verbs"], re.IGNORECASE), re.compile(WORDS["participles"])
_NOUNS = re.compile(WORDS["nouns_of_verbs"])
_NEGATIVE = re.compile(WORDS["double_negative"], re.IGNORECASE)


def remarks(document: FormDocument, _surroundings: Surroundings, /) -> Iterator[Remark]:
    for said in texts(document):
        for sentence in filter(None, _SENTENCES.split(said.words)):
            yield from _sentence(said, sentence)
        yield from _words(said)


def _sentence(said: Said, sentence: str) -> Iterator[Remark]:
    count = len(re.findall(r"\w[\w-]*", sentence))
    if count > LONGEST_SENTENCE:
        yield remark(Weight.WARNING, "long_sentence", said.step, said.field, number=count, begin=_begin(sentence))
    passive = "" if said.part == "label" else _passive(sentence)
    if passive:
        yield remark(Weight.WARNING, "passive", said.step, said.field, verb=passive, begin=_begin(sentence))
    if len(_NOUNS.findall(sentence)) >= 4:
        yield remark(Weight.WARNING, "nouns", said.step, said.field, begin=_begin(sentence))
    if sentence.endswith("!"):
        yield remark(Weight.WARNING, "shouting", said.step, said.field, begin=_begin(sentence))
    if said.part == "label" and sentence.endswith("?") and _NEGATIVE.search(sentence):
        yield remark(Weight.WARNING, "double_negative", said.step, said.field)


def _begin(sentence: str) -> str:
    words = sentence.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


def _passive(sentence: str) -> str:
    """The verb of a sentence that hides who acts: "wird … gelöscht", and no future ("wird … kommen")."""
    helping = _HELPING.search(sentence)
    participle = _PARTICIPLE.search(sentence) if helping else None
    return f"{helping[0]} … {participle[0]}" if helping and participle else ""


def _words(said: Said) -> Iterator[Remark]:
    if found := _ABBREVIATIONS.search(said.words):
        yield remark(Weight.WARNING, "abbreviation", said.step, said.field, word=found[0])
    explained = _explained(said)
    for pattern, better in _OFFICE.items():
        found = pattern.search(said.words)
        if found and not explained:
            yield remark(Weight.WARNING, "office_word", said.step, said.field, word=found[0], better=better)
    capitals = [word for word in _CAPITALS.findall(_CITED.sub("", said.words)) if word not in _KNOWN]
    if len(capitals) > 2 and said.words.isupper():
        yield remark(Weight.WARNING, "shouting", said.step, said.field, begin=_begin(said.words))
    elif capitals and not explained and not _beside_long_form(capitals[0], said):
        yield remark(Weight.WARNING, "unexplained", said.step, said.field, word=capitals[0])


def _explained(said: Said) -> bool:
    """Whether the hint or help of the question explains what stands in its label."""
    if said.part != "label" or said.field is None:
        return False
    more = " ".join(text(words, "de").text for words in (said.field.hint, getattr(said.field, "help", None)) if words)
    return bool(_EXPLAINING.search(more))


def _beside_long_form(word: str, said: Said) -> bool:
    """Whether brackets hold the short or the long form, or the word is quoted from what people hold in hands."""
    return bool(re.search(rf"\({word}\)|{word}\s*\([A-ZÄÖÜa-zäöüß]|„[^“]*{word}[^“]*“", said.words))
