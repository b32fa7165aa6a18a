"""Say in time that a draft will be deleted."""

from datetime import datetime

from drehscheibe.applications import events
from drehscheibe.applications.models import Draft
from drehscheibe.kernel import clock, jobs

WARNED_DAYS = 7


def warn_of_expiry(*, now: datetime) -> int:
    """Let the entered body's drafts that expire within a week be announced, each once until it is saved again.

    Drafts of guests are left out: whoever began them can only be told on the pages. Gives how many there were.
    """
    soon = Draft.objects.filter(account__isnull=False, warned=None, expires__gt=now)
    due = list(
        soon.filter(expires__lte=clock.days_after(now, WARNED_DAYS)).select_for_update().values_list("pk", flat=True)
    )
    Draft.objects.filter(pk__in=due).update(warned=now)
    for draft_id in due:
        jobs.emit(events.DraftExpiring(draft_id))
    return len(due)
