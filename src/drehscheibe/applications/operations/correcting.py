"""Replace a decision by another. The former one is kept, and the new one is announced again."""

from datetime import datetime

from django.db import transaction

from drehscheibe.applications import events
from drehscheibe.applications.acts import Correction
from drehscheibe.applications.models import Application, Decision, Outcome
from drehscheibe.applications.operations.announcement import announce
from drehscheibe.applications.operations.paper import decision_document
from drehscheibe.applications.operations.state import lock, office, record, refresh
from drehscheibe.identity.models import Account
from drehscheibe.kernel import files, jobs
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.operations import leave_message


class NotDecidedError(Exception):
    """There is no decision that could be corrected."""


@transaction.atomic
def correct(
    *, application: Application, outcome: Outcome, text: str, reason: str, by: Account, now: datetime, seen: str = ""
) -> None:
    """Decide anew; `reason` tells the applicant why (see `acts.Correction` for the law).

    Raises NotDecidedError, ChangedMeanwhileError and TypesettingError; then nothing is done.
    """
    lock(application, seen)
    former = Decision.objects.select_for_update(of=("self",)).filter(application=application).first()
    if former is None or former.outcome == Outcome.ANSWERED:
        raise NotDecidedError
    paper = decision_document(application=application, outcome=outcome, text=text, by=by, now=now)
    document = files.store(application.key, paper, "application/pdf", now)
    message = leave_message(
        key=application.key, kind=Kind.INFORMATION, text=reason, sender=office(application), now=now
    )
    Correction.objects.create(
        tenant_id=application.tenant_id,
        application=application,
        outcome=former.outcome,
        document_id=former.document_id,
        decided=former.at,
        message=message,
        by=by,
        at=now,
    )
    former.outcome, former.document, former.by, former.at = outcome, document, by, now
    former.save()
    refresh(application, now, office_message=message)
    record(application, "corrected", by, now, outcome=str(outcome))
    announce(application=application, document=document, now=now)
    jobs.emit(events.Corrected(application.pk, former.pk, application.corrections.count()))
