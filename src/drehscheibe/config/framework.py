"""Django's own commands, behind the names of our command line."""

from django.core.management import call_command


def check() -> None:
    """Check settings and models."""
    call_command("check")


def shell(*, code: str | None) -> None:
    """A Python shell, or one piece of code."""
    call_command("shell", **({"command": code, "verbosity": 0} if code else {}))
