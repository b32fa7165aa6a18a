"""Erase cases whose retention period is over: with the key, all that it sealed is gone, in every backup too.

First the applicant is told and, where the body has said so, the archive is asked; thirty days later the case goes.
What remains is that there was a case (`Erasure`), and its audit, which holds ids and facts only.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from drehscheibe.applications import casefile, events
from drehscheibe.applications.models import CLOSED, Application, Decision, Erasure, Status
from drehscheibe.applications.operations.state import office, record
from drehscheibe.applications.retention import Offer, PlannedErasure
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit, clock, files, jobs
from drehscheibe.kernel.models import CaseKey, StoredFile
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.operations import leave_message

AT_ONCE = 100  # cases in one transaction
NOTICE_DAYS = 30


class AnsweredError(Exception):
    """The archive has answered already."""


def due(moment: datetime) -> "QuerySet[Application]":
    """The entered body's cases whose days of retention, counted by their state, are over at `moment`.

    Restricted ones are kept whatever their days say.
    """
    after_decision = F("online_service__retention_days")
    after_withdrawal = Coalesce(F("online_service__retention_rule__withdrawn_days"), after_decision)
    while_open = F("online_service__retention_rule__open_days")
    rows = Application.objects.filter(is_restricted=False)
    kept = rows.annotate(decided=_days(after_decision), gone=_days(after_withdrawal), idle=_days(while_open))
    return kept.filter(
        Q(status=Status.DECIDED, decision__at__lte=Value(moment) - F("decided"))
        | Q(status=Status.WITHDRAWN, withdrawal__at__lte=Value(moment) - F("gone"))
        | ~Q(status__in=sorted(CLOSED)) & Q(idle__isnull=False, changed__lte=Value(moment) - F("idle"))
    )


def _days(count: Any) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(count * Value(timedelta(days=1)), output_field=DurationField())


@transaction.atomic
def plan_due(*, now: datetime) -> int:
    """Plan the erasure of up to a hundred cases of the entered body that will be due within thirty days.

    Each applicant is told once; where the rule says so, the case is offered to the archive. Returns how many.
    """
    soon = due(clock.days_after(now, NOTICE_DAYS)).filter(planned_erasure=None)
    rows = soon.select_related("key", "department", "online_service__retention_rule", "online_service__service")
    found = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("submitted")[:AT_ONCE])
    for application in found:
        _plan(application, now)
    return len(found)


def _plan(application: Application, now: datetime) -> None:
    rule = getattr(application.online_service, "retention_rule", None)
    at = clock.days_after(now, NOTICE_DAYS)
    offer = Offer.WAITING if rule is not None and rule.is_offered else Offer.NONE
    PlannedErasure.objects.create(
        tenant_id=application.tenant_id, application=application, at=at, noticed=now, offer=offer
    )
    with translation.override(application.language):
        told = _(
            "Wir löschen diesen Vorgang am {day}, denn die Aufbewahrungsfrist endet. Laden Sie bitte vorher alles "
            "herunter, was Sie behalten möchten. Danach kann ihn niemand mehr lesen."
        ).format(day=f"{clock.day(at):%d.%m.%Y}")
        if offer == Offer.WAITING:
            told += "\n" + _("Vorher fragen wir das Archiv, ob es ihn übernimmt. Dann kann es länger dauern.")
    message = leave_message(key=application.key, kind=Kind.INFORMATION, text=told, sender=office(application), now=now)
    Application.objects.filter(pk=application.pk).update(office_message=message)  # `changed` stays: nobody worked on it
    audit.record(application.pk, "erasure_planned", by="system", now=now, facts=office(application))
    jobs.emit(events.ErasurePlanned(application.pk))


@transaction.atomic
def answer_offer(*, planned: PlannedErasure, takes: bool, by: Account, now: datetime) -> None:
    """The archive takes the case, or leaves it. Raises AnsweredError when it has said so before."""
    current = PlannedErasure.objects.select_for_update(of=("self",)).get(pk=planned.pk)
    if current.offer != Offer.WAITING:
        raise AnsweredError
    current.offer, current.answered, current.by = Offer.TAKEN if takes else Offer.LEFT, now, by
    current.save(update_fields=["offer", "answered", "by"])
    record(planned.application, "archive_answered", by, now, takes=takes)


@transaction.atomic
def export(*, planned: PlannedErasure, by: Account, now: datetime) -> bytes:
    """The case as a package to keep: the complete file as ZIP with manifest. Raises `casefile.TooLargeError`."""
    content = casefile.bundle(application=planned.application, now=now)
    PlannedErasure.objects.filter(pk=planned.pk).update(exported=now)
    record(planned.application, "exported", by, now)
    return content


@transaction.atomic
def erase_due(*, now: datetime) -> int:
    """Erase up to a hundred cases of the entered body whose time has come; returns how many.

    A case that was worked on since is due no more: then its plan is dropped, and made anew when it is.
    """
    ripe = PlannedErasure.objects.filter(at__lte=now, application__is_restricted=False)
    ripe = ripe.exclude(offer=Offer.WAITING).exclude(offer=Offer.TAKEN, exported=None)
    ids = list(ripe.order_by("at").values_list("application", flat=True)[:AT_ONCE])
    locked = Application.objects.filter(pk__in=ids, is_restricted=False).order_by("submitted")
    cases = {one.pk: one for one in locked.select_for_update(of=("self",), skip_locked=True)}
    still = set(due(now).filter(pk__in=cases).values_list("pk", flat=True)) if cases else set()
    PlannedErasure.objects.filter(application__in=cases.keys() - still).delete()
    for number in still:
        _erase(cases[number], now)
    return len(still)


def _erase(application: Application, now: datetime) -> None:
    Erasure.objects.create(
        tenant_id=application.tenant_id,
        application_id=application.pk,
        submitted=application.submitted,
        status=application.status,
        at=now,
    )
    audit.record(application.pk, "erased", by="system", now=now, facts={"reason": "retention"})
    stored = list(StoredFile.objects.filter(key=application.key_id))
    Decision.objects.filter(application=application).delete()  # protects its document
    for file in stored:
        files.delete(file)
    CaseKey.objects.filter(pk=application.key_id).delete()
