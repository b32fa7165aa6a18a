"""Searches that found nothing, counted for the editors without anything that could be about a person.

Only few short words without numbers are counted, by a keyed hash; the words themselves are kept from the third time on,
when they are nobody's own any more.
"""

import re
from datetime import date, timedelta

from django.conf import settings
from django.db import connection

from drehscheibe.catalogue.models import FruitlessSearch
from drehscheibe.catalogue.search.analysis import spelling, words
from drehscheibe.kernel import scope
from drehscheibe.kernel.keyring import keyed_hash

_NOBODYS_OWN = 3  # times
_MOST_WORDS = 4
_LONGEST = 60  # letters
_MOST_ROWS = 5000  # per portal; then only known ones are counted
_KEPT = timedelta(days=180)

_COUNT = """
INSERT INTO catalogue_fruitlesssearch (tenant_id, digest, words, count, last)
SELECT %(tenant)s, %(digest)s, '', 1, %(today)s
WHERE (SELECT count(*) FROM catalogue_fruitlesssearch WHERE tenant_id = %(tenant)s) < %(most)s
ON CONFLICT (tenant_id, digest) DO UPDATE SET
    count = catalogue_fruitlesssearch.count + 1,
    last = excluded.last,
    words = CASE WHEN catalogue_fruitlesssearch.count + 1 >= %(times)s THEN %(words)s ELSE '' END
"""


def note(typed: str, *, today: date) -> None:
    """Count a search of the entered portal that found nothing. What may be about a person is not counted."""
    asked = [word.lower() for word in words(typed)]
    told = " ".join(asked)
    if not asked or len(asked) > _MOST_WORDS or len(told) > _LONGEST or re.search(r"\d|@", typed):
        return
    secret = settings.DREHSCHEIBE_KEYRING.derive("fruitless searches")
    digest = keyed_hash(secret, " ".join(sorted(spelling(word) for word in asked)))
    limits = {"most": _MOST_ROWS, "times": _NOBODYS_OWN}
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT, {"tenant": scope.current().tenant_id, "digest": digest, "today": today, "words": told, **limits}
        )


def listed(count: int = 100) -> list[FruitlessSearch]:
    """The entered portal's, the most frequent first."""
    return list(FruitlessSearch.objects.exclude(words="").order_by("-count", "words")[:count])


def forget(*, today: date) -> None:
    """Delete the entered portal's that nobody typed for half a year."""
    FruitlessSearch.objects.filter(last__lt=today - _KEPT).delete()
