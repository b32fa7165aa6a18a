"""Plain language: what makes the form's German texts hard to read. Legal notices are not judged."""

import re
from collections.abc import Iterator

from drehscheibe.forms.review import plain
from drehscheibe.forms.review.remark import WORDS, Remark, Said, Surroundings, Weight, remark, texts
from drehscheibe.forms.schema import FormDocument, text

_EXPLAINING = re.compile(WORDS["explaining"])
_NEGATIVE = re.compile(WORDS["double_negative"], re.IGNORECASE)


def remarks(document: FormDocument, _surroundings: Surroundings, /) -> Iterator[Remark]:
    for said in texts(document):
        for rule, facts in _hurdles(said):
            yield remark(Weight.WARNING, rule, said.step, said.field, **facts)


def _hurdles(said: Said) -> Iterator[plain.Hurdle]:
    is_label = said.part == "label"
    for sentence in plain.sentences(said.words):
        yield from plain.of_sentence(sentence, is_label=is_label)
        if is_label and sentence.endswith("?") and _NEGATIVE.search(sentence):
            yield plain.Hurdle("double_negative", {})
    yield from plain.of_words(said.words, is_explained=_explained(said))


def _explained(said: Said) -> bool:
    """Whether the hint or help of the question explains what stands in its label."""
    if said.part != "label" or said.field is None:
        return False
    more = " ".join(text(words, "de").text for words in (said.field.hint, getattr(said.field, "help", None)) if words)
    return bool(_EXPLAINING.search(more))
