"""The lead's figures: services by channel and level, per department and body; the share of the OZG list; over time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from drehscheibe.catalogue.models import DraftState, ServiceDraft
from drehscheibe.insights import maturity, offers
from drehscheibe.insights.maturity import MODEL, Level
from drehscheibe.insights.models import Progress
from drehscheibe.insights.offers import Assessed
from drehscheibe.kernel import clock, scope
from drehscheibe.tenants.models import Department


@dataclass
class Group:
    """Services counted together. `department`: None for the whole body."""

    department: Department | None
    channels: Counter[str] = field(default_factory=Counter)
    levels: Counter[Level] = field(default_factory=Counter)

    @property
    def services(self) -> int:
        return sum(self.levels.values())

    @property
    def online(self) -> int:
        return self.channels["online"] + self.channels["external"]

    @property
    def conforming(self) -> int:
        """How many have the level that the OZG asks for."""
        return sum(count for level, count in self.levels.items() if level >= maturity.CONFORMING)


@dataclass(frozen=True)
class Share:
    """How many of the numbers of the OZG list that the portal knows can be used online."""

    online: int
    listed: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return 100 * self.online // self.listed if self.listed else 0


def counted(assessed: Iterable[Assessed], department: Department | None = None) -> Group:
    """The services as one group."""
    group = Group(department)
    for one in assessed:
        group.channels[one.channel] += 1
        group.levels[one.level] += 1
    return group


def by_department(assessed: Iterable[Assessed]) -> list[Group]:
    """A group for each department that has services, by name."""
    of: dict[int, list[Assessed]] = {}
    for one in assessed:
        of.setdefault(one.service.department_id, []).append(one)
    groups = [counted(those, those[0].service.department) for those in of.values()]
    return sorted(groups, key=lambda group: str(group.department.name["de"]) if group.department else "")


def share(assessed: Iterable[Assessed]) -> Share:
    """The share of the OZG list: a number counts as online as soon as one of its services is."""
    listed: dict[str, bool] = {}
    for one in assessed:
        if one.service.ozg_id:
            listed[one.service.ozg_id] = listed.get(one.service.ozg_id, False) or one.is_online
    return Share(sum(listed.values()), len(listed))


def keep_progress(*, now: datetime) -> None:
    """Keep the entered tenant's figures of today; the last of a day count."""
    visible = offers.in_sight()
    own = counted(one for one in visible if one.service.tenant_id == scope.current().tenant_id)
    reached = share(visible)
    Progress.objects.update_or_create(
        tenant_id=scope.current().tenant_id,
        model=MODEL,
        day=clock.day(now),
        defaults={
            "levels": [own.levels[level] for level in Level],
            "listed": reached.listed,
            "online": reached.online,
        },
    )


def progress() -> list[Progress]:
    """The last figures of each month of the entered tenant by the present model, oldest first, two years at most."""
    last: dict[tuple[int, int], Progress] = {}
    for one in Progress.objects.filter(model=MODEL).order_by("-day")[:750]:
        last.setdefault((one.day.year, one.day.month), one)
    return list(last.values())[:24][::-1]


def open_reviews() -> list[ServiceDraft]:
    """The entered tenant's working copies that wait for a second pair of eyes, the oldest first."""
    waiting = ServiceDraft.objects.filter(state=DraftState.REVIEW).select_related("service__department")
    return list(waiting.order_by("edited", "pk"))
