"""The lists that staff work from: piles of cases, page by page, and their numbers.

Pages are cut by key (moment of sending, id), so that the thousandth is as fast as the first.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy

from drehscheibe.applications import instants, tallies
from drehscheibe.applications.finding import found_by
from drehscheibe.applications.models import CLOSED, Application, Question, Status
from drehscheibe.applications.queries import CASEWORKERS, visible_to
from drehscheibe.catalogue.models import OnlineService
from drehscheibe.identity.models import Account
from drehscheibe.identity.queries import Standing
from drehscheibe.kernel import rows
from drehscheibe.mailbox.models import Reading
from drehscheibe.tenants.models import Department
from drehscheibe.tenants.queries import own_departments

PAGE = 50
_MARK = re.compile(r"(\d{1,16})-([0-9a-f]{32})")
_DUE_MARK = re.compile(r"f(\d{1,7})-([0-9a-f]{32})")
Order = tuple[tuple[OrderBy | str, ...], tuple[OrderBy | str, ...]]  # onward, and back
LATEST_FIRST: Order = (("-submitted", "-pk"), ("submitted", "pk"))
# The same for what was searched for: as the index of the tokens has it, so that only the first ones are looked at.
FOUND_FIRST: Order = (
    ("-search_tokens__submitted", "-search_tokens__application_id"),
    ("search_tokens__submitted", "search_tokens__application_id"),
)
DUE_FIRST: Order = ((F("due").asc(nulls_last=True), "pk"), (F("due").desc(nulls_first=True), "-pk"))
_LAST_DAY = date.max.toordinal()
_LISTED = (
    "reference", "submitted", "status", "due", "paused", "changed", "online_service__slug",
    "online_service__is_contact",
    "online_service__service__slug", "online_service__service__name", "department__name", "assignee__name"
)  # fmt: skip


class Pile(Enum):
    """What a list shows of the cases that somebody may see."""

    NEW = auto()
    MINE = auto()
    IN_PROGRESS = auto()
    WAITING = auto()
    OPEN = auto()
    DECIDED = auto()
    WITHDRAWN = auto()
    ALL = auto()


@dataclass(frozen=True)
class Mark:
    """A place in a list, between two cases: after the one that was sent at `submitted` and has this id."""

    submitted: datetime
    id: uuid.UUID

    def __str__(self) -> str:
        return f"{instants.number(self.submitted)}-{self.id.hex}"


@dataclass(frozen=True)
class DueMark:
    """A place in a list by deadline: after the case that is due on `day` (None: on no day) and has this id."""

    day: date | None
    id: uuid.UUID

    def __str__(self) -> str:
        return f"f{self.day.toordinal() if self.day else 0}-{self.id.hex}"


@dataclass(frozen=True)
class Page:
    """Up to fifty cases in order. `newer` and `older` are where the pages before and after this one begin."""

    cases: list[Application]
    newer: Mark | DueMark | None
    older: Mark | DueMark | None


@dataclass(frozen=True)
class Choice:
    """Which cases a list shows: a pile, and where given a service's slug, an assignee, a department.

    `due_by`: only what is due by that day, unless our deadline rests. `typed`: a reference, an e-mail address or the
    beginning of names. `by_due`: the most urgent first.
    """

    pile: Pile
    service: str = ""
    assignee: int | None = None
    department: int | None = None
    typed: str = ""
    reference: str = ""
    due_by: date | None = None
    by_due: bool = False


@dataclass(frozen=True)
class Numbers:
    """How much there is to do: `answered` are those of `mine` whose applicant has answered or written since."""

    counts: tallies.Counts
    answered: int


def people(standing: Standing, account: Account) -> list[int]:
    """Whose cases are one's own today: `account`'s, and those of colleagues for whom it stands in."""
    return [account.pk, *sorted(standing.stands_in_for)]


def _condition(pile: Pile, own: Sequence[int]) -> Q:
    is_open = ~Q(status__in=sorted(CLOSED))  # as the indexes of open cases say it
    return {
        Pile.NEW: is_open & Q(assignee=None),
        Pile.MINE: is_open & Q(assignee__in=own),
        Pile.IN_PROGRESS: is_open & Q(status=Status.IN_PROGRESS),
        Pile.WAITING: is_open & Q(status=Status.QUESTION_OPEN),
        Pile.OPEN: is_open,
        Pile.DECIDED: Q(status=Status.DECIDED),
        Pile.WITHDRAWN: Q(status=Status.WITHDRAWN),
        Pile.ALL: Q(),
    }[pile]


def _is_answered() -> Q:
    """The applicant has answered, and the office has neither asked again nor decided.

    Who has answered has left a message: that is looked at first, for it needs no other table.
    """
    answered = Question.objects.filter(application=OuterRef("pk"), answer__isnull=False)
    wrote = Q(status__in=(Status.RECEIVED, Status.IN_PROGRESS), applicant_message__isnull=False)
    return wrote & Q(Exists(answered))


def _is_unread(account: Account) -> Q:
    """The applicant has written something that `account` has not read, and the case is open."""
    read = Reading.objects.filter(message=OuterRef("applicant_message"), account=account)
    return ~Q(status__in=CLOSED) & Q(applicant_message__isnull=False) & ~Q(Exists(read))


def cases(choice: Choice, *, standing: Standing, account: Account) -> "QuerySet[Application]":
    """The chosen cases with what a list shows of them; sealed answers stay where they are.

    Added are `is_answered` (the office's turn) and `is_unread` (the applicant wrote what `account` has not read).
    """
    rows.plan_each()
    found = visible_to(standing).filter(_condition(choice.pile, people(standing, account))).select_related(None)
    if choice.service:
        services = OnlineService.objects.filter(slug=choice.service).values_list("pk", flat=True)
        found = found.filter(online_service__in=list(services))
    if choice.assignee:
        found = found.filter(assignee=choice.assignee)
    if choice.department:
        found = found.filter(department=choice.department)
    if choice.due_by:
        found = found.filter(due__lte=choice.due_by, paused=None)
    if choice.reference:
        found = found.filter(reference=choice.reference)
    elif choice.typed:
        found = found_by(choice.typed, found)
    return _told(found, account)


def shown(account: Account) -> "QuerySet[Application]":
    """The cases of the entered body as lists show them, to be looked up by their ids (see `page`)."""
    return _told(Application.objects.all(), account)


def _told(found: "QuerySet[Application]", account: Account) -> "QuerySet[Application]":
    joined = found.select_related("online_service__service", "department", "assignee").only(*_LISTED)
    return joined.annotate(
        is_answered=ExpressionWrapper(_is_answered(), output_field=BooleanField()),
        is_unread=ExpressionWrapper(_is_unread(account), output_field=BooleanField()),
    )


def read_mark(written: str) -> Mark | DueMark | None:
    """The mark that was written as text into an address; None for anything else."""
    if match := _MARK.fullmatch(written):
        return Mark(instants.moment(int(match[1])), uuid.UUID(match[2]))
    if match := _DUE_MARK.fullmatch(written):
        ordinal = int(match[1])
        return DueMark(date.fromordinal(ordinal) if 0 < ordinal <= _LAST_DAY else None, uuid.UUID(match[2]))
    return None


def mine(*, standing: Standing, account: Account) -> list[Application]:
    """The first fifty of one's own open cases: those with an answer on top, then unread messages, then the latest."""
    found = cases(Choice(Pile.MINE), standing=standing, account=account)
    order = (F("is_answered").desc(), F("is_unread").desc(), "-submitted", "-pk")
    return _first(found, order, shown(account))[:PAGE]


def page(
    found: "QuerySet[Application]",
    *,
    after: Mark | DueMark | None = None,
    before: Mark | DueMark | None = None,
    by_due: bool = False,
    told: "QuerySet[Application] | None" = None,
) -> Page:
    """One page of `found`, the latest or (`by_due`) the most urgent first: the first, or that after or before a mark.

    Marks of the other order are as good as none. `told`: where to look up what is shown of them, if not in `found`.
    """
    looked_up = found if told is None else told
    kind: type[Mark | DueMark] = DueMark if by_due else Mark
    onward, back = (
        DUE_FIRST if by_due else FOUND_FIRST if "applications_searchtoken" in found.query.alias_map else LATEST_FIRST
    )
    if isinstance(before, kind):
        listed = _first(found.filter(_earlier(before)), back, looked_up)
        seen, has_newer, has_older = listed[:PAGE][::-1], len(listed) > PAGE, True
    else:
        has_newer = isinstance(after, kind)
        if isinstance(after, kind):
            found = found.filter(_later(after))
        listed = _first(found, onward, looked_up)
        seen, has_older = listed[:PAGE], len(listed) > PAGE

    def mark(case: Application) -> Mark | DueMark:
        return DueMark(case.due, case.pk) if by_due else Mark(case.submitted, case.pk)

    newer = mark(seen[0]) if seen and has_newer else None
    return Page(seen, newer, mark(seen[-1]) if seen and has_older else None)


def _first(
    found: "QuerySet[Application]", order: tuple[OrderBy | str, ...], looked_up: "QuerySet[Application]"
) -> list[Application]:
    """The first fifty-one in this order: first which ones, from the applications' own indexes, then what is shown.

    In one statement PostgreSQL would begin with the joined tables: under row-level security it cannot know how many
    rows of them there are. Nor does the second repeat what was searched for: it would begin with all who bear the name.
    """
    ids = list(found.order_by(*order).values_list("pk", flat=True)[: PAGE + 1])
    cases_of = looked_up.in_bulk(ids) if ids else {}
    return [cases_of[pk] for pk in ids]


def _later(mark: Mark | DueMark) -> Q:
    """The cases further down the list than the mark."""
    if isinstance(mark, Mark):
        return Q(submitted__lt=mark.submitted) | Q(submitted=mark.submitted, pk__lt=mark.id)
    if mark.day is None:
        return Q(due=None, pk__gt=mark.id)
    return Q(due__gt=mark.day) | Q(due=mark.day, pk__gt=mark.id) | Q(due=None)


def _earlier(mark: Mark | DueMark) -> Q:
    """The cases further up."""
    if isinstance(mark, Mark):
        return Q(submitted__gt=mark.submitted) | Q(submitted=mark.submitted, pk__gt=mark.id)
    if mark.day is None:
        return Q(due__isnull=False) | Q(due=None, pk__lt=mark.id)
    return Q(due__lt=mark.day) | Q(due=mark.day, pk__lt=mark.id)


def numbers(*, standing: Standing, account: Account, today: date) -> Numbers:
    """How much is open, from the tallies; only the answers to one's own cases are counted, and these are few."""
    own = people(standing, account)
    answered = Application.objects.filter(_condition(Pile.MINE, own) & (_is_answered() | _is_unread(account)))
    return Numbers(tallies.counts(standing.departments(CASEWORKERS), own, today), answered.count())


@dataclass(frozen=True)
class Load:
    """How much lies on a department: open cases, of them without anybody, waiting for the applicant, and due."""

    department: Department
    open: int
    new: int
    waiting: int
    due: int


def loads(today: date) -> list[Load]:
    """What is open per department of the entered body, from the tallies."""
    of = tallies.by_department(today)
    departments = own_departments(also_closed=True)
    return [
        Load(department, *of.get(department.pk, (0, 0, 0, 0)))
        for department in departments
        if department.is_active or department.pk in of
    ]
