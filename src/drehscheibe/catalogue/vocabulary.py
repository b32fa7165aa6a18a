"""A portal's own synonyms: everyday words, and the official ones that they lead to, beside the general base."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from drehscheibe.catalogue.models import Synonym
from drehscheibe.catalogue.search.analysis import stems
from drehscheibe.kernel import freshness, scope
from drehscheibe.tenants import journal

LONGEST = 60  # letters of a word
MOST = 500  # of one portal


class UnusableWordError(ValueError):
    """Nothing that could be searched for, or too long."""


class TooManySynonymsError(ValueError):
    """The portal has as many as it may have."""


def own_synonyms() -> list[Synonym]:
    """Those of the entered portal itself, by their words."""
    return list(Synonym.objects.filter(tenant_id=scope.current().tenant_id).order_by("word"))


@transaction.atomic
def add_synonym(*, word: str, meant: Sequence[str], by: str, now: datetime) -> None:
    """Let `word` also find what the official words `meant` find; a word that is there gets these instead.

    Raises UnusableWordError and TooManySynonymsError.
    """
    if any(len(one) > LONGEST or not any(stems(one)) for one in (word, *meant)) or not meant:
        raise UnusableWordError(word)
    tenant_id = scope.current().tenant_id
    known = {one.word for one in own_synonyms()}
    if word not in known and len(known) >= MOST:
        raise TooManySynonymsError(word)
    Synonym.objects.update_or_create(tenant_id=tenant_id, word=word, defaults={"meant": list(meant)})
    journal.note("synonym_added", by=by, now=now, facts={"word": word, "meant": list(meant)})
    freshness.announce()


@transaction.atomic
def remove_synonym(*, synonym: Synonym, by: str, now: datetime) -> None:
    """Take one of the entered portal's own synonyms away."""
    journal.note("synonym_removed", by=by, now=now, facts={"word": synonym.word})
    synonym.delete()
    freshness.announce()
