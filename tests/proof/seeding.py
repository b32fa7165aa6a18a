"""A great many applications in one town's offices, by statements over whole tables.

`python -m tests.proof --only million` runs it. All seeded cases share one key and one small sealed declaration;
references, dates, states, people and the tokens of names are each their own.
"""

import itertools
import json
import random
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

SYLLABLES = ["ba", "bre", "dor", "fel", "gru", "han", "ka", "lin", "mar", "mül", "nor", "ost", "pe", "rie", "schu"]
FIRST = ["".join(pair).capitalize() for pair in itertools.product(SYLLABLES, SYLLABLES)][:200]
LAST = ["".join(three).capitalize() for three in itertools.product(SYLLABLES, repeat=3)][::11]
OPEN, RECENT = 0.05, 0.25  # share of open cases; most of them are among the latest quarter
YEARS = 3
MOST_OPEN = 500  # cases that one person works on; the rest is nobody's yet

_TABLES = """
DROP TABLE IF EXISTS seeded, word_token;
CREATE UNLOGGED TABLE seeded (id uuid, reference text, online_service_id bigint, department_id bigint, status text,
    assignee_id bigint, submitted timestamptz, due date, first int, last int, email bigint);
CREATE UNLOGGED TABLE word_token (word int, token bigint);
GRANT ALL ON seeded, word_token TO PUBLIC
"""
# Millions of rows: references are checked and indexes made anew in one go.
_TOKENS = """
INSERT INTO applications_searchtoken (tenant_id, application_id, token, submitted)
SELECT DISTINCT %(tenant)s, s.id, w.token, s.submitted FROM seeded s JOIN word_token w ON w.word IN (s.first, s.last)
UNION ALL SELECT %(tenant)s, s.id, s.email, s.submitted FROM seeded s
"""
_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename = 'applications_searchtoken' AND indexname NOT LIKE '%pkey'
"""
_REFERENCES = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = 'applications_searchtoken'::regclass AND contype = 'f'
"""


def seed(cases: int) -> None:
    """Fill Musterstadt's offices; prints how long it took and whether the tallies are right."""
    import psycopg  # noqa: PLC0415  like all below: needs Django
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from drehscheibe.applications import tallies  # noqa: PLC0415
    from drehscheibe.applications.models import Application  # noqa: PLC0415
    from drehscheibe.kernel import clock, embedded_postgres  # noqa: PLC0415
    from drehscheibe.tenants.operations import work_as  # noqa: PLC0415
    from drehscheibe.tenants.queries import directory  # noqa: PLC0415

    began, town = time.monotonic(), directory().by_slug("musterstadt")
    assert town
    login = settings.DATABASES["default"]
    place = {"host": login["HOST"], "port": login["PORT"], "dbname": login["NAME"], "user": embedded_postgres.OWNER}
    with psycopg.connect(**place, autocommit=True) as owner:
        owner.execute("SET maintenance_work_mem = '512MB'")
        owner.execute("SET work_mem = '128MB'")
        for statement in _TABLES.split(";"):
            owner.execute(statement)
        with work_as(town), connection.cursor() as cursor:
            _copy(cursor, "word_token", _words())
            _copy(cursor, "seeded", _rows(town.prefix, cases, clock.now(), *_staff()))
            pattern = Application.objects.filter(online_service__slug="hundesteuer-anmelden").order_by("submitted")[0]
            columns = [field.column for field in Application._meta.concrete_fields]
            own = {"id", "reference", "online_service_id", "department_id", "status", "assignee_id", "submitted", "due"}
            other = dict.fromkeys(("account_id", "receipt_id", "office_message_id", "applicant_message_id"), "NULL")
            other |= {name: "s." + name for name in own} | {"sealed": "%s"}
            values = ", ".join(other.get(name, "a." + name) for name in columns)
            into = f"INSERT INTO applications_application ({', '.join(columns)}) SELECT {values} "
            cursor.execute(
                into + "FROM seeded s, applications_application a WHERE a.id = %s", [_small(pattern), pattern.pk]
            )
            tallies.condense()
        indexes, references = (owner.execute(asked).fetchall() for asked in (_INDEXES, _REFERENCES))
        for name, _definition in references:
            owner.execute(f"ALTER TABLE applications_searchtoken DROP CONSTRAINT {name}")
        for name, _definition in indexes:
            owner.execute(f"DROP INDEX {name}")
        owner.execute(_TOKENS, {"tenant": town.pk})
        for _name, definition in indexes:
            owner.execute(definition)
        for name, definition in references:
            owner.execute(f"ALTER TABLE applications_searchtoken ADD CONSTRAINT {name} {definition}")
        owner.execute("DROP TABLE seeded, word_token")
        for table in ("applications_application", "applications_searchtoken", "applications_tally"):
            owner.execute(f"VACUUM ANALYZE {table}")
        [[size]] = owner.execute("SELECT pg_database_size(current_database())").fetchall()
    with work_as(town):
        told = {"seconds": round(time.monotonic() - began), "different": tallies.recount(), "bytes": size}
    print(json.dumps(told))


