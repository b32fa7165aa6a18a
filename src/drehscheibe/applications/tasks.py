"""Jobs that follow what happens to applications: thin, repeatable, within the tenant's scope."""

import time
import uuid
from datetime import datetime
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drehscheibe.applications import events, finding
from drehscheibe.applications.delivery import Way
from drehscheibe.applications.genuine import mail_lines
from drehscheibe.applications.models import Application, Draft
from drehscheibe.applications.operations import drafts, due, expiry, timing
from drehscheibe.applications.operations.announcement import note_notice, note_refusal
from drehscheibe.applications.operations.paper import set_receipt
from drehscheibe.applications.operations.submit import drop_unused_files
from drehscheibe.applications.queries import Declaration, application, declaration
from drehscheibe.identity.models import News
from drehscheibe.identity.queries import news_address
from drehscheibe.kernel import jobs
from drehscheibe.mailbox.operations import send_notice
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory

_REST = 30.0  # seconds without asking a mail server that was away


class _Rest:
    until = 0.0


_rest = _Rest()


def _address(found: Application, kind: News, declared: Declaration) -> str:
    """Where news of this kind go; empty: nowhere."""
    typed = declared.contact.get("email", "")
    if kind is News.DECISION and found.way == Way.RETRIEVAL and found.account and not found.account.is_organisation:
        return found.account.email or typed  # the law asks for this notice, whatever is switched off
    return news_address(found.account, kind, typed) if found.account else typed


def _notify(found: Application, about: str, now: datetime, kind: News) -> bool:
    """Say by e-mail that there is news of this kind, if it is wanted. Whether the mail server has taken it."""
    address = _address(found, kind, declaration(found))
    return bool(address) and _send(found, address, about, now)


def _send(found: Application, address: str, about: str, now: datetime) -> bool:
    """Say by e-mail that there is news. No name, no service, no content: only where to read it."""
    portal = directory().tenants[found.portal_id]
    host = directory().primary[found.portal_id]
    with translation.override(found.language):
        subject = _("Neuigkeiten zu Ihrem Vorgang {reference}").format(reference=found.reference)
        way = (
            _("2. Melden Sie sich an.\n3. Öffnen Sie Ihren Postkorb.\n")
            if found.account_id
            else _("2. Wählen Sie „Vorgang verfolgen“.\n3. Geben Sie Ihre Vorgangsnummer und Ihren Zugangscode ein.\n")
        )
        text = _(
            "Guten Tag,\n\n"
            "zu Ihrem Vorgang {reference} gibt es Neuigkeiten.\n\n"
            "So lesen Sie sie:\n"
            "1. Öffnen Sie das Portal {portal} ({host}) wie gewohnt.\n"
            "{way}\n"
            "Diese Nachricht enthält aus Gründen des Datenschutzes keine Inhalte.\n"
            "Bitte antworten Sie nicht auf diese E-Mail.\n\n"
            "Freundliche Grüße\n{portal}\n"
        ).format(reference=found.reference, portal=portal.name, host=host + settings.PORT_SHOWN, way=way)
        text += mail_lines(found, now)
    return send_notice(address=address, subject=subject, text=text, about=about, host=host)


def _application(application_id: str, *, lock: bool = False) -> Application:
    found = application(uuid.UUID(application_id), lock=lock)
    if found is None:
        raise LookupError(application_id)
    return found


@jobs.every_hour("applications.delete_expired_drafts")
def delete_expired_drafts(now: datetime) -> None:
    """Delete what nobody sent within the promised days, with its key and files."""
    for tenant in directory().tenants.values():
        with work_as(tenant):
            drafts.delete_expired(now=now)


@jobs.every_hour("applications.warn_of_expiry")
def warn_of_expiry(now: datetime) -> None:
    """Announce the end of drafts a week before."""
    for tenant in directory().tenants.values():
        with work_as(tenant):
            expiry.warn_of_expiry(now=now)


@jobs.task("applications.announce_expiry", retry=jobs.MAIL)
def announce_expiry(*, draft_id: str, now: datetime) -> None:
    """Say by e-mail that a draft will be deleted, unless it was sent or saved again; nothing of its content."""
    draft = Draft.objects.select_related("account").filter(pk=draft_id, expires__gt=now, warned__isnull=False).first()
    address = news_address(draft.account, News.REMINDER, "") if draft and draft.account else ""
    if draft is None or not address:
        return
    portal, host = directory().tenants[draft.portal_id], directory().primary[draft.portal_id]
    with translation.override(draft.language):
        day = date_format(timezone.localtime(draft.expires), "DATE_FORMAT")
        text = _(
            "Guten Tag,\n\n"
            "Sie haben einen Antrag angefangen und noch nicht abgesendet. Wir löschen ihn am {day}.\n\n"
            "So machen Sie weiter:\n"
            "1. Öffnen Sie das Portal {portal} ({host}) wie gewohnt.\n"
            "2. Melden Sie sich an.\n"
            "3. Öffnen Sie Ihren Postkorb.\n\n"
            "Wenn Sie den Antrag nicht mehr brauchen, müssen Sie nichts tun.\n"
            "Bitte antworten Sie nicht auf diese E-Mail.\n\n"
            "Freundliche Grüße\n{portal}\n"
        ).format(day=day, portal=portal.name, host=host + settings.PORT_SHOWN)
        subject = _("Ihr angefangener Antrag wird bald gelöscht")
    send_notice(
        address=address, subject=subject, text=text, about=f"expiry {draft_id} {draft.expires:%Y%m%d}", host=host
    )


