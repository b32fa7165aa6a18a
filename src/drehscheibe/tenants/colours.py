"""The accent colours that a portal may wear: each carries white text and stands on white (WCAG 2.2, level AAA).

The style sheet has a rule `accent--<name>` for each; a test compares both.
"""

from django.utils.translation import gettext_noop

ACCENTS: dict[str, tuple[str, str]] = {
    "indigo": ("#1f3f9f", gettext_noop("Indigo")),
    "petrol": ("#0b5468", gettext_noop("Petrol")),
    "blue": ("#1d3f8f", gettext_noop("Blau")),
    "green": ("#1f5a36", gettext_noop("Grün")),
    "berry": ("#7a2150", gettext_noop("Beere")),
    "red": ("#8c1d18", gettext_noop("Rot")),
    "violet": ("#56308c", gettext_noop("Violett")),
    "slate": ("#3b4759", gettext_noop("Schiefergrau")),
}
LEAST_CONTRAST = 7.0


def _light(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_on_white(colour: str) -> float:
    """The contrast of `#rrggbb` with white, 1 to 21."""
    return 1.05 / (_light(colour) + 0.05)


def offered() -> dict[str, str]:
    """Accents that can be chosen, name -> German word: of the list, those with sufficient contrast."""
    return {name: word for name, (colour, word) in ACCENTS.items() if contrast_on_white(colour) >= LEAST_CONTRAST}
