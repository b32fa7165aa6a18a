"""Erase cases whose retention period is over: with the key, all that it sealed is gone, in every backup too.

What remains is that there was a case (`Erasure`), and its audit, which holds ids and facts only.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet, Value

from drehscheibe.applications.models import CLOSED, Application, Decision, Erasure
from drehscheibe.kernel import audit, files
from drehscheibe.kernel.models import CaseKey, StoredFile

AT_ONCE = 100  # cases in one transaction


def due(moment: datetime) -> "QuerySet[Application]":
    """The entered body's closed cases whose days of retention, counted from the end, are over at `moment`."""
    days = F("online_service__retention_days") * Value(timedelta(days=1))
    closed = Application.objects.filter(status__in=CLOSED)
    kept = closed.annotate(kept=ExpressionWrapper(days, output_field=DurationField()))
    end = Value(moment) - F("kept")
    return kept.filter(Q(decision__at__lte=end) | Q(withdrawal__at__lte=end))


@transaction.atomic
def erase_due(*, now: datetime) -> int:
    """Erase up to a hundred due cases of the entered body; returns how many."""
    found = list(due(now).select_for_update(of=("self",), skip_locked=True).order_by("submitted")[:AT_ONCE])
    for application in found:
        _erase(application, now)
    return len(found)


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
