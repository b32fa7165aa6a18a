"""What machines ask: is the process there, is the installation ready, whom to tell about a weakness."""

from functools import lru_cache
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpResponse, JsonResponse

from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock

HEARTBEAT_LIMIT = 10  # seconds; a worker gives a sign every second
_STATE = """
SELECT ARRAY(SELECT app || '.' || name FROM django_migrations),
    EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > clock_timestamp() - %s * interval '1 second')
"""


@access(Access.PUBLIC)
def alive(_request: Any) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@lru_cache(maxsize=1)
def _wanted_migrations() -> frozenset[str]:
    """All migrations that this version of the program brings along."""
    return frozenset(".".join(key) for key in MigrationLoader(None).disk_migrations)


def _missing() -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('django_migrations'), to_regclass('procrastinate_workers')")
            if None in (cursor.fetchone() or (None,)):
                return ["migrations"]
            cursor.execute(_STATE, [HEARTBEAT_LIMIT])
            applied, has_worker = cursor.fetchone() or ([], False)
    except DatabaseError:
        connection.close()
        return ["database"]
    found = [] if _wanted_migrations() <= set(applied) else ["migrations"]
    return found if has_worker else [*found, "worker"]


@access(Access.PUBLIC)
def ready(_request: Any) -> HttpResponse:
    """200 when the database answers, all migrations are applied and a worker is there; else 503 and what is missing."""
    missing = _missing()
    return JsonResponse({"ready": not missing, "missing": missing}, status=503 if missing else 200)


@access(Access.PUBLIC)
def security_contact(request: Any) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116)."""
    expires = clock.days_after(request.now, 180)
    contact = f"Contact: mailto:{request.portal.contact.get('email', '')}\nExpires: {expires:%Y-%m-%dT00:00:00Z}\n"
    return HttpResponse(f"{contact}Preferred-Languages: de, en\n", content_type="text/plain; charset=utf-8")
