"""How many applications came in, by month and department: counts alone, of the entered body."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Count, DateField
from django.db.models.functions import TruncMonth

from drehscheibe.applications.models import Application, Erasure
from drehscheibe.kernel import clock

MONTHS = 12


@dataclass
class Month:
    """What was sent in the month that begins on `first`. `by_department`: counts by its key; None for erased cases,
    of which nothing else is known any more.
    """

    first: date
    by_department: dict[int | None, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_department.values())


def months(now: datetime, count: int = MONTHS) -> list[Month]:
    """The last months with the current one, oldest first, in two statements."""
    firsts = list(_firsts(clock.day(now), count))
    found = {first: Month(first) for first in firsts}
    since = datetime.combine(firsts[0], time(), clock.BERLIN)
    month = TruncMonth("submitted", output_field=DateField(), tzinfo=clock.BERLIN)
    kept = Application.objects.filter(submitted__gte=since).annotate(month=month).order_by()
    for first, department, number in kept.values_list("month", "department_id").annotate(number=Count("*")):
        if first in found:
            found[first].by_department[department] = number
    erased = Erasure.objects.filter(submitted__gte=since).annotate(month=month).order_by()
    for first, number in erased.values_list("month").annotate(number=Count("*")):
        if first in found:
            found[first].by_department[None] = number
    return list(found.values())


def _firsts(today: date, count: int) -> Iterator[date]:
    """The first days of the last months, oldest first."""
    current = today.year * 12 + today.month - 1
    for number in range(current - count + 1, current + 1):
        yield date(number // 12, number % 12 + 1, 1)
