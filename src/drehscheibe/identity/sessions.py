"""How long a session counts, by trust level.

Pure arithmetic on seconds since 1970, so that a change to daylight saving time neither shortens nor lengthens anything.
"""

from dataclasses import dataclass

from drehscheibe.identity.models import TrustLevel

HOUR, MINUTE = 3600, 60
LIMITS = {  # seconds since the sign-in, seconds since the last request
    TrustLevel.LOW: (12 * HOUR, 60 * MINUTE),
    TrustLevel.SUBSTANTIAL: (2 * HOUR, 30 * MINUTE),
    TrustLevel.HIGH: (30 * MINUTE, 5 * MINUTE),
}
STEP = 60  # the last request is noted at most once in so many seconds


@dataclass(frozen=True)
class Times:
    """When a session began and when it was last used, in seconds since 1970."""

    opened: int
    seen: int

    def have_ended(self, level: TrustLevel, now: int) -> bool:
        """Whether the session no longer counts. Times in the future (the clock was set back) end nothing."""
        whole, idle = LIMITS[level]
        return now - self.opened >= whole or now - self.seen >= idle

    def at(self, now: int) -> "Times":
        """The times to keep: themselves while nothing needs to be written."""
        if now < self.opened or now < self.seen:  # the clock was set back: count anew from here
            return Times(min(self.opened, now), now)
        return Times(self.opened, now) if now - self.seen >= STEP else self