def _small(pattern: Any) -> bytes:
    """The pattern's declaration down to its first step, sealed: so that a million of them fit on a disk."""
    from drehscheibe.applications.queries import declaration  # noqa: PLC0415
    from drehscheibe.kernel import crypto  # noqa: PLC0415

    found = declaration(pattern)
    step = found.sections["de"][:1]
    lines = [{**block, "lines": block["lines"][:2]} for block in step[0]["blocks"][:1]]
    content = {"values": {}, "sections": {"de": [{**step[0], "blocks": lines}]}, "contact": found.contact, "files": []}
    return crypto.cipher(pattern.key).seal("declaration", json.dumps(content, ensure_ascii=False).encode())


def _copy(cursor: Any, table: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _words() -> Iterator[tuple[int, int]]:
    from drehscheibe.applications import finding  # noqa: PLC0415

    for place, word in enumerate([*FIRST, *LAST]):
        yield from ((place, token) for token in sorted(finding.tokens([word], [])))


def _staff() -> tuple[list[tuple[int, int]], dict[int, list[int]]]:
    """Online services with their departments, and who works in which department (one place is nobody's)."""
    from drehscheibe.applications.queries import CASEWORKERS  # noqa: PLC0415
    from drehscheibe.catalogue.models import OnlineService  # noqa: PLC0415
    from drehscheibe.identity.queries import colleagues  # noqa: PLC0415
    from drehscheibe.kernel import scope  # noqa: PLC0415

    found = OnlineService.objects.filter(tenant_id=scope.current().tenant_id).order_by("pk")
    services = list(found.values_list("pk", "department_id"))
    departments = {department for _, department in services}
    return services, {one: [who.pk for who in colleagues(frozenset({one}), CASEWORKERS)] for one in departments}


def _rows(
    prefix: str, cases: int, now: datetime, services: list[tuple[int, int]], people: dict[int, list[int]]
) -> Iterator[tuple[Any, ...]]:
    from drehscheibe.applications import finding  # noqa: PLC0415
    from drehscheibe.kernel import clock, references  # noqa: PLC0415

    dice, known, held = random.Random(1), set(), Counter[int]()
    for place in range(cases):
        age = (cases - place) / cases  # the last is the latest
        submitted = now - timedelta(days=365 * YEARS * age, minutes=5)
        service, department = dice.choice(services)
        is_open = dice.random() < OPEN * (0.9 / RECENT if age <= RECENT else 0.1 / (1 - RECENT))
        is_taken = is_open and people[department] and dice.random() < 0.7
        who = dice.choice(people[department]) if people[department] else None
        is_taken = is_taken and held[who] < MOST_OPEN
        held[who] += is_taken
        status = dice.choice(["in_progress", "in_progress", "question_open"]) if is_taken else "received"
        status = status if is_open else "withdrawn" if dice.random() < 0.03 else "decided"
        reference = references.new_reference(prefix)
        while reference in known:
            reference = references.new_reference(prefix)
        known.add(reference)
        [email] = finding.tokens([], [f"person{place}@example.org"])
        due = clock.day(now) + timedelta(days=dice.randrange(-5, 40)) if is_open else None
        yield (
            uuid.UUID(int=dice.getrandbits(128), version=4), reference, service, department, status,
            who if is_taken or not is_open else None,
            submitted, due, dice.randrange(len(FIRST)), len(FIRST) + dice.randrange(len(LAST)), email,
        )  # fmt: skip
