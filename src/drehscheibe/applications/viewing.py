"""Whoever opens a case that is not theirs says once what for; the applicant reads it in the history."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from drehscheibe.applications.models import Application
from drehscheibe.applications.office import CaseLink, InternalNote, Viewing, ViewingPurpose
from drehscheibe.applications.snippets import with_case
from drehscheibe.identity.models import Absence, Account
from drehscheibe.identity.queries import Standing
from drehscheibe.kernel import clock

CHOICES = [purpose for purpose in ViewingPurpose if purpose is not ViewingPurpose.CASEWORK]


def is_own(application: Application, standing: Standing, account: Account) -> bool:
    """Whether nobody else works on the case: it is new, one's own, or that of a colleague one stands in for."""
    return application.assignee_id in {None, account.pk, *standing.stands_in_for}


def purpose(application: Application, standing: Standing, account: Account, now: datetime) -> ViewingPurpose | None:
    """What `account` opens the case for; None: it has to say so first.

    Who worked on it today while it was theirs, or nobody's, goes on: a colleague may have taken it meanwhile.
    """
    if is_own(application, standing, account):
        return _of_own(application, standing)
    kept = Viewing.objects.filter(application=application, account=account).first()
    if kept is None or (kept.purpose == ViewingPurpose.CASEWORK and clock.day(kept.at) != clock.day(now)):
        return None
    return ViewingPurpose(kept.purpose)


def _of_own(application: Application, standing: Standing) -> ViewingPurpose:
    is_of_absent = application.assignee_id in standing.stands_in_for
    return ViewingPurpose.SUBSTITUTION if is_of_absent else ViewingPurpose.CASEWORK


def marked(rows: "QuerySet[Application]", today: date) -> "QuerySet[Application]":
    """The cases with what stands beside them: `has_notes`, `has_links`, the `snippets` of their department, and the
    `deputy` who stands in for who works on it (their name).
    """
    away = Absence.objects.filter(account=OuterRef("assignee"), first__lte=today, last__gte=today)
    links = CaseLink.objects.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")))
    return rows.select_related("account").annotate(
        has_notes=Exists(InternalNote.objects.filter(application=OuterRef("pk"))),
        has_links=Exists(links),
        snippets=with_case(),
        deputy=Subquery(away.order_by().values("deputy__name")[:1]),
    )


def keep(*, application: Application, account: Account, chosen: ViewingPurpose, now: datetime) -> None:
    """Remember what somebody opens the case for."""
    said = Viewing(
        tenant_id=application.tenant_id, application=application, account_id=account.pk, purpose=chosen, at=now
    )
    Viewing.objects.bulk_create(
        [said], update_conflicts=True, unique_fields=["application", "account"], update_fields=["purpose", "at"]
    )
