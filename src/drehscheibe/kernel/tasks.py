"""Housekeeping of what belongs to no tenant."""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore

from drehscheibe.kernel import attempts, jobs


@jobs.every_hour("kernel.tidy_up")
def tidy_up(now: datetime) -> None:
    """Forget old failed attempts and ended sessions."""
    attempts.forget(now)
    SessionStore.clear_expired()
