"""Jobs that follow what happens to accounts: mails, and forgetting links of the past."""

from datetime import datetime

from django.core.mail import EmailMessage

from drehscheibe.identity import links, mails
from drehscheibe.identity.models import MailedLink
from drehscheibe.kernel import jobs, scope
from drehscheibe.tenants.queries import directory


def _send(mail: mails.Mail, to: str, about: str) -> None:
    """The same `about` always gets the same Message-ID (RFC 5322), so that a receiver drops a repetition."""
    host = directory().primary[scope.current().tenant_id]
    subject, text = mail
    EmailMessage(subject, text, to=[to], headers={"Message-ID": f"<{about}@{host}>"}).send()


@jobs.task("identity.send_link", retry=jobs.MAIL)
def send_link(*, link_id: str, now: datetime) -> None:
    """Send the link that somebody asked for, unless it has been used or has become too old meanwhile."""
    link = MailedLink.objects.select_related("account").filter(pk=link_id, used=None, expires__gt=now).first()
    if link:
        _send(mails.about_link(link), link.email, f"link.{link_id}")


@jobs.task("identity.tell_change", retry=jobs.MAIL)
def tell_change(*, notice_id: str, email: str, change: str, language: str, now: datetime) -> None:  # noqa: ARG001  every job gets it
    """Say that signing in has changed."""
    _send(mails.about_change(change, language, scope.current().tenant_id), email, f"change.{notice_id}")


@jobs.every_hour("identity.forget_old_links")
def forget_old_links(now: datetime) -> None:
    """Delete links that have been of no use for a week."""
    links.forget_old(now)
