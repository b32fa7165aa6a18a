"""Mails to those who take part in an application: where to go, never what it is about."""

import uuid
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from drehscheibe.applications import participants, queries
from drehscheibe.identity.mails import origin
from drehscheibe.identity.models import News
from drehscheibe.identity.queries import news_address
from drehscheibe.kernel import jobs
from drehscheibe.mailbox.operations import send_notice
from drehscheibe.tenants.queries import directory


@jobs.task("applications.announce_invitation", retry=jobs.MAIL)
def announce_invitation(*, participation_id: str, number: int, now: datetime) -> None:  # noqa: ARG001  every job has it
    """Send the link to an invited person; the code comes from the applicant. Nothing where it was taken back."""
    one = participants.find(uuid.UUID(participation_id))
    draft = queries.draft_of(one.key_id) if one else None
    if one is None or draft is None or one.signed:
        return
    portal, host = directory().tenants[draft.portal_id], directory().primary[draft.portal_id]
    with translation.override(one.language):
        text = _(
            "Guten Tag,\n\n"
            "jemand bittet Sie, einen Teil eines Antrags auszufüllen und zu unterschreiben.\n\n"
            "So geht es:\n"
            "1. Öffnen Sie diesen Link: {link}\n"
            "2. Geben Sie den Code ein. Sie bekommen ihn von der Person, die Sie eingeladen hat.\n\n"
            "Sie wissen nicht, wer das ist? Dann müssen Sie nichts tun.\n\n"
            "Diese Nachricht enthält aus Gründen des Datenschutzes keine Inhalte.\n"
            "Bitte antworten Sie nicht auf diese E-Mail.\n\n"
            "Freundliche Grüße\n{portal}\n"
        ).format(link=origin(draft.portal_id) + participants.part_address(one), portal=portal.name)
        subject = _("Einladung: {portal}").format(portal=portal.name)
    address = participants.person(one)["email"]
    send_notice(address=address, subject=subject, text=text, about=f"invitation {one.pk} {number}", host=host)


@jobs.task("applications.announce_signature", retry=jobs.MAIL)
def announce_signature(*, draft_id: str, participation_id: str, now: datetime) -> None:  # noqa: ARG001  every job has it
    """Tell the applicant that somebody has signed, where the draft belongs to an account that wants to know."""
    draft, one = queries.draft_of(uuid.UUID(draft_id)), participants.find(uuid.UUID(participation_id))
    if draft is None or one is None or one.signed is None or draft.account is None:
        return
    address = news_address(draft.account, News.REMINDER, "")
    if not address:
        return
    portal, host = directory().tenants[draft.portal_id], directory().primary[draft.portal_id]
    with translation.override(draft.language):
        text = _(
            "Guten Tag,\n\n"
            "eine Person, die Sie eingeladen haben, hat ihren Teil unterschrieben.\n\n"
            "So machen Sie weiter:\n"
            "1. Öffnen Sie das Portal {portal} ({host}) wie gewohnt.\n"
            "2. Melden Sie sich an.\n"
            "3. Öffnen Sie Ihren Postkorb.\n\n"
            "Bitte antworten Sie nicht auf diese E-Mail.\n\n"
            "Freundliche Grüße\n{portal}\n"
        ).format(portal=portal.name, host=origin(draft.portal_id).partition("//")[2])
        subject = _("Ihr angefangener Antrag: Ein Teil ist unterschrieben")
    about = f"signature {one.pk} {one.signed:%Y%m%d%H%M%S}"
    send_notice(address=address, subject=subject, text=text, about=about, host=host)
