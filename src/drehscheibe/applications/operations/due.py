"""What happens when a timer is due. Each looks first whether it still matters: much may have happened since."""

from collections.abc import Mapping
from datetime import datetime

from drehscheibe.applications import events
from drehscheibe.applications.acts import DocumentRequest, Opinion, Timer, TimerKind, TodoKind
from drehscheibe.applications.delivery import Announcement
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations import timing
from drehscheibe.applications.operations.announcement import end_provision
from drehscheibe.kernel import audit, jobs


def _request(timer: Timer) -> DocumentRequest | None:
    return DocumentRequest.objects.filter(pk=timer.about, closed=None).first()


def _remind_applicant(timer: Timer, now: datetime) -> None:
    request = _request(timer)
    if request:
        jobs.emit(events.DocumentsOverdueSoon(timer.application_id, request.pk))
        audit.record(timer.application_id, "reminded", by="system", now=now, facts={})


def _reply_is_over(timer: Timer, now: datetime) -> None:
    if _request(timer):
        timing.remember(timer.application, TodoKind.REPLY_OVER, now)


def _runs(timer: Timer) -> bool:
    """Whether the deadline that the timer was set for still is the case's, and runs."""
    case: Application = timer.application
    return case.is_open and case.paused is None and case.due is not None and case.due.isoformat() == timer.about


def _due_is_near(timer: Timer, now: datetime) -> None:
    if _runs(timer):
        timing.remember(timer.application, TodoKind.DUE_NEAR, now)


def _due_is_over(timer: Timer, now: datetime) -> None:
    if _runs(timer):
        timing.remember(timer.application, TodoKind.DUE_OVER, now, is_for_lead=True)
        audit.record(timer.application_id, "escalated", by="system", now=now, facts={})


def _opinion_is_over(timer: Timer, now: datetime) -> None:
    if Opinion.objects.filter(pk=timer.about, answered=None).exists() and timer.application.is_open:
        timing.remember(timer.application, TodoKind.OPINION_OVER, now)


def _not_retrieved(timer: Timer, now: datetime) -> None:
    found = Announcement.objects.select_for_update(of=("self",)).filter(pk=timer.about).first()
    if found:
        end_provision(found, now)


ACTS: Mapping[str, timing.Act] = {
    TimerKind.REPLY_NEAR: _remind_applicant,
    TimerKind.REPLY_OVER: _reply_is_over,
    TimerKind.DUE_NEAR: _due_is_near,
    TimerKind.DUE_OVER: _due_is_over,
    TimerKind.OPINION_OVER: _opinion_is_over,
    TimerKind.NOT_RETRIEVED: _not_retrieved,
}
