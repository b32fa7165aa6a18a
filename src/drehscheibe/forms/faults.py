"""What is wrong with a form document, as its author reads it, and asking for what it does not have."""

from typing import NamedTuple


class Finding(NamedTuple):
    """What is wrong with a document, and where: `place` reads like `steps/hunde/hunde/rasse/visible`."""

    place: str
    message: str


class FormError(ValueError):
    """The document cannot be used. `findings` names each place and what to do there."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(f"{place}: {message}" for place, message in findings))
        self.findings = findings


class UnknownStep(LookupError):  # noqa: N818 - what it is: an unknown step
    """The document has no step of this id."""
