"""Data minimisation: nothing is asked without need, and what is sensitive says what for (Art. 5, 9 and 13 DSGVO)."""

import re
from collections import Counter
from collections.abc import Iterator

from drehscheibe.forms.review.remark import WORDS, Asked, Remark, Surroundings, Weight, about, asked, remark
from drehscheibe.forms.schema import FormDocument, text

_SENSITIVE = {name: tuple(re.compile(one, re.IGNORECASE) for one in pair) for name, pair in WORDS["sensitive"].items()}
_SPECIAL = frozenset({"health", "religion", "origin", "opinion", "orientation"})  # Art. 9 DSGVO
_LAW = re.compile(r"§|\bArt\w*\.?\s*\d|gesetz|satzung|verordnung|DSGVO|ordnung\b|einwilligung", re.IGNORECASE)
_EMPTY_PURPOSE = re.compile(r"siehe\b|bearbeitung (des|ihres) antrags\W*$|zur bearbeitung\W*$", re.IGNORECASE)
_REMARKS = re.compile(WORDS["remarks_labels"], re.IGNORECASE)
_COPY = re.compile(WORDS["identity_copy"], re.IGNORECASE)
_BLACKEN = re.compile(r"schwärz|abdeck", re.IGNORECASE)
_OWN = {name: re.compile(words, re.IGNORECASE) for name, words in WORDS["account_knows"].items()}
SHORTEST_PURPOSE = 25


def remarks(document: FormDocument, surroundings: Surroundings, /) -> Iterator[Remark]:
    fields = [one for one in asked(document) if one.is_input]
    yield from _notice(document)
    for one in fields:
        source = _known_to_account(one)
        if source:
            weight = Weight.WARNING if surroundings.trust_level else Weight.HINT
            yield about(weight, "known_to_account", one, source=source)
        yield from _purpose(document, one)
        if _REMARKS.search(one.label) and one.field.required is True and one.field.visible is None:
            yield about(Weight.WARNING, "remarks_required", one)
        words = f"{one.label} {text(one.field.hint or {}, 'de').text}"
        if one.field.type == "upload" and _COPY.search(words) and not _BLACKEN.search(words):
            yield about(Weight.WARNING, "identity_copy", one)
    yield from _twice(fields)
    yield from _ways(fields)


def _notice(document: FormDocument) -> Iterator[Remark]:
    purpose, basis = text(document.purpose, "de").text, text(document.legal_basis, "de").text
    if len(purpose) < SHORTEST_PURPOSE or _EMPTY_PURPOSE.search(purpose):
        yield remark(Weight.ERROR, "empty_purpose")
    if not _LAW.search(basis):
        yield remark(Weight.ERROR, "no_law")
    if not document.retention:
        yield remark(Weight.HINT, "no_retention")


def _known_to_account(one: Asked) -> str:
    """What the account knows of the person (name, email, organization) and the question keeps it from suggesting."""
    if one.in_group or one.field.autocomplete != "off" or one.field.type not in {"text", "person_name", "email"}:
        return ""
    return next((name for name, words in _OWN.items() if words.fullmatch(one.label.strip())), "")


def _purpose(document: FormDocument, one: Asked) -> Iterator[Remark]:
    """What is sensitive and covered neither by a purpose of its own nor by the form's, nor by the step's title."""
    if one.field.purpose or one.field.legal_basis or one.field.type == "statement" or one.field.required is False:
        return
    covering = f"{text(document.purpose, 'de').text} {text(document.title, 'de').text}"
    for name, (asks, covers) in _SENSITIVE.items():
        if asks.search(one.label) and not covers.search(covering):
            weight = Weight.ERROR if name in _SPECIAL else Weight.WARNING
            yield about(weight, "no_purpose", one)
            return


def _twice(fields: list[Asked]) -> Iterator[Remark]:
    """The same of the same person a second time: same token, or same label and token, without conditions."""
    always = [one for one in fields if one.field.visible is None and one.step.visible is None and not one.in_group]
    tokens = Counter(one.field.autocomplete for one in always if one.field.autocomplete not in {None, "off", "on"})
    seen = set()
    for one in always:
        token = one.field.autocomplete
        if token and tokens[token] > 1:
            if token in seen:
                yield about(Weight.WARNING, "asked_twice", one)
            seen.add(token)


def _ways(fields: list[Asked]) -> Iterator[Remark]:
    """Telephone and e-mail both demanded of everybody."""
    demanded = {
        one.field.type: one
        for one in fields
        if one.field.type in {"email", "phone"} and one.field.required is True and one.field.visible is None
        and one.step.visible is None and not one.in_group
    }  # fmt: skip
    if len(demanded) == 2:
        yield about(Weight.WARNING, "two_ways_required", demanded["phone"])
