"""Find cases by the names and e-mail addresses in them, although these are sealed: a blind index.

A token is a keyed hash of a folded address, or of the beginning of a folded name (two to eight letters), so that
`Mül` finds Müller and Mueller. Whoever reads the table learns no name; only who has the key can ask for one.
"""

import re
import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from drehscheibe.applications.models import Application
from drehscheibe.applications.office import SearchToken
from drehscheibe.applications.queries import Declaration, declaration
from drehscheibe.catalogue.online import offer_as_answered
from drehscheibe.catalogue.wording import fold, sort_key
from drehscheibe.forms.schema import FormDocument
from drehscheibe.kernel import scope
from drehscheibe.kernel.keyring import keyed_hash

# Written out: the ORM takes longer than all the rest of it.
_WRITE = """
WITH earlier AS (DELETE FROM applications_searchtoken WHERE application_id = %(case)s)
INSERT INTO applications_searchtoken (tenant_id, application_id, submitted, token)
SELECT %(tenant)s, %(case)s, %(submitted)s, unnest(%(tokens)s::bigint[])
"""
SHORTEST, LONGEST = 2, 8  # letters of a name's beginning
MOST_WORDS = 5
_NAMES = frozenset({"name", "given-name", "additional-name", "family-name", "organization"})
_WORD = re.compile(r"[^\W\d_]+")


def _token(kind: str, value: str) -> int:
    """64 bits, as PostgreSQL counts them; other bodies' tokens of the same name differ."""
    key = settings.DREHSCHEIBE_KEYRING.derive("blind index")
    return int.from_bytes(keyed_hash(key, str(scope.current().tenant_id), kind, value)[:8], "big", signed=True)


def _folded(text: str) -> list[str]:
    """The words of a name in one spelling, without accents: `Müller-Lüdenscheidt` as muller, ludenscheidt."""
    spelt = unicodedata.normalize("NFKD", sort_key(fold(unicodedata.normalize("NFC", text))))
    return _WORD.findall("".join(letter for letter in spelt if not unicodedata.combining(letter)))


def _beginnings(word: str) -> Iterator[str]:
    yield from (word[:length] for length in range(min(SHORTEST, len(word)), min(LONGEST, len(word)) + 1))


def tokens(names: Iterable[str], emails: Iterable[str]) -> set[int]:
    """All tokens by which a case with these names and addresses is found, in the entered body."""
    words = {word for name in names for word in _folded(name)}
    found = {_token("name", start) for word in words for start in _beginnings(word)}
    return found | {_token("email", email.strip().lower()) for email in emails if email.strip()}


def index(*, application: Application, declared: Declaration) -> None:
    """Let the application be found by what it declares. Doing it again changes nothing."""
    document = offer_as_answered(application.online_service_id, application.form_version_id).document
    names, emails = _declared(document, declared.values)
    names += [one["name"] for one in declared.people]
    emails += [one["email"] for one in declared.people]
    if application.account and application.account.is_organisation:
        names.append(application.account.name)
    row: dict[str, Any] = {"case": application.pk, "tenant": application.tenant_id}
    row |= {"submitted": application.submitted, "tokens": sorted(tokens(names, emails))}
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, row)


def index_missing(*, after: uuid.UUID | None, most: int = 200) -> tuple[int, uuid.UUID | None]:
    """Index up to `most` of the entered body's cases after the id `after` that nothing finds yet.

    How many there were, and the id to go on after; None: that was all. Such cases were sent before there was a search.
    """
    found = Application.objects.filter(~Exists(SearchToken.objects.filter(application=OuterRef("pk"))))
    rows = found.filter(pk__gt=after) if after else found
    cases = list(rows.select_related("key", "account").order_by("pk")[:most])
    for case in cases:
        index(application=case, declared=declaration(case))
    return len(cases), cases[-1].pk if len(cases) == most else None


def _declared(document: FormDocument, values: Any) -> tuple[list[str], list[str]]:
    """The names and the e-mail addresses among the values, those in groups included."""
    asked = [field for _, _, field in document.fields()]
    of_names = {field.id for field in asked if field.type == "person_name" or field.autocomplete in _NAMES}
    of_emails = {field.id for field in asked if field.type == "email"}
    answered = list(_flat(values))
    return (
        [value for name, value in answered if name in of_names],
        [value for name, value in answered if name in of_emails],
    )


def _flat(values: Any) -> Iterator[tuple[str, str]]:
    """Each answered text within nested values, with its field's id."""
    if isinstance(values, dict):
        for name, value in values.items():
            if isinstance(value, str):
                yield name.rpartition(".")[2], value
            else:
                yield from _flat(value)
    elif isinstance(values, list):
        for value in values:
            yield from _flat(value)


def found_by(typed: str, rows: "QuerySet[Application]") -> "QuerySet[Application]":
    """Of `rows` those with this e-mail address, or with a name that begins like each typed word.

    The first word is joined as `search_tokens`: ordered by its `submitted`, its own index gives the latest first.
    """
    if "@" in typed:
        wanted = [_token("email", typed.strip().lower())]
    else:
        wanted = [_token("name", word[:LONGEST]) for word in _folded(typed)[:MOST_WORDS]]
    if not wanted:
        return rows.none()
    for token in wanted[1:]:
        rows = rows.filter(Exists(SearchToken.objects.filter(application=OuterRef("pk"), token=token)))
    return rows.filter(search_tokens__tenant=scope.current().tenant_id, search_tokens__token=wanted[0])
