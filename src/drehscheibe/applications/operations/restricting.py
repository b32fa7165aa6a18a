"""Restrict the processing of a case (Sperre, Art. 18 DSGVO), or hold it for a court; and lift that again."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from drehscheibe.applications import events
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations.state import office, record
from drehscheibe.applications.retention import Ground, Restriction
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit, clock, crypto, jobs
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.operations import leave_message


class RestrictedError(Exception):
    """The case is restricted already."""


@transaction.atomic
def restrict(
    *, application: Application, ground: Ground, reason: str, until: date | None, by: Account, now: datetime
) -> None:
    """From now on the case is not erased, not worked on and not found. Raises RestrictedError.

    Its applicant learns it, but for a legal hold, which says nothing about them.
    """
    Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    sealed = crypto.cipher(application.key).seal("restriction", reason.encode())
    try:
        with transaction.atomic():
            Restriction.objects.create(
                tenant_id=application.tenant_id,
                application=application,
                ground=ground,
                sealed=sealed,
                until=until,
                by=by,
                at=now,
            )
    except IntegrityError as error:
        raise RestrictedError from error
    Application.objects.filter(pk=application.pk).update(is_restricted=True)
    record(application, "restricted", by, now, ground=str(ground))
    with translation.override(application.language):
        _tell(application, ground, now, _("Wir bearbeiten diesen Vorgang vorerst nicht weiter und löschen ihn nicht."))


def _tell(application: Application, ground: str, now: datetime, told: str) -> None:
    if ground == Ground.LEGAL_HOLD:
        return
    message = leave_message(key=application.key, kind=Kind.INFORMATION, text=told, sender=office(application), now=now)
    Application.objects.filter(pk=application.pk).update(office_message=message)
    jobs.emit(events.Informed(application.pk, message.pk))


def restriction_of(application: Application) -> Restriction | None:
    """The restriction that counts now."""
    return Restriction.objects.select_related("by").filter(application=application, lifted=None).first()


def reason_of(restriction: Restriction, application: Application) -> str:
    """Why, in the words of who restricted the case."""
    return crypto.cipher(application.key).open("restriction", restriction.sealed).decode()


@transaction.atomic
def lift(*, application: Application, by: Account | None, now: datetime) -> None:
    """The restriction ends; None: by itself. The applicant is told with it (Art. 18 Absatz 3). Again: no change."""
    Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    found = restriction_of(application)
    if found is None:
        return
    Restriction.objects.filter(pk=found.pk).update(lifted=now)
    Application.objects.filter(pk=application.pk).update(is_restricted=False)
    if by is None:
        audit.record(application.pk, "unrestricted", by="system", now=now, facts=office(application))
    else:
        record(application, "unrestricted", by, now)
    with translation.override(application.language):
        _tell(application, found.ground, now, _("Wir bearbeiten diesen Vorgang jetzt wieder."))


def lift_ended(*, now: datetime) -> int:
    """Lift the entered body's restrictions whose last day has passed; returns how many."""
    over = Restriction.objects.filter(lifted=None, until__lt=clock.day(now))
    found = list(over.select_related("application__key", "application__department").order_by("pk"))
    for one in found:
        lift(application=one.application, by=None, now=now)
    return len(found)
