"""Accessibility: labels, hints, autocomplete tokens, error texts, length of pages (WCAG 2.2, BITV 2.0)."""

import re
from collections import Counter
from collections.abc import Iterator

from drehscheibe.forms.review.remark import WORDS, Asked, Remark, Surroundings, Weight, about, asked, remark, texts
from drehscheibe.forms.schema import FormDocument, Group, Step, text

MOST_QUESTIONS = 12
LONG_LABEL = 70
_EMPTY = re.compile(rf"(?:{WORDS['empty_labels']})[:.…]*", re.IGNORECASE)
_EMPTY_TITLE = re.compile(rf"(?:{WORDS['empty_titles']})[:.…]*", re.IGNORECASE)
_CRYPTIC = re.compile(r"\w*_\w+|[A-Z]\d{4,}\w*|[a-zäöüß]+[A-ZÄÖÜ]\w*|[a-zäöüß]+\d+|[A-ZÄÖÜ_0-9]{6,}")
_TOKENS = frozenset(WORDS["autocomplete"])
_SEEN_ONLY = re.compile(WORDS["seen_only"], re.IGNORECASE)
_BLAMING = re.compile(WORDS["blaming"], re.IGNORECASE)
_OWN = {"given-name": ("given-name", "name"), "family-name": ("family-name", "name"), "name": ("name",)}


def remarks(document: FormDocument, _surroundings: Surroundings, /) -> Iterator[Remark]:
    fields = asked(document)
    yield from _labels(document, fields)
    for one in fields:
        yield from _options(one)
        if one.is_input:
            yield from _tokens(one)
            yield from _errors(one)
    yield from _own_tokens(fields)
    yield from _steps(document)
    for said in texts(document):
        if _SEEN_ONLY.search(said.words):
            yield remark(Weight.WARNING, "only_seen", said.step, said.field)
        if said.part in {"missing", "pattern_message", "message"} and _BLAMING.search(said.words):
            yield remark(Weight.WARNING, "blaming_error_text", said.step, said.field, text=said.by_lang)
    yield from _translations(document)


def _labels(document: FormDocument, fields: list[Asked]) -> Iterator[Remark]:
    in_blocks = Counter((id(one.block), one.label.casefold()) for one in fields if one.is_input)
    told = set()
    for one in fields:
        hint = text(one.field.hint, "de").text if one.field.hint else ""
        if _EMPTY.fullmatch(one.label):
            yield about(Weight.ERROR, "empty_label", one)
        elif _CRYPTIC.fullmatch(one.label):
            yield about(Weight.ERROR, "cryptic_label", one)
        if hint and hint.casefold().strip(" .") == one.label.casefold().strip(" .?:"):
            yield about(Weight.WARNING, "hint_repeats_label", one)
        key = (id(one.block), one.label.casefold())
        if in_blocks[key] > 1 and key not in told and not _one_of_them(fields, key):
            told.add(key)
            yield about(Weight.WARNING, "label_twice", one)
        if one.field.pattern and not hint and not one.field.help:
            yield about(Weight.WARNING, "form_not_told", one)
    for _, group, _ in _groups(document):
        if _EMPTY.fullmatch(text(group.item, "de").text):
            yield remark(Weight.WARNING, "empty_row_name", next(s for s, g, _ in _groups(document) if g is group))


def _one_of_them(fields: list[Asked], key: tuple[int, str]) -> bool:
    """Whether each question of that label has a condition of its own: then only one of them is seen."""
    conditions = [one.field.visible for one in fields if (id(one.block), one.label.casefold()) == key]
    return None not in conditions and len({str(one) for one in conditions}) == len(conditions)


def _groups(document: FormDocument) -> Iterator[tuple[Step, Group, None]]:
    for step in document.steps:
        for block in step.blocks:
            if isinstance(block, Group):
                yield step, block, None


def _options(one: Asked) -> Iterator[Remark]:
    labels = [text(option.label, "de").text.casefold() for option in one.field.options]
    if len(labels) == 1 and not one.field.multiple:
        yield about(Weight.WARNING, "single_option", one)
    if len(set(labels)) < len(labels):
        twice = next(label for label, count in Counter(labels).items() if count > 1)
        yield about(Weight.ERROR, "option_twice", one, option=twice)
    for option in one.field.options:
        words = text(option.label, "de").text
        if _CRYPTIC.fullmatch(words) and len(words) > 5:
            yield about(Weight.ERROR, "cryptic_option", one, option=words)


def _tokens(one: Asked) -> Iterator[Remark]:
    token = one.field.autocomplete
    if not token:
        return
    kinds = WORDS["types_of_token"].get(token)
    contrary = WORDS["not_with_token"].get(token)
    if token not in _TOKENS:
        yield about(Weight.ERROR, "unknown_token", one, token=token)
    elif (kinds and one.field.type not in kinds) or (contrary and re.search(contrary, one.label, re.IGNORECASE)):
        yield about(Weight.ERROR, "wrong_token", one, token=token)


def _own_tokens(fields: list[Asked]) -> Iterator[Remark]:
    """The first question about the person's own name or birthday, where no question of the form has the token."""
    known = {one.field.autocomplete for one in fields}
    told = set()
    for one in fields:
        token = WORDS["own_labels"].get(one.label.casefold())
        if (
            not token
            or one.in_group
            or one.field.autocomplete
            or token in told
            or known & set(_OWN.get(token, (token,)))
        ):
            continue
        told.add(token)
        yield about(Weight.WARNING, "token_missing", one, token=token)


def _errors(one: Asked) -> Iterator[Remark]:
    if one.field.pattern and not one.field.pattern_message:
        yield about(Weight.ERROR, "pattern_without_words", one)
    asks = one.field.required is not False
    if asks and not one.field.missing and (one.label.endswith("?") or len(one.label) > LONG_LABEL):
        yield about(Weight.WARNING, "error_text_missing", one)


def _steps(document: FormDocument) -> Iterator[Remark]:
    titles = Counter(text(step.title, "de").text.casefold() for step in document.steps)
    for step in document.steps:
        title = text(step.title, "de").text
        if _EMPTY_TITLE.fullmatch(title):
            yield remark(Weight.WARNING, "empty_title", step)
        if titles[title.casefold()] > 1:
            yield remark(Weight.WARNING, "title_twice", step)
        always = [
            one
            for one in asked(document)
            if one.step is step and one.is_input and one.field.visible is None and not one.in_group
        ]
        if len(always) > MOST_QUESTIONS:
            yield remark(Weight.WARNING, "long_page", step, number=len(always), most=MOST_QUESTIONS)


def _translations(document: FormDocument) -> Iterator[Remark]:
    """One remark for a form in German alone, else one for each text that lacks its English."""
    said = [one for one in texts(document) if one.part != "unit" or len(one.words) > 3]
    lacking = [one for one in said if "en" not in one.by_lang]
    if len(lacking) * 2 > len(said):
        yield remark(Weight.HINT, "not_translated")
        return
    for one in lacking:
        yield remark(Weight.WARNING, "text_not_translated", one.step, one.field, text=one.words[:80])
    for one in said:
        if "de" not in one.by_lang:
            yield remark(Weight.ERROR, "no_german", one.step, one.field)
