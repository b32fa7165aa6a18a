"""What machines ask: is the process there, is the installation ready, whom to tell about a weakness."""

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpResponse

from drehscheibe.identity.access import Access, access
from drehscheibe.kernel import clock


@access(Access.PUBLIC)
def alive(_request: Any) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@access(Access.PUBLIC)
def ready(_request: Any) -> HttpResponse:
    """200 when the database answers and its tables and the job queue are there, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('applications_application'), to_regclass('procrastinate_jobs')")
            tables = cursor.fetchone()
    except DatabaseError:
        connection.close()
        return HttpResponse("database away", status=503, content_type="text/plain")
    if not tables or None in tables:
        return HttpResponse("not migrated", status=503, content_type="text/plain")
    return HttpResponse("ready", content_type="text/plain")


@access(Access.PUBLIC)
def security_contact(request: Any) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116)."""
    expires = clock.days_after(request.now, 180)
    contact = f"Contact: mailto:{request.portal.contact.get('email', '')}\nExpires: {expires:%Y-%m-%dT00:00:00Z}\n"
    return HttpResponse(f"{contact}Preferred-Languages: de, en\n", content_type="text/plain; charset=utf-8")
