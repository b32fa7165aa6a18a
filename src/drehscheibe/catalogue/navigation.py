"""Lists that lead to services: from A to Z, by topic, situation, department and audience, and the start page's."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Window

from drehscheibe.catalogue import classification, queries
from drehscheibe.catalogue.classification import Situation, Topic
from drehscheibe.catalogue.models import Service
from drehscheibe.tenants.models import Department


def listing(*, offset: int, limit: int, topic: str = "", department: str = "") -> tuple[list[Service], int]:
    """A page of the services from A to Z, and how many there are in all; `department` is the slug of one."""
    wanted = {"topic": topic, "department__slug": department}
    rows = queries.visible(queries.listed().filter(**{name: value for name, value in wanted.items() if value}))
    page = queries.with_tenants(rows.annotate(total=Window(Count("pk")))[offset : offset + limit])
    return page, vars(page[0])["total"] if page else rows.count()


def by_topic(topic: str) -> list[Service]:
    return queries.own_first(queries.listed().filter(topic=topic))


def by_situation(situation: str) -> list[Service]:
    return queries.own_first(queries.listed().filter(situations__contains=[situation]))


def by_department(department: Department) -> list[Service]:
    return queries.own_first(queries.listed().filter(department=department))


def by_audience(audience: str) -> list[Service]:
    """Services meant for `citizens` or `businesses`."""
    return queries.own_first(queries.listed().filter(audience__contains=[audience]))


def counts_by_department() -> dict[int, int]:
    """How many services each department has, by its key."""
    rows = queries.visible(queries.listed()).order_by().values("department_id").annotate(count=Count("pk"))
    return {row["department_id"]: row["count"] for row in rows}


def used_situations() -> list[Situation]:
    """The situations that lead to a service of the portal, those of the start page first."""
    rows = queries.visible(queries.listed()).order_by().values_list("situations", flat=True)
    used = {slug for slugs in rows for slug in slugs}
    return [situation for slug, situation in classification.situations().items() if slug in used]


def addresses() -> list[tuple[str, datetime]]:
    """The slugs of all services of the portal, and when each was changed."""
    return list(queries.visible(queries.listed()).values_list("slug", "changed"))


@dataclass(frozen=True)
class Overview:
    """The portal at a glance: what is asked for most, situations that lead somewhere, topics with their services."""

    popular: list[Service]
    situations: list[Situation]
    topics: list[tuple[Topic, list[Service]]]


def overview(count: int) -> Overview:
    """The portal's offer; `count` popular services, first places first."""
    found = queries.services()
    popular = sorted((one for one in found if one.popularity), key=lambda one: one.popularity)
    situations = {slug for one in found for slug in one.situations}
    topics = [(topic, [one for one in found if one.topic == slug]) for slug, topic in classification.topics().items()]
    return Overview(
        popular=popular[:count],
        situations=[one for slug, one in classification.situations().items() if slug in situations and one.icon],
        topics=topics,
    )
