"""Bring tables, roles and rights up to date. Runs as the owner; nothing else does."""

from django.core.management import call_command
from django.db import connection

from drehscheibe.config.database import APP_ROLE

_RIGHTS = f"""
GRANT USAGE ON SCHEMA public TO {APP_ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {APP_ROLE};
REVOKE UPDATE, DELETE ON kernel_auditevent FROM {APP_ROLE};
REVOKE UPDATE, DELETE ON kernel_anchor FROM {APP_ROLE};
REVOKE UPDATE ON forms_formversion FROM {APP_ROLE};
REVOKE UPDATE ON catalogue_serviceversion FROM {APP_ROLE};
REVOKE UPDATE ON forms_codelistversion FROM {APP_ROLE};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP_ROLE};
"""  # noqa: S608  names of our own


def grant() -> None:
    """Create the application role where it is missing, and give it what it may do: never to bypass row security."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE ROLE {APP_ROLE} NOLOGIN NOBYPASSRLS")
            cursor.execute(f"GRANT {APP_ROLE} TO CURRENT_USER")
        cursor.execute(_RIGHTS)


def migrate() -> None:
    """Apply all migrations and rights."""
    call_command("migrate", verbosity=0, interactive=False)
    grant()
    print("Datenbank ist auf dem neuesten Stand.")  # noqa: T201  the command line speaks here
