"""The demo's post office: an e-mail backend that keeps mails for `/demo/post/`."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from drehscheibe.demo.models import PostedMail
from drehscheibe.kernel import clock, rows


class StoredPost(BaseEmailBackend):
    """Keeps each mail once, by its Message-ID."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            kept = PostedMail(
                message_id=mail.extra_headers.get("Message-ID", ""),
                recipient=", ".join(mail.to),
                subject=str(mail.subject),
                body=str(mail.body),
                at=clock.now(),
            )
            rows.insert(kept, once=True)
        return len(email_messages)
