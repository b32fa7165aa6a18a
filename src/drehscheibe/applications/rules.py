"""What follows from the facts of a case: pure predicates."""

from drehscheibe.applications.models import Status


def status(*, is_decided: bool, has_open_question: bool, is_assigned: bool, is_withdrawn: bool = False) -> Status:
    """The shown status of a case."""
    if is_decided:
        return Status.DECIDED
    if is_withdrawn:
        return Status.WITHDRAWN
    if has_open_question:
        return Status.QUESTION_OPEN
    return Status.IN_PROGRESS if is_assigned else Status.RECEIVED
