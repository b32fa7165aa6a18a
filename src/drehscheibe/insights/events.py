"""What others may want to hear of the figures and the quality of texts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReviewsDue:
    """An editor has descriptions that are due for a look."""

    account_id: int
