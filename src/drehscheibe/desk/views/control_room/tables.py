"""The lead's tables: each once, for the page as for the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drehscheibe.applications.arrivals import Month
from drehscheibe.applications.worklist import Load
from drehscheibe.catalogue.models import ServiceDraft
from drehscheibe.desk import wording
from drehscheibe.insights import maturity
from drehscheibe.insights.figures import Group
from drehscheibe.insights.maturity import Level
from drehscheibe.insights.models import Progress
from drehscheibe.insights.offers import CHANNELS, Assessed
from drehscheibe.insights.portals import Portal
from drehscheibe.kernel import clock
from drehscheibe.tenants.models import Department


@dataclass(frozen=True)
class Table:
    """A table with its heading row; `numeric`: places of the columns that hold numbers."""

    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    numeric: frozenset[int] = field(default_factory=frozenset)

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The heading row as the page's table wants it."""
        return [{"text": text, "numeric": place in self.numeric} for place, text in enumerate(self.head)]

    @property
    def lines(self) -> list[list[str]]:
        """The rows as the file wants them."""
        return [[str(cell) for cell in row] for row in self.rows]


def _counts(first: str, groups: Iterable[tuple[str, Group]], kinds: dict[Any, str], counter: str) -> Table:
    named = list(groups)
    used = [kind for kind in kinds if any(getattr(group, counter)[kind] for _, group in named)]
    head = [first, _("Leistungen"), *(kinds[kind] for kind in used)]
    rows = [[name, group.services, *(getattr(group, counter)[kind] for kind in used)] for name, group in named]
    return Table(head, rows, frozenset(range(1, len(head))))


def channels(groups: Sequence[Group], whole: Group) -> Table:
    """Services by department and the best way to use them."""
    names = {channel: wording.channel_names()[channel] for channel in CHANNELS}
    return _counts(_("Amt"), [*_named(groups), (_("Alle Ämter"), whole)], names, "channels")


def levels(groups: Sequence[Group], whole: Group) -> Table:
    """Services by department and level of maturity."""
    names = {level: f"{level}: {wording.level_names()[level]}" for level in Level}
    return _counts(_("Amt"), [*_named(groups), (_("Alle Ämter"), whole)], names, "levels")


def _named(groups: Iterable[Group]) -> list[tuple[str, Group]]:
    return [(wording.local(group.department.name) if group.department else "", group) for group in groups]


def services(assessed: Iterable[Assessed]) -> Table:
    """Every service with who keeps it since when, its level and what the next one needs."""
    ways, points = wording.channel_names(), wording.maturity_points()
    head = [
        _("Leistung"), _("Amt"), _("Ansprechperson"), _("Beim Amt seit"), _("Zu prüfen bis"), _("Weg"), _("Stufe"),
        _("Modell"), _("Für die nächste Stufe fehlt"), _("OZG-Nummer"),
    ]  # fmt: skip
    rows = [
        [
            wording.local(one.service.name),
            wording.local(one.service.department.name),
            one.service.responsible_person,
            _day(one.service.assigned_on),
            _day(one.service.review_on),
            ways[one.channel],
            int(one.level),
            maturity.MODEL,
            "; ".join(points[point] for point in maturity.missing(one.facts)),
            one.service.ozg_id,
        ]
        for one in assessed
    ]
    return Table(head, rows, frozenset({6}))


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def reviews(waiting: Iterable[ServiceDraft]) -> Table:
    """Working copies that wait to be looked at."""
    head = [_("Leistung"), _("Amt"), _("Eingereicht am")]
    rows = [
        [
            wording.local(one.service.name),
            wording.local(one.service.department.name),
            date_format(one.edited.astimezone(clock.BERLIN), "d.m.Y"),
        ]
        for one in waiting
    ]
    return Table(head, rows)


def loads(found: Iterable[Load]) -> Table:
    """Open cases by department."""
    head = [
        _("Amt"), _("Offen"), _("Davon noch bei niemandem"), _("Davon warten auf Antwort"), _("Davon fällig"),
    ]  # fmt: skip
    rows = [[wording.local(one.department.name), one.open, one.new, one.waiting, one.due] for one in found]
    return Table(head, rows, frozenset({1, 2, 3, 4}))


def arrivals(months: Sequence[Month], departments: Iterable[Department]) -> Table:
    """Applications received, by month and department."""
    used = {key for month in months for key in month.by_department}
    columns: list[tuple[int | None, str]] = [(one.pk, wording.local(one.name)) for one in departments if one.pk in used]
    if None in used:
        columns.append((None, _("Inzwischen gelöscht")))
    head = [_("Monat"), _("Alle"), *(name for _, name in columns)]
    rows = [
        [date_format(month.first, "F Y"), month.total, *(month.by_department.get(key, 0) for key, _ in columns)]
        for month in months
    ]
    return Table(head, rows, frozenset(range(1, len(head))))


def progress(kept: Sequence[Progress]) -> Table:
    """How far the body was at the end of each month."""
    head = [_("Stand"), _("Modell"), *(f"{level}: {wording.level_names()[level]}" for level in Level)]
    head += [_("OZG-Nummern"), _("davon online")]
    rows = [
        [date_format(one.day, "d.m.Y"), one.model, *(one.levels[level] for level in Level), one.listed, one.online]
        for one in kept
    ]
    return Table(head, rows, frozenset(range(2, len(head))))


def portals(found: Iterable[Portal]) -> Table:
    """Every portal of the installation: its state, what is missing, what it offers."""
    words = wording.check_names()
    head = [
        _("Portal"), _("Stand"), _("Für die Veröffentlichung fehlt"), _("Eigene Leistungen"), _("Davon online"),
        _("OZG-Nummern im Portal"), _("Davon online, in Prozent"), _("Ab Stufe 3, in Prozent"),
    ]  # fmt: skip
    rows = [
        [
            one.tenant.name,
            _("In Aufbau") if one.tenant.in_preparation else _("Veröffentlicht"),
            "; ".join(words[point] for point in one.missing) or "–",
            one.services,
            one.online,
            one.share.listed,
            one.share.percent,
            100 * one.conforming // one.services if one.services else 0,
        ]
        for one in found
    ]
    return Table(head, rows, frozenset({3, 4, 5, 6, 7}))
