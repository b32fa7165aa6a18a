"""Slow down guessing and flooding. Everything is counted before it is tried, so that guesses at once count too.

The counters are the database's: all processes share them, and without it nobody gets in.
"""

from typing import Any

from drehscheibe.front.browser import address
from drehscheibe.kernel import attempts

FROM_ONE_ADDRESS = 100  # wrong sign-ins; a whole town hall may come from one address
MAILS_TO_ONE = 3
MAILS_FROM_ONE_ADDRESS = 30


class TooManyError(Exception):
    """Guessed too often; to be tried again in a quarter of an hour."""


class Guess:
    """`with Guess(request, "sign-in", email):` one attempt, given back when the block ends without an exception.

    Raises TooManyError before the block when the subject has had ten within a quarter of an hour, or the address many.
    """

    def __init__(self, request: Any, what: str, subject: object) -> None:
        self.now = request.now
        self.subjects = ((f"{what} {subject}", attempts.LIMIT), (f"guess from {address(request)}", FROM_ONE_ADDRESS))

    def __enter__(self) -> None:
        if not all([attempts.take(subject, self.now, limit) for subject, limit in self.subjects]):  # noqa: C419  count both
            raise TooManyError

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is None:
            for subject, _limit in self.subjects:
                attempts.give_back(subject, self.now)


def may_mail(request: Any, email: str) -> bool:
    """Whether another mail may go to `email`, and from this visitor. Counts, whether or not anybody has the address."""
    to_one = attempts.take(f"mail to {email.strip().lower()}", request.now, MAILS_TO_ONE)
    return attempts.take(f"mails from {address(request)}", request.now, MAILS_FROM_ONE_ADDRESS) and to_one
