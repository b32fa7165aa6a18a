"""Texts that a department writes again and again."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from drehscheibe.applications.office import Snippet
from drehscheibe.identity.actors import actor
from drehscheibe.identity.models import Account
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Department

MOST = 100


class TooManyError(Exception):
    """A department keeps at most a hundred."""


def of(departments: list[Department]) -> "QuerySet[Snippet]":
    """The snippets of these departments, by department and name."""
    rows = Snippet.objects.select_related("department").filter(department__in=departments)
    return rows.order_by("department__name__de", "name")


def with_case() -> Subquery:
    """Name and text of the snippets of a case's department, to be read together with the case."""
    rows: Any = Snippet.objects.filter(department=OuterRef("department")).order_by().values("department")
    return Subquery(rows.annotate(all=JSONBAgg(JSONObject(name="name", text="text"), order_by="name")).values("all"))


@transaction.atomic
def keep(*, department: Department, name: str, text: str, by: Account, now: datetime) -> None:
    """Keep a text under a name; the department's one of the same name is replaced. Raises TooManyError."""
    if Snippet.objects.filter(department=department).exclude(name=name).count() >= MOST:
        raise TooManyError
    Snippet.objects.update_or_create(
        department=department, name=name, defaults={"tenant_id": department.tenant_id, "text": text}
    )
    journal.note("snippet_kept", by=actor(by), now=now, facts={"department": department.pk, "name": name})


@transaction.atomic
def drop(*, snippet: Snippet, by: Account, now: datetime) -> None:
    """Forget a text."""
    snippet.delete()
    journal.note("snippet_dropped", by=actor(by), now=now, facts={"department": snippet.department_id})
