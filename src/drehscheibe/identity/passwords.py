"""How much of a password somebody would have to guess: known words, rows of keys and repetitions hardly count."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drehscheibe.identity.models import Account
from drehscheibe.kernel import scope
from drehscheibe.tenants.queries import directory

ENOUGH = 8  # characters that nobody can guess from the context
_LOOKED_AT = 100  # characters; who has typed that many has done enough
_KNOWN_COUNTS = 2  # what a known word or a row of keys counts, however long it is
_ROWS = ("qwertzuiopü", "qwertyuiop", "asdfghjklöä", "yxcvbnm", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz")
_ROWS_BOTH_WAYS = _ROWS + tuple(row[::-1] for row in _ROWS)
_LOOKS_LIKE = str.maketrans("01345789@$!", "oleastbgasi")
_YEAR = re.compile(r"(?:19|20)\d\d")
_REPEATED = re.compile(r"(.+?)\1+")
_WORDS = (
    "passwort password passwd kennwort geheim secret willkommen welcome hallo hello liebe schatz ichliebedich iloveyou",
    "admin administrator login anmelden test demo user benutzer konto account start master changeme",
    "rathaus stadt gemeinde kreis landkreis verwaltung behörde behoerde bürgerbüro buergerbuero bürger buerger",
    "portal serviceportal service drehscheibe deutschland germany berlin hamburg münchen muenchen köln koeln frankfurt",
    "januar februar märz maerz april juni juli august september oktober november dezember",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag frühling fruehling sommer herbst winter",
    "fussball fußball bayern dortmund schalke borussia football hund katze engel sonne sonnenschein sunshine princess",
    "dragon monkey superman batman pokemon starwars letmein",
)
_KNOWN = frozenset(word for line in _WORDS for word in line.split())


def strength(password: str, context: Iterable[str] = ()) -> int:
    """How many characters are left to guess. `context`: words that belong to this person or this portal."""
    whole = _REPEATED.fullmatch(password)
    if whole:
        return strength(whole[1], context) + 1
    typed = password.lower()
    seen_through = typed.translate(_LOOKS_LIKE)
    words = sorted(_KNOWN | {word.lower() for word in context if len(word) >= 3}, key=len, reverse=True)
    place = counted = 0
    while place < len(typed):
        row = _row(typed[place:])
        known = next(
            (len(one) for one in words if one in (typed[place:][: len(one)], seen_through[place:][: len(one)])), 0
        )
        year = 4 if _YEAR.match(typed, place) else 0
        length = max(row, known, year)
        place += length or 1
        counted += _KNOWN_COUNTS if length else 1
    return counted


def _row(rest: str) -> int:
    """How many of the first characters are one key again and again, or keys side by side; 0 if fewer than three."""
    same = len(rest) - len(rest.lstrip(rest[0]))
    side_by_side = 1
    for length in range(3, len(rest) + 1):
        if not any(rest[:length] in row for row in _ROWS_BOTH_WAYS):
            break
        side_by_side = length
    longest = max(same, side_by_side)
    return longest if longest >= 3 else 0


class GuessableValidator:
    """Refuses passwords made of what others know or type without thinking; for Django's AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raises ValidationError."""
        portal = directory().tenants[scope.current().tenant_id]
        context = re.findall(r"\w+", " ".join([portal.name, user.name if user else "", (user and user.email) or ""]))
        if strength(password[:_LOOKED_AT], context) < ENOUGH:
            raise ValidationError(
                _(
                    "Das Passwort ist leicht zu erraten. Nehmen Sie zum Beispiel vier Wörter, die nicht "
                    "zusammengehören, und keine Reihen wie 1234 oder qwertz."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """What Django shows beside the field; our pages say it themselves."""
        return ""
