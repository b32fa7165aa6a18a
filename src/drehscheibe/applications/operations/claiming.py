"""Take a draft or an application into an account, and let it go again.

Knowing its access code is what gives the right to take it; views prove it.
"""

from datetime import datetime

from django.db import transaction

from drehscheibe.applications.models import Application, Draft
from drehscheibe.applications.operations.submit import actor
from drehscheibe.catalogue.online import offer_as_answered
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit


class HeldByAnotherError(Exception):
    """The draft or application belongs to another account already."""


class SentMeanwhileError(Exception):
    """The draft has become an application, or is deleted, in another window."""


def _is_new(account_id: int | None, holder: Account) -> bool:
    """Whether there is something to do. Raises HeldByAnotherError."""
    if account_id not in {None, holder.pk}:
        raise HeldByAnotherError
    return account_id is None


@transaction.atomic
def claim(*, application: Application, holder: Account, by: Account, now: datetime) -> None:
    """Give the application to `holder`, for whom `by` acts. Once more changes nothing. Raises HeldByAnotherError."""
    current = Application.objects.select_for_update(of=("self",)).only("account_id").get(pk=application.pk)
    if _is_new(current.account_id, holder):
        Application.objects.filter(pk=application.pk).update(account=holder)
        audit.record(application.pk, "claimed", by=actor(by), now=now, facts={"holder": holder.pk})


@transaction.atomic
def claim_draft(*, draft: Draft, holder: Account, by: Account, now: datetime) -> None:
    """As `claim`, for what was not sent yet: the history of the later application begins with it.

    Raises SentMeanwhileError too.
    """
    current = Draft.objects.select_for_update().only("account_id").filter(pk=draft.pk).first()
    if current is None:
        raise SentMeanwhileError
    if _is_new(current.account_id, holder):
        Draft.objects.filter(pk=draft.pk).update(account=holder, claimed=now)
        answered = offer_as_answered(draft.online_service_id, draft.form_version_id)
        opens = not answered.document.participants  # else somebody may have been invited before
        audit.record(draft.pk, "claimed", by=actor(by), now=now, facts={"holder": holder.pk}, opens=opens)


def release(*, account: Account, by: Account, now: datetime) -> int:
    """Let the applications of an account that is being deleted belong to nobody, in the entered body; how many."""
    held = list(
        Application.objects.select_for_update(of=("self",)).filter(account=account).values_list("pk", flat=True)
    )
    for number in held:
        audit.record(number, "released", by=actor(by), now=now, facts={"holder": account.pk})
    Application.objects.filter(pk__in=held).update(account=None)
    return len(held)
