"""The applicant's side of the conversation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from drehscheibe.applications import rules
from drehscheibe.applications.models import Application, Question
from drehscheibe.applications.operations.submit import actor
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.operations import leave_message


class NoOpenQuestionError(Exception):
    """There is no question to answer (any more): it is answered, or the case is decided."""


@transaction.atomic
def answer(
    *, application: Application, text: str, attached: Sequence[Mapping[str, Any]], by: Account | None, now: datetime
) -> None:
    """Answer the open question. A second press of the button meets NoOpenQuestionError and changes nothing."""
    current = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    question = Question.objects.filter(application=application, answer=None).first() if current.is_open else None
    if question is None:
        raise NoOpenQuestionError
    question.answer = leave_message(
        key=application.key, kind=Kind.ANSWER, text=text, sender={}, now=now, files=attached
    )
    question.save(update_fields=["answer"])
    application.status = rules.status(
        is_decided=False, has_open_question=False, is_assigned=current.assignee_id is not None
    )
    Application.objects.filter(pk=application.pk).update(status=application.status)
    audit.record(application.pk, "answered", by=actor(by), now=now, facts={})
