"""Housekeeping: what is known of accounts only for a while."""

from datetime import datetime

from drehscheibe.identity.operations import forget_sign_ins
from drehscheibe.identity.organisations import forget_invitations
from drehscheibe.kernel import jobs


@jobs.every_hour("privacy.tidy_up")
def tidy_up(now: datetime) -> None:
    """Forget sign-ins after a year, and invitations that have ended."""
    forget_sign_ins(now=now)
    forget_invitations(now=now)
