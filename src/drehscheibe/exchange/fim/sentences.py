"""What the sentences of FIM's rules say, where they follow one of the usual patterns.

A rule is `understood` only if each of its sentences is; what follows no pattern is left to people.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

_REF = re.compile(
    r"(?:\b(?:das|die|der|dem|den|im|bei|beim)\s+)*"
    r"(?:\b(?:(?:Daten)?Feld(?:er|ern|es|s)?(?:gruppen?)?|Gruppen?|Unterfeld(?:er)?)\s+)?"
    r"\b([FG]\d{11})(?:\s?V\s?\d[\d.]*\d)?(?:\s*(?:\"([^\"]*)\"|\(([^()]*)\)))?",
    re.IGNORECASE,
)
_SENTENCES = re.compile(
    r"(?<=[.;])\s+(?=(?:Wenn|Falls|Sofern|Es|Andernfalls|Ansonsten|Sonst|Ist|Das|Die|Der|D\.h\.|Dies)\b)"
)
_VALUE = r"(?:Wert\s+)?(?:([\w./-]+)\s*\"([^\"]*)\"|\"([^\"]*)\"|([\w./-]+))"
_REFS = r"((?:‹\d+›(?:\s*(?:,|und/oder|und|oder|sowie|bzw\.)\s*)?)+)"
_FILLED = r"(?:befüllt|ausgefüllt|gefüllt|angegeben|belegt|eingetragen)"
_IS = r"(?:ist|sind|wurden?|wird|werden|sein)"
_IF = re.compile(r"(?:Wenn|Falls|Sofern)\s+(?P<when>.+?),?\s+(?:dann|so)\s+(?P<then>.+)", re.IGNORECASE)
_IF_SHORT = re.compile(
    r"(?:Wenn|Falls|Sofern)\s+(?P<when>.+?),\s+(?P<then>(?:muss|müssen|darf|dürfen|ist|sind|wird|werden)\b.+)",
    re.IGNORECASE,
)
_ELSE = re.compile(r"(?:\(?\s*(?:sonst|ansonsten|andernfalls)\s+)(?P<then>.+)", re.IGNORECASE)
_EQUAL = r"=+|<>|!=|≠|ist gleich|ist ungleich|gleich|ungleich|den Wert|mit|ist nicht|ist"
_TAIL = rf"(?:\s+{_IS}|\s+hat|\s+(?:ausgewählt|gewählt|angegeben)(?:\s+{_IS})?)?"
_TEST = re.compile(rf"‹(\d+)›\s*(?P<op>{_EQUAL})\s*(?P<values>{_VALUE}(?:\s*(?:,|oder)\s*{_VALUE})*){_TAIL}")
_CHOSEN = re.compile(rf"‹(\d+)›\s*(?:ausgewählt|gewählt|angegeben|angekreuzt)\s+{_IS}")
_GIVEN = re.compile(rf"‹(\d+)›\s*(?:(?P<no>nicht|un)\s*)?{_FILLED}(?:\s+{_IS})?")
_EMPTY = re.compile(rf"‹(\d+)›\s*(?P<no>nicht\s+)?leer(?:\s+{_IS})?")
_MUST = re.compile(
    rf"(?:muss|müssen|ist|sind)\s+(?:auch\s+)?{_REFS}\s*(?:{_FILLED}\s+{_IS}|anzugeben|auszufüllen|zu befüllen)\.?",
    re.IGNORECASE,
)
_DUTY = re.compile(
    rf"(?:ist|sind|wird|werden)\s+{_REFS}\s*(?:zur|zu|eine?|als)?\s*(?:Pflichtangaben?|Pflichtfeld(?:er|ern)?|Pflicht|verpflichtend|erforderlich)(?:\s+anzugeben)?\.?",
    re.IGNORECASE,
)
_MUST_NOT_EMPTY = re.compile(rf"(?:darf|dürfen)\s+{_REFS}\s*nicht\s+leer\s+(?:sein|bleiben)\.?", re.IGNORECASE)
_MAY_NOT = re.compile(rf"(?:darf|dürfen)\s+{_REFS}\s*nicht\s+{_FILLED}\s+(?:werden|sein)\.?\)?\.?", re.IGNORECASE)
_MANY = re.compile(
    r"(?:Es\s+)?(?P<verb>muss|müssen|darf|dürfen)\s+(?P<sort>mindestens|wenigstens|genau|exakt|höchstens|maximal|nur)\s+ein(?:e[sr]?|s)?\s+"
    rf"(?:von\s+)?(?:den\s+)?(?:folgenden\s+)?[^‹]*?{_REFS}\s*{_FILLED}\s+(?:sein|werden)\.?",
    re.IGNORECASE,
)
_EITHER = re.compile(rf"(?:Es\s+)?(?:muss|müssen)\s+entweder\s+{_REFS}\s*{_FILLED}\s+(?:sein|werden)\.?", re.IGNORECASE)
_SORTS = {"mindestens": "at_least_one", "wenigstens": "at_least_one", "genau": "exactly_one", "exakt": "exactly_one"}


class Ref(NamedTuple):
    """A field or group that a sentence names, and the name it gives it."""

    id: str
    name: str


class Test(NamedTuple):
    """What is asked of an answer: is it one of `values` (code, label), is it given; `negated`: the contrary."""

    ref: Ref
    values: tuple[tuple[str, str], ...]
    negated: bool = False

    def contrary(self) -> "Test":
        return self._replace(negated=not self.negated)


class Clause(NamedTuple):
    """`sort`: required, forbidden, at_least_one, exactly_one, at_most_one, for `refs`, while all of `tests` hold."""

    sort: str
    refs: tuple[Ref, ...]
    tests: tuple[Test, ...] = ()
    any_test: bool = False  # one of the tests is enough


@dataclass(frozen=True)
class Meaning:
    """What a rule says; `whole`: nothing of it was left over. `refs`: all that it names."""

    clauses: tuple[Clause, ...]
    whole: bool
    refs: tuple[Ref, ...]


def read(sentence: str) -> Meaning:
    """Never raises: what is not understood gives a meaning that is not whole."""
    text = re.sub(r"[„“”»«]", '"', sentence[:4_000])
    text = re.sub(r"\"\s*(?=[FG]\d{11})", "", text)
    refs: list[Ref] = []

    def enter(found: re.Match[str]) -> str:
        refs.append(Ref(found[1].upper(), (found[2] or found[3] or "").strip()))
        return f"‹{len(refs) - 1}›"

    text = _REF.sub(enter, text)
    clauses: list[Clause] = []
    whole = True
    for part in _SENTENCES.split(text):
        found = _sentence(part.strip(), refs, clauses)
        whole = whole and bool(found)
        clauses += found
    return Meaning(tuple(clauses), whole and bool(clauses), tuple(refs))


def _sentence(part: str, refs: list[Ref], before: list[Clause]) -> list[Clause]:
    otherwise = _ELSE.search(part)
    if otherwise and otherwise.start() > 0:
        first = _sentence(part[: otherwise.start()].strip(" (.,"), refs, before)
        return [*first, *_sentence(part[otherwise.start() :].strip("() "), refs, first)] if first else []
    if otherwise:
        tests = before[-1].tests if before else ()
        told = _consequence(otherwise["then"], refs) if len(tests) == 1 else []
        return [one._replace(tests=(tests[0].contrary(),)) for one in told]
    conditional = _IF.fullmatch(part) or _IF_SHORT.fullmatch(part)
    if conditional:
        tests, any_test = _tests(conditional["when"], refs)
        told = _consequence(conditional["then"], refs) if tests else []
        return [one._replace(tests=tests, any_test=any_test) for one in told]
    return _several(part, refs)


def _several(part: str, refs: list[Ref]) -> list[Clause]:
    """A sentence about how many of several are filled in."""
    either, many = _EITHER.fullmatch(part), _MANY.fullmatch(part)
    if either:
        return [Clause("exactly_one", _refs(either[1], refs))]
    if many:
        sort = _SORTS.get(many["sort"].lower(), "at_most_one")
        return [Clause(sort, _refs(many[3], refs))]
    return []


def _refs(text: str, refs: list[Ref]) -> tuple[Ref, ...]:
    return tuple(refs[int(number)] for number in re.findall(r"‹(\d+)›", text))


def _consequence(text: str, refs: list[Ref]) -> list[Clause]:
    text = text.strip()
    for pattern, sort in (
        (_MUST_NOT_EMPTY, "required"),
        (_MAY_NOT, "forbidden"),
        (_MUST, "required"),
        (_DUTY, "required"),
    ):
        if found := pattern.fullmatch(text):
            return [Clause(sort, _refs(found[1], refs))]
    return []


def _tests(text: str, refs: list[Ref]) -> tuple[tuple[Test, ...], bool]:
    whole = _test(text, refs)
    if whole:
        return (whole,), False
    for word, any_test in ((" und ", False), (" oder ", True)):
        parts = [_test(part, refs) for part in text.split(word)]
        if len(parts) > 1 and all(parts):
            return tuple(part for part in parts if part), any_test
    return (), False


def _test(text: str, refs: list[Ref]) -> Test | None:
    text = text.strip(" ,")
    if found := _GIVEN.fullmatch(text):
        ref = refs[int(found[1])]
        if ref.name[:1].isdigit() and "angegeben" in text:  # bei F… "02 Anderer Halter" angegeben
            return Test(ref._replace(name=""), (_coded(ref.name),))
        return Test(ref, (), bool(found["no"]))
    if found := _EMPTY.fullmatch(text):
        return Test(refs[int(found[1])], (), not found["no"])
    if found := _CHOSEN.fullmatch(text):
        ref = refs[int(found[1])]
        return Test(ref._replace(name=""), (_coded(ref.name),)) if ref.name else None
    if found := _TEST.fullmatch(text):
        values = tuple(
            (code or alone, label or quoted) for code, label, quoted, alone in re.findall(_VALUE, found["values"])
            if (code or label or quoted or alone) not in {"oder", ""}
        )  # fmt: skip
        negated = found["op"] in {"<>", "!=", "≠", "ist ungleich", "ungleich", "ist nicht"}
        return Test(refs[int(found[1])], values, negated) if values else None
    return None


def _coded(text: str) -> tuple[str, str]:
    """The code and the label in "02 Anderer Halter"."""
    found = re.fullmatch(r"([\w./-]*\d[\w./-]*)\s+(.+)", text)
    return (found[1], found[2]) if found else ("", text)
