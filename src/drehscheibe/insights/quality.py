"""What of the descriptions needs care: empty, due, hard to read, not translated, without a way online, dead links."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from drehscheibe.catalogue.models import Service
from drehscheibe.catalogue.rules import easy_is_stale
from drehscheibe.forms.review import plain
from drehscheibe.insights import links
from drehscheibe.insights.models import Link
from drehscheibe.insights.offers import Assessed
from drehscheibe.kernel import clock

OLD_AFTER = timedelta(days=365)
PLAIN_ENOUGH = 80  # per cent of the sentences without a hurdle
# What people look for on the page of a service; each may also stand in a typed module.
MODULES = ("description", "requirements", "documents", "steps", "deadlines", "duration", "fees", "legal_basis")
_TYPED = {"documents": "papers", "deadlines": "deadlines", "duration": "processing_time"}


class Kind(StrEnum):
    """What can be wrong with a description."""

    EMPTY = "empty"
    STALE = "stale"
    LINKS = "links"
    LANGUAGE = "language"
    UNTRANSLATED = "untranslated"
    OUTDATED = "outdated"
    EASY = "easy"
    OFFLINE = "offline"


@dataclass(frozen=True)
class Fault:
    """One thing to mend. `parts`: names of modules or of the channel, addresses (with `reasons` why they are dead), or
    beginnings of sentences; `number`: days or per cent.
    """

    kind: Kind
    service: Service
    parts: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    number: int = 0
    due: date | None = None


def faults(assessed: Iterable[Assessed], *, now: datetime) -> list[Fault]:
    """Everything to mend in the entered tenant's services, in their order."""
    dead: dict[int, list[Link]] = {}
    for link in links.dead():
        dead.setdefault(link.service_id, []).append(link)
    return [fault for one in assessed for fault in _of(one, dead.get(one.service.pk, []), clock.day(now))]


def _of(offer: Assessed, dead: list[Link], today: date) -> Iterator[Fault]:
    service = offer.service
    if lacking := tuple(part for part in MODULES if not _has(service, part)):
        yield Fault(Kind.EMPTY, service, lacking)
    looked_at = clock.day(max(filter(None, (service.changed, service.reviewed))))
    if (service.review_on and service.review_on <= today) or today - looked_at > OLD_AFTER:
        yield Fault(Kind.STALE, service, number=(today - looked_at).days, due=service.review_on)
    if dead:
        yield Fault(Kind.LINKS, service, tuple(one.address for one in dead), tuple(one.problem for one in dead))
    score = language(service)
    if score.percent < PLAIN_ENOUGH:
        yield Fault(Kind.LANGUAGE, service, tuple(_hard(service)), number=score.percent)
    if foreign := tuple(_untranslated(service)):
        yield Fault(Kind.UNTRANSLATED, service, foreign)
    if service.translated:
        yield Fault(Kind.OUTDATED, service, tuple(service.translated))
    if easy_is_stale(service):
        yield Fault(Kind.EASY, service)
    if not offer.is_online:
        yield Fault(Kind.OFFLINE, service, (offer.channel,))


def _has(service: Service, part: str) -> bool:
    written = service.texts.get(part)
    if isinstance(written, dict):
        written = written.get("de")
    return bool(written or (part == "fees" and service.fees) or service.details.get(_TYPED.get(part, "")))


def _german(service: Service) -> list[str]:
    """The running text of the description; laws are not judged."""
    texts = [words for part, words in service.texts.items() if part != "legal_basis" and isinstance(words, dict)]
    lines = [line for words in texts for line in words.get("de") or () if isinstance(line, str)]
    return [line for line in (service.summary.get("de", ""), *lines) if line]


_scores: dict[tuple[int, datetime], plain.Score] = {}
_MOST_SCORES = 20_000


def language(service: Service) -> plain.Score:
    """How plain the German text is; kept until the service changes."""
    key = (service.pk, service.changed)
    if key not in _scores:
        if len(_scores) >= _MOST_SCORES:
            _scores.clear()
        _scores[key] = plain.score(_german(service))
    return _scores[key]


def _hard(service: Service) -> Iterator[str]:
    """The beginnings of the first sentences that hinder."""
    judged = (sentence for words in _german(service) for sentence in plain.sentences(words))
    hard = (plain.begin(sentence) for sentence in judged if any(plain.hurdles(sentence)))
    yield from (begin for begin, _ in zip(hard, range(3), strict=False))


def _untranslated(service: Service) -> Iterator[str]:
    """The parts that stand there in German and not in English."""
    parts: dict[str, Any] = {"name": service.name, "summary": service.summary, **service.texts}
    for name, words in parts.items():
        if isinstance(words, dict) and words.get("de") and not words.get("en"):
            yield name


def of_departments(assessed: Iterable[Assessed], departments: frozenset[int] | None) -> list[Assessed]:
    """Those of one's departments; None stands for all."""
    return [one for one in assessed if departments is None or one.service.department_id in departments]