@jobs.task("applications.acknowledge")
def acknowledge(*, application_id: str, now: datetime) -> None:
    """Set the receipt, let the case be found, forget files that were not declared, and announce the receipt.

    If the mail server does not take the mail, a job of its own tries again for days; for a while it is not asked then,
    because the receipts of others must not wait for it.
    """
    found = _application(application_id, lock=True)
    declared = declaration(found)
    finding.index(application=found, declared=declared)
    set_receipt(application=found, declared=declared, now=now)
    timing.arm_due(found)
    drop_unused_files(application=found, declared=declared)
    address = _address(found, News.RECEIPT, declared)
    if address and not _tried_to_send(found, address, now):
        jobs.emit(events.Acknowledged(found.pk))


def _tried_to_send(found: Application, address: str, now: datetime) -> bool:
    """Whether the receipt has been announced. The later job would use the same Message-ID."""
    if time.monotonic() < _rest.until:
        return False
    try:
        _send(found, address, f"submitted {found.pk}", now)
    except SMTPRecipientsRefused:  # this one mailbox
        return False
    except OSError:  # SMTP's other errors are among them
        _rest.until = time.monotonic() + _REST
        return False
    return True


@jobs.task("applications.announce_receipt", retry=jobs.MAIL)
def announce_receipt(*, application_id: str, now: datetime) -> None:
    """Announce the receipt where the mail server was away when it was set."""
    _notify(_application(application_id), f"submitted {application_id}", now, News.RECEIPT)


@jobs.task("applications.announce_question", retry=jobs.MAIL)
def announce_question(*, application_id: str, question_id: int, now: datetime) -> None:
    """Announce that the office has a question."""
    _notify(_application(application_id), f"question {question_id}", now, News.QUESTION)


@jobs.task("applications.announce_message", retry=jobs.MAIL)
def announce_message(*, application_id: str, message_id: str, now: datetime) -> None:
    """Announce that the office has written."""
    _notify(_application(application_id), f"message {message_id}", now, News.QUESTION)


@jobs.task("applications.announce_request", retry=jobs.MAIL)
def announce_request(*, application_id: str, request_id: int, now: datetime) -> None:
    """Announce that the office needs documents."""
    _notify(_application(application_id), f"request {request_id}", now, News.QUESTION)


@jobs.task("applications.remind_of_request", retry=jobs.MAIL)
def remind_of_request(*, application_id: str, request_id: int, now: datetime) -> None:
    """Remind of documents that are still missing, unless they have come by now."""
    found = _application(application_id)
    if found.missing:
        _notify(found, f"request {request_id} reminder", now, News.REMINDER)


@jobs.every("*/10 * * * *", "applications.ring_timers")
def ring_timers(now: datetime) -> None:
    """Do what is due: reminders, deadlines, what nobody has retrieved. Raises the first error when all is done."""
    failed = [
        error for tenant in directory().tenants.values() for error in timing.ring(due.ACTS, tenant=tenant, now=now)
    ]
    if failed:
        raise failed[0]


@jobs.task("applications.announce_withdrawal", retry=jobs.MAIL)
def announce_withdrawal(*, application_id: str, now: datetime) -> None:
    """Announce that the application has been withdrawn: who did not do it themselves should learn of it."""
    _notify(_application(application_id), f"withdrawal {application_id}", now, News.RECEIPT)


@jobs.task("applications.announce_erasure", retry=jobs.MAIL)
def announce_erasure(*, application_id: str, now: datetime) -> None:
    """Announce that the case will be erased: what somebody wants to keep, they must save before."""
    found = application(uuid.UUID(application_id))
    if found:
        _notify(found, f"erasure {application_id}", now, News.REMINDER)


@jobs.task("applications.announce_decision", retry=jobs.MAIL)
def announce_decision(*, application_id: str, now: datetime) -> None:
    """Announce that the decision is there."""
    _tell_decision(_application(application_id), f"decision {application_id}", now)


def _tell_decision(found: Application, about: str, now: datetime) -> None:
    """The law counts from the notice. Where the mail server knows no such address, a letter has to do it."""
    address = _address(found, News.DECISION, declaration(found))
    if not address:
        return
    if _send(found, address, about, now):
        note_notice(application=found, now=now)
    else:
        note_refusal(application=found, now=now)


@jobs.task("applications.announce_correction", retry=jobs.MAIL)
def announce_correction(*, application_id: str, decision_id: int, number: int, now: datetime) -> None:
    """Announce that there is a new decision in place of the former one."""
    _tell_decision(_application(application_id), f"decision {decision_id} correction {number}", now)
